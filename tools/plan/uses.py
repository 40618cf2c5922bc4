"""Which expressions a sampler, a column or a segment holds: every place where a plan speaks of other columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.column import Column, Follows, Nulls, Unique
from rowsmith.tools.plan.data import Bound
from rowsmith.tools.plan.literals import read_literal
from rowsmith.tools.plan.shape import Shape
from rowsmith.tools.plan.table import Segment, Table

_SLOT = re.compile(r"\{\s*([A-Za-z_][^{}:]*?)\s*(?::[^{}]*)?\}")


def sampler_texts(said: model.Sampler) -> Iterator[str]:
    """The expressions in a sampler and its parts. A `query` has none: it speaks of finished tables."""
    yield from _own_texts(said)
    for part in parts(said):
        yield from sampler_texts(part)


def parts(said: model.Sampler) -> list[model.Sampler]:
    """The samplers inside a sampler."""
    match said:
        case model.Switch():
            return [arm.use for arm in said.arms]
        case model.Lookup():
            return [entry.use for entry in said.entries] + ([said.otherwise] if said.otherwise else [])
        case model.Bands():
            return [band.use for band in said.bands]
        case model.Object():
            return [field.sampler for field in said.fields]
        case model.Array():
            return [said.item, said.count]
    return []


def _own_texts(said: model.Sampler) -> Iterator[str]:
    match said:
        case model.Integer() | model.Decimal() | model.Date() | model.DateTime() | model.Time():
            yield from _bounds(said.low, said.high, *_statistics(said.shape))
        case model.After() | model.Before():
            yield said.of
            yield from _bounds(said.low, said.high, *_statistics(said.shape))
        case model.Series():
            yield from (said.along, *said.within, *_bounds(said.level))
        case model.Expression():
            yield said.sql
        case model.Lookup() | model.Bands():
            yield said.by
        case _:
            yield from _listed_texts(said)


def _listed_texts(said: model.Sampler) -> list[str]:
    match said:
        case model.Sequence():
            return [*said.within, *said.by]
        case model.Pattern():
            return _SLOT.findall(said.regex)
        case model.Boolean():
            return _said(said.where, said.of, said.weight)
        case model.Semantic() | model.Text():
            return list(said.fits)
        case model.Reference():
            return _said(said.where, _weight(said.weight), said.value)
        case model.Switch():
            return [arm.when for arm in said.arms if arm.when is not None]
    return []


def _said(*texts: str | None) -> list[str]:
    return [text for text in texts if text is not None]


def _weight(text: str | None) -> str | None:
    return None if text is None or text.strip().startswith("popularity(") else text


def _bounds(*bounds: Bound) -> list[str]:
    return [one for one in bounds if isinstance(one, str) and read_literal(one) is None and not _number(one)]


def _number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _statistics(shape: Shape | None) -> list[Bound]:
    return [known.value for known in shape.known] if shape else []


def column_texts(table: Table, column: Column) -> Iterator[str]:
    """The expressions on which a column's values depend: its sampler's, its modifiers', its states'."""
    yield from sampler_texts(column.sampler)
    for modifier in column.modifiers:
        if isinstance(modifier, Nulls):
            yield from _said(modifier.where, modifier.of, modifier.weight)
        elif isinstance(modifier, Unique):
            yield from modifier.within
        elif isinstance(modifier, Follows):
            yield from (one.column for one in modifier.columns)
    yield from _filling_states(table, column.name)


def setting_texts(table: Table, column: str) -> Iterator[str]:
    """The expressions of the segments that set a column; there its own name is the value before.

    Segments do not overlap: who is in one depends on those written before it.
    """
    before: list[str] = []
    for segment in table.segments:
        before += segment_texts(segment)
        for setting in segment.set:
            if setting.column == column:
                yield from before
                yield from sampler_texts(setting.sampler)


def segment_texts(segment: Segment) -> list[str]:
    """The expressions that say which rows a segment has."""
    return _said(segment.where, segment.of, segment.weight)


def _filling_states(table: Table, column: str) -> Iterator[str]:
    for other in table.columns:
        if not isinstance(other.sampler, model.States) or other.name == column:
            continue
        if any(column in state.fills for state in other.sampler.values):
            yield other.name
