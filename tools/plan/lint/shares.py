"""Shares, weights and the arms of a switch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Errors, Follows, Nulls, Outliers
from rowsmith.tools.plan.data import Quantity, Share
from rowsmith.tools.plan.lint.walk import Placed, samplers
from rowsmith.tools.plan.plan import Plan
from rowsmith.tools.plan.table import PerRows, Segment, Table


def check(plan: Plan) -> Iterator[PlanError]:
    """Shares outside 0 to 1, weights below 0, arms that are never or always reached, segments above the whole."""
    for placed in samplers(plan):
        yield from _sampler(placed)
    for table in plan.tables:
        for column in table.columns:
            for modifier in column.modifiers:
                where = f"{table.name}.{column.name}.{modifier.kind}"
                if isinstance(modifier, Nulls | Outliers | Errors):
                    yield from share(modifier.share, where)
                elif isinstance(modifier, Follows):
                    yield from _ranks(modifier, where)
        yield from _rows(table)
        yield from _segments(table)


def share(said: Share | None, where: str) -> Iterator[PlanError]:
    """A share lies in 0 to 1."""
    if said is None:
        return
    ends = (said.value, said.high) if isinstance(said, Quantity) else (said,)
    for end in ends:
        if end is not None and not 0 <= end <= 1:
            hint = f"If {end:g} % is meant, write {end / 100:g}." if 1 < end <= 100 else None
            yield PlanError(f"A share lies between 0 and 1, not at {end:g}.", where=where, hint=hint)
    if isinstance(said, Quantity) and said.high is not None and said.high < said.value:
        yield PlanError(f"Between {said.value:g} and {said.high:g} lies nothing.", where=where)


def _ranks(said: Follows, where: str) -> Iterator[PlanError]:
    for one in said.columns:
        if not -1 <= one.rank <= 1:
            place = f"{where}.{one.column}"
            yield PlanError(f"A correlation lies between -1 and 1, not at {one.rank:g}.", where=place)


def _sampler(placed: Placed) -> Iterator[PlanError]:
    said, where = placed.sampler, f"{placed.where}.{placed.sampler.kind}"
    match said:
        case model.Category() | model.States():
            yield from weights((one.weight for one in said.values), where)
        case model.Reference():
            yield from weights((one.weight for one in said.tables), where)
        case model.Stages():
            yield from _stages(said, placed.where)
        case model.Boolean():
            yield from share(said.share, where)
        case model.Switch():
            yield from _switch(placed, said)
        case model.Bands():
            lows = [band.low for band in said.bands]
            if not lows or lows != sorted(set(lows)):
                yield PlanError("Bands rise: each begins above the one before it.", where=where)
        case model.Lookup() if not said.entries:
            yield PlanError("There is nothing to look up.", where=where)
        case model.Series():
            yield from _series(said, placed.where)


def weights(found: Iterable[float], where: str) -> Iterator[PlanError]:
    """Weights are 0 or more, and one is above."""
    listed = list(found)
    if not listed:
        yield PlanError("There is nothing to choose from.", where=where)
    elif any(weight < 0 for weight in listed):
        yield PlanError(f"A weight is 0 or more, not {min(listed):g}.", where=where)
    elif not any(listed):
        yield PlanError("No weight is above 0.", where=where)


def _stages(said: model.Stages, where: str) -> Iterator[PlanError]:
    if not said.values:
        yield PlanError("There are no stages.", where=f"{where}.stages")
    for stage in said.values:
        yield from share(stage.stop, f"{where}.stop.{stage.value}")
    stops = [stage.stop for stage in said.values]
    if max(stops, default=0.0) <= 1 < sum(stops):
        yield PlanError(
            "More than all stop on the way.", where=f"{where}.stop", hint="The shares are of all parents."
        )
    if said.values and said.values[0].stop > 0:
        hint = "Use childless for parents without any stage."
        yield PlanError("stop before the first stage leaves no row.", where=f"{where}.stop", hint=hint)


def _series(said: model.Series, where: str) -> Iterator[PlanError]:
    yield from share(said.anomalies, f"{where}.anomalies")
    if said.memory is not None and not 0 <= said.memory < 1:
        yield PlanError(f"memory lies from 0 to below 1, not at {said.memory:g}.", where=f"{where}.memory")
    if said.noise is not None and said.noise < 0:
        yield PlanError(f"noise is 0 or more, not {said.noise:g}.", where=f"{where}.noise")
    if said.trend is not None and said.trend <= -1:
        yield PlanError(
            f"trend is above -1, not {said.trend:g}.", where=f"{where}.trend", hint="It is per year."
        )


def _switch(placed: Placed, said: model.Switch) -> Iterator[PlanError]:
    if not said.arms:
        yield PlanError("The switch has no arm.", where=f"{placed.where}.switch")
    for number, arm in enumerate(said.arms, start=1):
        where = f"{placed.where}.switch[{number}]"
        last = number == len(said.arms)
        yield from share(arm.share, f"{where}.share")
        if last and (arm.when is not None or arm.share is not None):
            hint = "It serves whatever is left: write {use: ...}, use: null for nothing."
            yield PlanError("The last arm has a condition.", where=where, hint=hint)
        elif not last and (arm.when is None) == (arm.share is None):
            what = "neither a condition nor a share" if arm.when is None else "a condition and a share"
            yield PlanError(
                f"The arm has {what}.", where=where, hint="Every arm but the last has one of the two."
            )
        if getattr(arm.use, "exact", False):
            hint = "Put exact on the column, or leave it out."
            yield PlanError("exact can't be met within an arm.", where=f"{where}.use.exact", hint=hint)


def _rows(table: Table) -> Iterator[PlanError]:
    if not isinstance(table.rows, PerRows):
        return
    where = f"{table.name}.rows"
    yield from share(table.rows.childless, f"{where}.childless")
    yield from share(table.rows.gaps, f"{where}.gaps")
    if table.rows.follows is not None:
        yield from _ranks(table.rows.follows, f"{where}.count.follows")


def _segments(table: Table) -> Iterator[PlanError]:
    for segment in table.segments:
        yield from _segment(segment, f"{table.name}.segments.{segment.name}")
    whole = [segment for segment in table.segments if segment.of is None and segment.share is not None]
    shares = [least(segment.share) for segment in whole if segment.share is not None]
    total = sum(shares)
    if max(shares, default=0.0) <= 1 < total - 1e-9:
        names = ", ".join(segment.name for segment in whole)
        hint = "Segments do not overlap: together they are at most 1."
        yield PlanError(
            f"The segments {names} make {total:g} of the rows.", where=f"{table.name}.segments", hint=hint
        )


def _segment(segment: Segment, where: str) -> Iterator[PlanError]:
    yield from share(segment.share, f"{where}.share")
    if segment.share is None and segment.where is None:
        yield PlanError("Nothing says which rows the segment has.", where=where, hint="Add share or where.")
    if not segment.set and segment.label is None:
        yield PlanError("The segment sets nothing and labels nothing.", where=where)


def least(said: Share) -> float:
    """The least that a share may come to."""
    if not isinstance(said, Quantity):
        return said
    return 0.0 if said.firmness in ("at_most", "under") else said.value
