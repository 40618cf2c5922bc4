"""Compiles pools of values from Faker and Mimesis into files of the package.

Run it with both libraries installed (the extra `pools`): ``python -m rowsmith.tools.semantics.compile``.
The files are part of the product, so that no upgrade of a library changes a dataset; running it anew with newer
libraries does change them. Files under data/world and data/tables without the word "compiled" are written by hand.
"""

from __future__ import annotations

import importlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

SOURCES = {
    "en_US": ("en_US", "en"),
    "en_GB": ("en_GB", "en-gb"),
    "de_DE": ("de_DE", "de"),
    "fr_FR": ("fr_FR", "fr"),
    "es_ES": ("es_ES", "es"),
    "it_IT": ("it_IT", "it"),
    "nl_NL": ("nl_NL", "nl"),
    "sv_SE": ("sv_SE", "sv"),
    "pt_PT": ("pt_PT", "pt"),
    "pl_PL": ("pl_PL", "pl"),
    "pt_BR": ("pt_BR", "pt-br"),
    "en_IN": ("en_IN", None),
    "da_DK": ("da_DK", "da"),
    "nb_NO": ("no_NO", "no"),
    "fi_FI": ("fi_FI", "fi"),
}
NAMES, SURNAMES, STREETS = 700, 1500, 900
WEIGHT = 10_000
_ENDINGS = {
    "de_DE": r"(straße|weg|allee|platz|ring|gasse|ufer|damm|Straße|Weg|Allee|Platz)$",
    "nl_NL": r"(straat|laan|weg|plein|singel|kade|hof|dijk|dreef|pad)$",
    "sv_SE": r"(vägen|gatan|gränd|väg|torget|stigen|gata|allén)$",
    "da_DK": r"(vej|gade|vænget|plads|stræde|Allé|Vej|parken|vangen)$",
    "nb_NO": r"(vei|veien|gate|gata|gaten|stien|plass|bakken)$",
}
_PREFIXES = {"es_ES": "Calle ", "pt_PT": "Rua ", "it_IT": "Via ", "pl_PL": "ul. ", "pt_BR": "Rua "}
_STARTS = (
    "Calle",
    "Avenida",
    "Plaza",
    "Paseo",
    "Rua",
    "Largo",
    "Via",
    "Viale",
    "Piazza",
    "Corso",
    "Travessa",
    "Camino",
)


def main() -> None:
    """Writes every compiled file of the package anew."""
    compile_pools(Path(__file__).parent / "data")


def compile_pools(folder: Path) -> None:
    """Writes every compiled file under the folder's `local` and `world`."""
    for locale, (faker, mimesis) in SOURCES.items():
        _write(folder / "local" / f"first_name.{locale}.tsv", _first_names(faker, mimesis))
        _write(folder / "local" / f"last_name.{locale}.tsv", _last_names(faker, mimesis))
        _write(folder / "local" / f"street.{locale}.txt", _streets(locale, faker, mimesis))
        _write(folder / "local" / f"university.{locale}.txt", _universities(mimesis))
    for name, lines in _world().items():
        _write(folder / "world" / f"{name}.txt", lines)


def _write(path: Path, lines: list[str]) -> None:
    if len(lines) > 1:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _faker(part: str, locale: str) -> Any:
    try:
        return importlib.import_module(f"faker.providers.{part}.{locale}").Provider
    except ImportError:
        return None


