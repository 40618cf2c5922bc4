"""Semantic values whose shape can be told: addresses, numbers, codes with check digits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, partial
from importlib.resources import files

from rowsmith.tools.checks.compile.check_digits import CHECKS
from rowsmith.tools.checks.compile.terms import Term, term_checks
from rowsmith.tools.checks.expressions import Relation
from rowsmith.tools.checks.model import Check
from rowsmith.tools.checks.sql import both, text
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.samplers import Sampler, Semantic, Uuid
from rowsmith.tools.semantics.registry import kind_named

COORDINATES = {"latitude": 90, "longitude": 180}


def checks(plan: Plan) -> Iterator[Check]:
    """Every value with a known shape has it."""
    for table in plan.tables:
        known = partial(terms, locale=table.locale or plan.locale)
        yield from term_checks(plan, "format", known, tables=(table,))


def terms(sampler: Sampler, locale: str | None = None) -> Iterator[Term]:
    """What such a value promises; `locale` is that of its table."""
    if isinstance(sampler, Uuid):
        yield _shaped("uuid")
    if isinstance(sampler, Semantic) and not sampler.only:
        what, _, domain = sampler.what.partition("@")
        kind = kind_named(what) or what
        if kind in _formats():
            yield _shaped(kind)
        if domain:
            yield Term("domain", f"ends in @{domain}", partial(_ends, f"@{domain}"))
        if kind in COORDINATES:
            most = COORDINATES[kind]
            yield Term("range", f"lies in [-{most}, {most}]", partial(_near, most))
        if kind == "postcode" and not sampler.fits:
            yield from _postcode(sampler.locale or locale or "")


def _shaped(kind: str) -> Term:
    found = _formats()[kind]
    return Term("format", f"is {found['says']}", partial(_fits, found))


def _fits(found: Mapping[str, str], relation: Relation, value: str) -> str:
    """The shape, and the check digits of what has it; blanks and hyphens inside are only looks."""
    check = found.get("check")
    plain = f"regexp_replace({value}::varchar, '[ -]', '', 'g')" if check else f"{value}::varchar"
    shape = f"regexp_full_match({plain}, {text(found['pattern'])})"
    return both([shape, CHECKS[check](plain)]) if check else shape


def _ends(ending: str, relation: Relation, value: str) -> str:
    return f"ends_with({value}, {text(ending)})"


def _near(most: int, relation: Relation, value: str) -> str:
    return f"{value}::double between -{most} and {most}"


def _postcode(locale: str) -> Iterator[Term]:
    pattern = _postcodes().get(locale.replace("-", "_").partition("_")[2].upper())
    if pattern is not None:
        found = {"pattern": pattern}
        yield Term("format", f"is a postcode of {locale}", partial(_fits, found))


@cache
def _formats() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(_text("formats.json"))
    return found


@cache
def _postcodes() -> Mapping[str, str]:
    found: dict[str, str] = json.loads(_text("postcodes.json"))
    return found


def _text(name: str) -> str:
    return (files("rowsmith.tools.checks") / name).read_text(encoding="utf-8")
