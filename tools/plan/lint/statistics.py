"""What is said of a shape can be met by one."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.tools.chance.shapes.solve import solve_shape
from rowsmith.tools.errors import GenerationError, PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.lint.constants import Range, bound_range
from rowsmith.tools.plan.lint.walk import Placed, samplers
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.shape import Shape

Shaped = model.Integer | model.Decimal | model.Date | model.DateTime | model.Time | model.After | model.Before


def check(plan: Plan) -> Iterator[PlanError]:
    """Statistics outside the bounds, in conflict with each other, or too many for the shape."""
    for placed in samplers(plan):
        said = placed.sampler
        if isinstance(said, Shaped) and said.shape is not None:
            yield from _shape(plan, placed, said, said.shape)


def _shape(plan: Plan, placed: Placed, said: Shaped, shape: Shape) -> Iterator[PlanError]:
    low, high = bound_range(plan, placed.table, said.low), bound_range(plan, placed.table, said.high)
    known: dict[str, Range | None] = {one.statistic: _value(plan, placed, one.value) for one in shape.known}
    if low is None or high is None or low.low != low.high or high.low != high.high or low.low > high.high:
        return
    stated = {name: value for name, value in known.items() if value is not None}
    if len(stated) < len(known) or low.kind != high.kind:
        return
    origin = low.low if low.kind in ("moment", "time") else 0.0
    numbers = {
        name: value.low - (origin if value.kind == low.kind else 0.0) for name, value in stated.items()
    }
    start = low.low - origin
    bins = tuple((one.low, one.high, one.weight) for one in shape.bins or ())
    try:
        solve_shape(
            shape.kind,
            numbers,
            start,
            high.high - low.low + start,
            integer=_whole(said),
            step=_step(said),
            bins=bins,
        )
    except (PlanError, GenerationError) as error:
        place = f"{placed.where}.shape" if shape.kind is not None or bins else _first(placed, shape)
        yield PlanError(error.message, where=place, hint=error.hint)


def _value(plan: Plan, placed: Placed, value: Bound) -> Range | None:
    found = bound_range(plan, placed.table, value)
    return found if found is not None and found.low == found.high else None


def _whole(said: Shaped) -> bool:
    return isinstance(said, model.Integer) or (isinstance(said, model.Date) and said.step is None)


def _step(said: Shaped) -> float | None:
    return said.step if isinstance(said, model.Integer | model.Decimal) else None


def _first(placed: Placed, shape: Shape) -> str:
    return f"{placed.where}.{shape.known[0].statistic}" if shape.known else placed.where