def _mimesis(locale: str | None, part: str) -> Mapping[str, Any]:
    if locale is None:
        return {}
    path = files("mimesis.datasets").joinpath(locale, f"{part}.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _weighted(source: object) -> dict[str, float]:
    if isinstance(source, Mapping):
        return {str(name): float(weight) for name, weight in source.items()}
    return dict.fromkeys(map(str, source), 1.0) if isinstance(source, Iterable) else {}


def _usable(name: str) -> bool:
    """One word of letters: a full name can then be taken apart again."""
    letters = name.replace("-", "").replace("'", "")
    return len(letters) > 1 and letters.isalpha() and name[0].isupper() and not name.isupper()


def _evenly(names: list[str], most: int) -> list[str]:
    return names if len(names) <= most else [names[i * len(names) // most] for i in range(most)]


def _scaled(weights: dict[str, float]) -> dict[str, int]:
    total = sum(weights.values())
    return {name: max(1, round(weight / total * WEIGHT)) for name, weight in weights.items()}


def _blend(known: object, more: Iterable[str], most: int) -> dict[str, int]:
    """Faker's names with its weights; Mimesis adds rarer ones, each half as likely as the average."""
    clean = unicodedata.normalize
    first = {clean("NFC", n): w for n, w in _weighted(known).items() if _usable(n)}
    extra = [clean("NFC", n) for n in dict.fromkeys(more) if _usable(n) and n not in first]
    average = sum(first.values()) / len(first) if first else 1.0
    room = max(0, most - len(first))
    return _scaled({**first, **dict.fromkeys(_evenly(extra, room), average / 2)})


def _first_names(faker: str, mimesis: str | None) -> list[str]:
    provider, more = _faker("person", faker), _mimesis(mimesis, "person").get("names", {})
    lines = ["first_name\tgender\tweight"]
    for gender in ("female", "male"):
        known = getattr(provider, f"first_names_{gender}", None) or _romance_default(provider)
        few = len(_weighted(known)) < 300
        names = _blend(known, more.get(gender, []) if few else [], NAMES)
        lines += [f"{name}\t{gender}\t{weight}" for name, weight in names.items()]
    return lines


def _romance_default(provider: Any) -> object:
    return getattr(provider, "first_names", ())


def _last_names(faker: str, mimesis: str | None) -> list[str]:
    provider, more = _faker("person", faker), _mimesis(mimesis, "person").get("surnames", [])
    if isinstance(more, Mapping):
        return _gendered_last_names(more)
    known = _weighted(provider.last_names)
    names = _blend(known, more if len(known) < 500 else [], SURNAMES)
    return ["last_name\tweight", *(f"{name}\t{weight}" for name, weight in names.items())]


def _gendered_last_names(more: Mapping[str, list[str]]) -> list[str]:
    lines = ["last_name\tgender\tweight"]
    for gender in ("female", "male"):
        names = [name for name in dict.fromkeys(more[gender]) if _usable(name)]
        lines += [f"{name}\t{gender}\t10" for name in names]
    return lines


def _streets(locale: str, faker: str, mimesis: str | None) -> list[str]:
    if locale == "fi_FI":
        provider = _faker("address", faker)
        pairs = [
            f"{first}{last}" for last in provider.street_suffixes[:3] for first in provider.street_prefixes
        ]
        return _evenly(list(dict.fromkeys(pairs)), STREETS)
    names = [
        name for name in _mimesis(mimesis, "address").get("street", {}).get("name", []) if _is_street(name)
    ]
    if locale == "en_US":
        endings = _lines("street_ending")
        return [
            f"{name} {endings[place % len(endings)]}" for place, name in enumerate(_evenly(names, STREETS))
        ]
    if locale == "en_GB":
        known = _lines("british_street")
        british = (
            "Road",
            "Street",
            "Lane",
            "Close",
            "Avenue",
            "Drive",
            "Gardens",
            "Crescent",
            "Way",
            "Grove",
        )
        surnames = list(_faker("person", faker).last_names)
        named = [f"{name} {british[place % 10]}" for place, name in enumerate(surnames)]
        return list(dict.fromkeys([*known, *named]))
    if locale == "fr_FR":
        kinds = ("rue", "avenue", "rue", "boulevard", "rue")
        return [f"{kinds[place % 5]} {_french(name)}" for place, name in enumerate(_evenly(names, STREETS))]
    wanted = [name for name in names if re.search(_ENDINGS.get(locale, "."), name)]
    return list(dict.fromkeys(_street(locale, name) for name in _evenly(wanted, STREETS)))


def _is_street(name: str) -> bool:
    return (
        name[0].isupper() and 4 <= len(name) <= 28 and not any(sign in name for sign in '0123456789,;()/.\t"')
    )


def _french(name: str) -> str:
    """With the articles in lower case, as street signs have them."""
    return re.sub(
        r"\b(De|Du|Des|La|Le|Les|Et|Au|Aux|L'|D')(?=\b|[A-Z])", lambda found: found.group(0).lower(), name
    )


def _street(locale: str, name: str) -> str:
    return name if name.startswith(_STARTS) else _PREFIXES.get(locale, "") + name


def _lines(name: str) -> list[str]:
    text = (Path(__file__).parent / "data" / "world" / f"{name}.txt").read_text(encoding="utf-8")
    return text.split("\n")[:-1]


def _universities(mimesis: str | None) -> list[str]:
    names = _mimesis(mimesis, "person").get("university", [])
    return _evenly(list(dict.fromkeys(name.split(" (")[0].strip() for name in names)), 200)


def _world() -> dict[str, list[str]]:
    development = importlib.import_module("mimesis.datasets.int.development")
    internet = importlib.import_module("mimesis.datasets.int.internet")
    file = importlib.import_module("mimesis.datasets.int.file")
    food = _mimesis("en", "food")
    return {
        "user_agent": _evenly(list(dict.fromkeys(internet.USER_AGENTS)), 250),
        "mime_type": sorted({kind for kinds in file.MIME_TYPES.values() for kind in kinds if len(kind) < 40})[
            ::6
        ],
        "programming_language": list(development.PROGRAMMING_LANGS),
        "ingredient": sorted({*food["fruits"], *food["vegetables"], *food["spices"]}),
        "language": _mimesis("en", "person")["language"],
    }


if __name__ == "__main__":
    main()
