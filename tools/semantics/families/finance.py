"""Money: accounts, cards, currencies and tax numbers, with valid check digits."""

from __future__ import annotations

from rowsmith.tools.semantics.building import patterned, pooled, related
from rowsmith.tools.semantics.check_digits import with_iban, with_luhn
from rowsmith.tools.semantics.checked import CheckedKind
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.patterns import Patterns

_IBANS = {
    "DE": "DE00##################",
    "GB": "GB00????##############",
    "FR": "FR00#######################",
    "ES": "ES00####################",
    "IT": "IT00?######################",
    "NL": "NL00????0#########",
    "SE": "SE00####################",
    "PT": "PT00#####################",
    "PL": "PL00########################",
    "BR": "BR00#######################C1",
    "DK": "DK00##############",
    "NO": "NO00###########",
    "FI": "FI00##############",
    "CH": "CH00#################",
    "AT": "AT00################",
}
_TAX_IDS = {
    "*": {"9##-7#-####": 1},
    "en_US": {"9##-7#-####": 1, "9##-80-####": 1},
    "en_GB": {"QQ ## ## ## A": 1, "QQ ## ## ## B": 1, "QQ ## ## ## C": 1, "QQ ## ## ## D": 1},
    "de_DE": {"%##########": 1},
    "fr_FR": {"%############": 1},
    "es_ES": {"########*": 1},
    "it_IT": {"??????##?##?###?": 1},
    "nl_NL": {"%########": 1},
    "pl_PL": {"%#########": 1},
    "pt_PT": {"2########": 1},
    "pt_BR": {"###.###.###-##": 1},
}


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            ("iban", Entry("account number with valid check digits", (), iban)),
            ("bic", Entry("bank code of 8 signs", (), bic)),
            ("credit_card", Entry("card number that passes Luhn's check", (), credit_card)),
            pooled("credit_card_brand", "Visa, Mastercard ..."),
            related("currency_code", "EUR, USD ...", "currency", "currency_code", ("currency",)),
            related("currency", "Euro, US dollar ...", "currency", "currency", ("currency_code",)),
            patterned("tax_id", "tax or social security number in a shape that is not given out", _TAX_IDS),
            patterned("ssn", "US social security number in the range that is never issued", _only("en_US")),
            patterned("nino", "UK national insurance number that is never issued", _only("en_GB")),
            patterned(
                "vat_id", "VAT number", {"*": {"DE%########": 1, "FR##%########": 1, "IT###########": 1}}
            ),
            patterned("stock_ticker", "three or four capital letters", {"*": {"***": 1, "*?**": 2}}),
        ]
    )


def _only(locale: str) -> dict[str, dict[str, int]]:
    return {"*": _TAX_IDS[locale]}


def iban(locale: str) -> Kind:
    country = locales()[locale].country
    return CheckedKind("iban", Patterns.of([_IBANS.get(country, _IBANS["DE"])]), with_iban)


def bic(locale: str) -> Kind:
    from rowsmith.tools.semantics.kind import PatternKind

    country = locales()[locale].country
    return PatternKind("bic", Patterns.of([f"????{country}&@", f"????{country}2?"][:1]))


def credit_card(locale: str) -> Kind:
    prefixes = ["4###", "51##", "52##", "53##", "54##", "55##", "6011"]
    return CheckedKind(
        "credit_card",
        Patterns.of([f"{prefix}###########" for prefix in prefixes], [6, 1, 1, 1, 1, 1, 1]),
        with_luhn,
    )
