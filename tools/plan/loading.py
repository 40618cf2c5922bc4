"""From what was written to a validated plan, with located errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from rowsmith.tools.errors import LintError, PlanError, did_you_mean
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.data import Data
from rowsmith.tools.plan.friendly.parts import Friendly
from rowsmith.tools.plan.friendly.read import canonical
from rowsmith.tools.plan.plan import Plan

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

D = TypeVar("D", bound=Data)

EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "model_type": "a map",
    "model_attributes_type": "a map",
    "dict_type": "a map",
    "date_type": "a date such as 2024-12-31",
    "date_parsing": "a date such as 2024-12-31",
    "date_from_datetime_parsing": "a date such as 2024-12-31",
    "string_too_short": "a text that is not empty",
}
"""What a validator's error type asks for, in plain words."""


def plan_from_friendly(friendly: Mapping[str, Friendly]) -> Plan:
    """A plan from its friendly form. Raises PlanError, or LintError with every misfit."""
    return plan_from_canonical(canonical(friendly))


def plan_from_canonical(form: Mapping[str, Canonical]) -> Plan:
    """A plan from its canonical JSON form, null meaning absent. Raises LintError with every misfit, located."""
    return validated(Plan, form)


def validated(model: type[D], form: Mapping[str, Canonical]) -> D:
    """A part of a plan from its canonical form. Raises LintError with every misfit, each located."""
    try:
        return model.model_validate(form)
    except ValidationError as error:
        raise LintError(_findings(dict(form), error.errors(include_url=False))) from error


def _findings(form: Form, errors: Iterable[ErrorDetails]) -> list[PlanError]:
    """One finding per place: the branches of a union are told together."""
    places: dict[str, list[ErrorDetails]] = {}
    for error in errors:
        places.setdefault(_place(form, error), []).append(error)
    return [_finding(place, found) for place, found in places.items()]


def _finding(place: str, errors: list[ErrorDetails]) -> PlanError:
    expected = list(dict.fromkeys(EXPECTED[one["type"]] for one in errors if one["type"] in EXPECTED))
    special = next((one for one in errors if one["type"] not in EXPECTED), None)
    if special is not None:
        return _special(place, special)
    found = repr(errors[0]["input"])
    shown = found if len(found) <= 60 else f"{found[:60]}…"
    return PlanError(f"{' or '.join(expected).capitalize()} is expected, not {shown}.", where=place)


def _special(place: str, error: ErrorDetails) -> PlanError:
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return PlanError(f"{error['loc'][-1]} is missing.", where=place)
        case "extra_forbidden":
            return PlanError(f"{error['loc'][-1]} is not known here.", where=place)
        case "union_tag_invalid":
            known = re.findall(r"'([^']*)'", str(context["expected_tags"]))
            return PlanError(
                f"{context['tag']!r} is no kind.", where=place, hint=did_you_mean(str(context["tag"]), known)
            )
        case "union_tag_not_found":
            return PlanError("kind is missing.", where=place)
        case "literal_error":
            known = re.findall(r"'([^']*)'", str(context["expected"]))
            shown = error["input"]
            return PlanError(
                f"{shown!r} is not one of the choices.", where=place, hint=did_you_mean(str(shown), known)
            )
        case _:
            message = error["msg"].removeprefix("Value error, ")
            return PlanError(f"{message[:1].upper()}{message[1:].rstrip('.')}.", where=place)


def _place(form: Form, error: ErrorDetails) -> str:
    """Numbers of a list become the names that stand there: tables.1.columns.0 is tables.orders.columns.id.

    Steps that are not in the form (the branch of a union) are left out, but for a missing key.
    """
    place: list[str] = []
    here: Canonical = form
    for step in error["loc"]:
        if isinstance(here, dict):
            if isinstance(step, str) and step in here:
                here = here[step]
                place.append(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            place.append(_named(here, step))
    return ".".join(place)


def _named(part: Canonical, number: int) -> str:
    named = part.get("name", part.get("kind")) if isinstance(part, dict) else None
    return str(named if named is not None else number + 1)
