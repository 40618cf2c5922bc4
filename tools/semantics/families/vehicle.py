"""Vehicles: cars whose models go with their makes, plates, ships."""

from __future__ import annotations

from rowsmith.tools.semantics.building import cooked, patterned, pooled, related
from rowsmith.tools.semantics.check_digits import with_imo, with_vin
from rowsmith.tools.semantics.checked import CheckedKind
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.patterns import Patterns

_CAR = ("car_model", "car_make", "body", "fuel")
_MAKERS = (
    "1FA",
    "1G1",
    "1HG",
    "2T1",
    "3VW",
    "JHM",
    "JTD",
    "KMH",
    "KNA",
    "SAL",
    "TMB",
    "VF1",
    "VF3",
    "WAU",
    "WBA",
    "WDB",
    "WVW",
    "YV1",
    "ZFA",
)
_PLATES = {
    "*": {"###-????": 1},
    "en_US": {"%???###": 3, "???-####": 5, "???-###": 3},
    "en_GB": {"??0% ???": 2, "??1# ???": 4, "??2# ???": 2, "??5# ???": 2, "??6# ???": 3, "??7# ???": 3},
    "de_DE": {
        "B-?? ####": 3,
        "M-?? ####": 3,
        "HH-?? ###": 2,
        "K-?? ###": 2,
        "F-?? ###": 2,
        "S-?? ####": 1,
        "L-?? ###": 1,
        "DO-?? ##": 1,
    },
    "fr_FR": {"**-###-**": 1},
    "es_ES": {"#### ***": 1},
    "it_IT": {"**###**": 1},
    "nl_NL": {"**-###-*": 3, "*-###-**": 3, "##-**-**": 2},
    "sv_SE": {"*** ###": 3, "*** ##*": 2},
    "pt_PT": {"##-**-##": 3, "**-##-**": 2},
    "pl_PL": {"WA #####": 3, "KR #####": 3, "PO #####": 2, "GD #####": 2, "DW #####": 2, "LU #####": 1},
    "ja_JP": {"### * %#-##": 1},
    "pt_BR": {"???%?##": 1},
    "en_CA": {"**** ###": 2, "*** ###": 2},
    "en_AU": {"***-##*": 2, "###-***": 1},
    "en_IN": {"MH 0% ?? ####": 2, "DL 0% ?? ####": 2, "KA 0% ?? ####": 2, "TN 0% ?? ####": 1},
    "da_DK": {"** ## ###": 1},
    "nb_NO": {"** #####": 1},
    "fi_FI": {"***-###": 1},
}


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            _car("car_make", "make of a car"),
            _car("car_model", "model, of the given make"),
            _car("car_body", "Sedan, SUV ...", "body"),
            _car("car_fuel", "Petrol, Electric ...", "fuel"),
            pooled("vehicle_type", "Car, Van, Truck ..."),
            pooled("transmission", "Manual, Automatic"),
            ("vin", Entry("vehicle identification number of 17 signs with its check digit", (), vin)),
            patterned("license_plate", "number plate in the country's shape", _PLATES),
            ("imo_number", Entry("seven digits of a ship with the check digit", (), imo_number)),
            cooked("ship_name", "invented ship"),
        ]
    )


def _car(name: str, says: str, column: str | None = None) -> tuple[str, Entry]:
    own = column or name
    return related(name, says, "car", own, tuple(role for role in _CAR if role != own))


def vin(locale: str) -> Kind:
    patterns = [f"{maker}@@@@@{year}@######" for maker in _MAKERS for year in "EFGHJKLMNPR"]
    return CheckedKind("vin", Patterns.of(patterns), with_vin)


def imo_number(locale: str) -> Kind:
    return CheckedKind("imo_number", Patterns.of(["9#####", "8#####"], [3, 1]), with_imo)
