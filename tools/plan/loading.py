"""From what was written to a validated plan, with located errors."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from rowsmith.tools.errors import LintError, PlanError
from rowsmith.tools.plan.friendly.parts import Canonical, Friendly
from rowsmith.tools.plan.friendly.read import canonical
from rowsmith.tools.plan.plan import Plan


def plan_from_friendly(friendly: Mapping[str, Friendly]) -> Plan:
    """A plan from its friendly form. Raises PlanError, or LintError with every misfit."""
    return plan_from_canonical(canonical(friendly))


def plan_from_canonical(form: Mapping[str, Canonical]) -> Plan:
    """A plan from its canonical JSON form. Raises LintError with every misfit, each located."""
    try:
        return Plan.model_validate(form)
    except ValidationError as error:
        findings = [_located(form, one["loc"], one["msg"]) for one in error.errors()]
        raise LintError(findings) from error


def _located(form: Mapping[str, Canonical], loc: tuple[int | str, ...], message: str) -> PlanError:
    """Numbers of a list become the names that stand there: tables.1.columns.0 is tables.orders.columns.id."""
    place: list[str] = []
    here: Canonical = dict(form)
    for step in loc:
        if isinstance(here, dict) and isinstance(step, str) and step in here:
            here = here[step]
            place.append(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            named = here.get("name", here.get("kind")) if isinstance(here, dict) else None
            place.append(str(named if named is not None else step + 1))
        elif not (isinstance(here, dict) and here.get("kind") == step):
            place.append(str(step))
    return PlanError(f"{message}.", where=".".join(place))
