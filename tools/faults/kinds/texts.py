"""Texts that are spoilt: by hand, by a form, by an encoding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from rowsmith.tools.checks.sql import both, text
from rowsmith.tools.faults.model import Ground, Spot
from rowsmith.tools.faults.sites import Site, texts
from rowsmith.tools.plan.samplers import Category, Pattern, Semantic, States, Text, Uuid
from rowsmith.tools.semantics.registry import kind_named

Closed = Category | States
Strict = Category | States | Pattern | Uuid


def unknown_category(ground: Ground) -> Iterator[Spot]:
    """A value that its list does not name."""
    for site in texts(ground, Category, States):
        yield from site.to("'unlisted'")


def wrong_case(ground: Ground) -> Iterator[Spot]:
    """A value of a list in other letters: PAID for paid."""
    for site in texts(ground, Category, States):
        value = site.value
        other = f"case when upper({value}) = {value} then lower({value}) else upper({value}) end"
        yield from site.to(other, f"({other}) not in ({_listed(site)})")


def _listed(site: Site[Category] | Site[States] | Site[Category | States]) -> str:
    return ", ".join(text(str(one.value)) for one in site.sampler.values)


def misspelt_category(ground: Ground) -> Iterator[Spot]:
    """A value of a list with a letter left out."""
    for site in texts(ground, Category, States):
        less = f"substr({site.value}, 1, 1) || substr({site.value}, 3)"
        yield from site.to(less, both([f"length({site.value}) > 2", f"({less}) not in ({_listed(site)})"]))


def trailing_space(ground: Ground) -> Iterator[Spot]:
    """A value with a blank at its end."""
    for site in texts(ground, Category, States, Pattern, Uuid):
        yield from site.to(f"{site.value} || ' '")


def empty_text(ground: Ground) -> Iterator[Spot]:
    """A text without a letter, where a value is meant."""
    for site in texts(ground, Category, States, Pattern, Semantic, Text):
        yield from site.to("''")


def placeholder(ground: Ground) -> Iterator[Spot]:
    """A value that stands for "unknown": N/A."""
    for site in texts(ground, Category, States, Pattern, Semantic):
        if not isinstance(site.sampler, Semantic) or _shaped(site.sampler):
            yield from site.to("'N/A'")


def broken_pattern(ground: Ground) -> Iterator[Spot]:
    """A code with a sign that its pattern does not allow."""
    for site in texts(ground, Pattern, Uuid):
        yield from site.to(f"'#' || {site.value}")


def cut_text(ground: Ground) -> Iterator[Spot]:
    """A code that has lost its end."""
    for site in texts(ground, Pattern, Uuid):
        pattern = site.sampler.regex if isinstance(site.sampler, Pattern) else ""
        if not any(sign in pattern for sign in "*+?,"):
            yield from site.to(f"left({site.value}, length({site.value}) - 2)", f"length({site.value}) > 3")


def email_without_at(ground: Ground) -> Iterator[Spot]:
    """An e-mail address without its sign."""
    for site in _of(ground, "email", "company_email"):
        yield from site.to(f"replace({site.value}, '@', '.')")


def letter_in_phone(ground: Ground) -> Iterator[Spot]:
    """A telephone number that holds letters."""
    for site in _of(ground, "phone", "phone_e164", "mobile_phone"):
        yield from site.to(f"{site.value} || 'xO'")


def wrong_check_digit(ground: Ground) -> Iterator[Spot]:
    """A number whose check digit does not fit."""
    for site in _of(ground, *_checked()):
        last = f"right({site.value}, 1)"
        other = f"case when {last} = '9' then '0' else chr(ascii({last}) + 1) end"
        yield from site.to(
            f"left({site.value}, length({site.value}) - 1) || {other}", f"{last} between '0' and '9'"
        )


def digit_in_name(ground: Ground) -> Iterator[Spot]:
    """A name that holds a digit: J0hn."""
    for site in _of(ground, *NAMES):
        yield from site.to(
            f"substr({site.value}, 1, 1) || '0' || substr({site.value}, 3)", f"length({site.value}) > 2"
        )


def broken_encoding(ground: Ground) -> Iterator[Spot]:
    """A name whose letters were read in another encoding."""
    for site in _of(ground, *NAMES):
        yield from site.to(
            f"substr({site.value}, 1, 1) || 'Ã¼' || substr({site.value}, 3)", f"length({site.value}) > 2"
        )


def markup(ground: Ground) -> Iterator[Spot]:
    """A name with markup around it."""
    for site in _of(ground, *NAMES):
        yield from site.to(f"'<b>' || {site.value} || '</b>'")


def long_text(ground: Ground) -> Iterator[Spot]:
    """A text with more words than it may have."""
    for site in texts(ground, Text):
        if site.sampler.words is not None:
            yield from site.to(f"{site.value} || repeat(' more', {site.sampler.words[1]})")


def short_text(ground: Ground) -> Iterator[Spot]:
    """A text with fewer words than it must have."""
    for site in texts(ground, Text):
        if site.sampler.words is not None and site.sampler.words[0] > 1:
            yield from site.to("'Fine.'")


def foreign_email(ground: Ground) -> Iterator[Spot]:
    """An e-mail address of somebody else than the row's name says."""
    for site in _of(ground, "email"):
        if site.sampler.fits:
            yield from site.to("'zq.xvk@example.org'")


NAMES = ("person_name", "first_name", "last_name", "city", "state", "country")


def _of(ground: Ground, *kinds: str) -> Iterator[Site[Semantic]]:
    for site in texts(ground, Semantic):
        what = site.sampler.what.partition("@")[0]
        if (kind_named(what) or what) in kinds and not site.sampler.only:
            yield site


def _shaped(sampler: Semantic) -> bool:
    what = sampler.what.partition("@")[0]
    found = _formats().get(kind_named(what) or what)
    return found is not None and not sampler.only and (kind_named(what) or what) not in NAMES


def _checked() -> tuple[str, ...]:
    return tuple(name for name, found in _formats().items() if "check" in found and name != "vin")


@cache
def _formats() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(
        (files("rowsmith.tools.checks") / "formats.json").read_text(encoding="utf-8")
    )
    return found
