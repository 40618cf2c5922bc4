"""Whole plans and their parts, as hypothesis draws them.

`plans()` are all that the models allow: names, values and SQL need not fit each other.
"""

from __future__ import annotations

import datetime as dt
from typing import TypeVar, get_args

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from rowsmith.tools.plan import column as columns_model
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan import table as tables_model
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.data import Bound, Quantity, Scalar, Share
from rowsmith.tools.plan.plan import NamedConstant, Plan
from rowsmith.tools.plan.samplers import Sampler
from rowsmith.tools.plan.shape import Bin, CycleSpan, Known, Shape, ShapeKind, Span, Statistic
from rowsmith.tools.plan.table import Rows, Rule, Segment, Setting, Table

WIDE = settings(
    deadline=None,
    suppress_health_check=tuple(HealthCheck),  # pyright: ignore[reportArgumentType]  - an enum is iterable
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
"""For tests of whole plans: these take minutes to shrink, and a failing one can be read as it is."""

TRICKY = [
    "", " ", "no", "yes", "on", "null", "~", "true", "14:00", "22-5", "2024-01-01", "2024-02-30", "010", "1e3", "0x1F",
    ".5", "-", "- a", "a: b", "a #b", "#a", "*a", "&a", "!a", "%a", "@a", "`a`", "|", ">", "{a}", "[a]", "a, b", "'", '"',
    "it's", "a\nb", "a\tb", "\x85", "\u2028", "\ufeff", "é", "日本", "🙂", "sequence", "uuid", "<<", "=", "1_000", "? a",
    "status <> 'closed'", "round(a, 2)", "21 days", "x\\y", ".inf", "2024-01-01 10:00:00", "---", "...", ",", "a:",
]  # fmt: skip
"""Texts that a YAML reader or writer might take for something else."""

T = TypeVar("T")


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def known_as(name: str, strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """The strategy under a short name, so that hypothesis does not spell out all that it is made of."""

    @st.composite
    def named(draw: st.DrawFn) -> T:
        return draw(strategy)

    named.__name__ = name
    return named()


def several(
    strategy: st.SearchStrategy[T], at_least: int = 0, at_most: int = 3
) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, min_size=at_least, max_size=at_most).map(tuple)


def told_apart(
    strategy: st.SearchStrategy[T], field: str, at_least: int = 0
) -> st.SearchStrategy[tuple[T, ...]]:
    """A few parts of which no two have the same `field`."""
    parts = st.lists(strategy, min_size=at_least, max_size=3, unique_by=lambda part: getattr(part, field))
    return parts.map(tuple)


names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True) | st.sampled_from(
    ["no", "Order ID", "größe", "null", "1", "rows", "count", "text", "x-y", "a:b", "#1"]
)
_texts = st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
texts = known_as("texts", _texts)
sentences = texts.filter(bool)
numbers = st.floats(-1e6, 1e6, allow_nan=False, width=32) | st.integers(-1000, 1000).map(float)
_scalars: st.SearchStrategy[Scalar] = (
    texts
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.none()
)
scalars = known_as("scalars", _scalars)
_bounds: st.SearchStrategy[Bound] = st.integers(-1000, 1000) | numbers | sentences
bounds = known_as("bounds", _bounds)
dates = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
lists = st.lists(texts, max_size=3).map(tuple)


_quantities = st.builds(
    Quantity, firmness=st.sampled_from(["exactly", "about", "at_least", "at_most", "under"]), value=numbers
) | st.builds(Quantity, firmness=st.just("between"), value=numbers, high=numbers)
quantities = known_as("quantities", _quantities)
shares: st.SearchStrategy[Share] = st.floats(0, 1) | quantities

_shapes = st.builds(
    Shape,
    kind=maybe(st.sampled_from(get_args(ShapeKind))),
    known=told_apart(
        st.builds(Known, statistic=st.sampled_from(get_args(Statistic)), value=bounds), "statistic"
    ),
    bins=maybe(several(st.builds(Bin, low=numbers, high=numbers, weight=numbers), 1)),
)
shapes = known_as("shapes", _shapes)
ends = st.sampled_from(["0", "22", "mon", "fri", "feb", "2024-05-09"])
spans = st.lists(
    st.builds(
        Span, unit=st.sampled_from(["hour", "weekday", "month", "day"]), first=ends, last=ends, weight=numbers
    ),
    max_size=3,
    unique_by=lambda span: (span.unit, span.first, span.last),
).map(tuple)
cycles = st.lists(
    st.builds(
        CycleSpan, cycle=st.sampled_from(["daily", "weekly", "yearly"]), first=ends, last=ends, factor=numbers
    ),
    max_size=3,
    unique_by=lambda span: (span.cycle, span.first, span.last),
).map(tuple)

_steps = maybe(numbers)
_distances = {
    "of": sentences,
    "low": bounds,
    "high": bounds,
    "shape": maybe(shapes),
    "step": maybe(sentences),
}
_moments = {
    "low": bounds, "high": bounds, "shape": maybe(shapes), "step": maybe(sentences), "spans": spans,
    "growth": maybe(numbers), "holidays": maybe(texts),
}  # fmt: skip
_who = {"where": maybe(sentences), "of": maybe(sentences), "weight": maybe(sentences), "exact": st.booleans()}

_leaves: st.SearchStrategy[Sampler] = st.one_of(
    st.builds(
        model.Sequence, start=st.integers(), step=st.integers(), within=lists, by=several(sentences), format=maybe(texts)
    ),
    st.just(model.Sequence()),
    st.just(model.Uuid()),
    st.builds(model.Pattern, regex=texts),
    st.builds(
        model.Category,
        values=told_apart(st.builds(model.WeightedValue, value=scalars, weight=numbers | st.just(1.0)), "value"),
        exact=st.booleans(),
    ),
    st.builds(
        model.States,
        values=told_apart(st.builds(model.State, value=scalars, weight=numbers, fills=lists), "value"),
        exact=st.booleans(),
    ),
    st.builds(
        model.Stages, values=told_apart(st.builds(model.Stage, value=scalars, stop=st.floats(0, 1)), "value")
    ),
    st.builds(model.Boolean, share=shares, **_who),
    st.builds(model.Integer, low=bounds, high=bounds, shape=maybe(shapes), step=_steps),
    st.builds(
        model.Decimal,
        low=bounds, high=bounds, shape=maybe(shapes), digits=st.integers(0, 9), step=_steps, ends=maybe(lists),
    ),
    st.builds(model.Date, **_moments),
    st.builds(model.DateTime, **_moments),
    st.builds(model.Time, **_moments),
    st.builds(model.After, **_distances),
    st.builds(model.Before, **_distances),
    st.builds(
        model.Series,
        level=bounds, along=sentences, within=lists, trend=_steps, cycles=cycles, memory=_steps, noise=_steps,
        anomalies=_steps, low=_steps, high=_steps, digits=st.integers(0, 9),
    ),
    st.builds(model.Semantic, what=texts, fits=lists, only=maybe(lists), locale=maybe(texts)),
    st.builds(
        model.Reference,
        tables=told_apart(
            st.builds(
                model.Target, table=names, column=maybe(names), weight=numbers | st.just(1.0), type_value=scalars
            ),
            "place",
            1,
        ),
        where=maybe(sentences), weight=maybe(sentences), exact=st.booleans(), at_least=maybe(st.integers()),
        at_most=maybe(st.integers()), columns=lists, type=maybe(texts), roots=maybe(st.integers()),
        depth=maybe(st.integers()), value=maybe(sentences),
    ),
    st.builds(model.Expression, sql=sentences),
    st.builds(model.Query, sql=sentences),
    st.builds(
        model.Text,
        about=texts, fits=lists, tone=maybe(texts), words=maybe(st.tuples(st.integers(), st.integers())),
        sentences=maybe(st.tuples(st.integers(), st.integers())), contains=lists,
        source=maybe(st.sampled_from(["model", "template", "pool"])), pool=maybe(st.integers()), locale=maybe(texts),
    ),
    st.builds(model.Constant, value=scalars),
    st.builds(model.Learned, source=texts),
)  # fmt: skip


def _nested(inner: st.SearchStrategy[Sampler]) -> st.SearchStrategy[Sampler]:
    return st.one_of(
        st.builds(
            model.Switch,
            arms=several(st.builds(model.Arm, when=maybe(sentences), share=maybe(numbers), use=inner), 1),
        ),
        st.builds(
            model.Lookup,
            by=sentences,
            entries=told_apart(st.builds(model.Entry, key=scalars, use=inner), "key"),
            otherwise=maybe(inner),
        ),
        st.builds(model.Bands, by=sentences, bands=several(st.builds(model.Band, low=numbers, use=inner))),
        st.builds(model.Object, fields=told_apart(st.builds(model.Named, name=names, sampler=inner), "name")),
        st.builds(model.Array, item=inner, count=inner),
    )


leaves = known_as("leaves", _leaves)
samplers = known_as(
    "samplers", leaves | leaves | known_as("nested", _nested(leaves | known_as("nested", _nested(leaves))))
)

_follows = st.builds(
    columns_model.Follows,
    columns=told_apart(st.builds(columns_model.Rank, column=sentences, rank=st.floats(-1, 1)), "column"),
)
_kinds = several(st.sampled_from(get_args(columns_model.ErrorKind)))
_modifiers = told_apart(
    st.one_of(
        st.builds(columns_model.Nulls, share=shares, **_who),
        st.builds(columns_model.Nulls, where=sentences),
        st.builds(columns_model.Unique, within=lists, to=maybe(texts)),
        _follows,
        st.builds(columns_model.Outliers, share=numbers, times=numbers | st.just(10.0), label=maybe(texts)),
        st.builds(columns_model.Errors, share=numbers, kinds=_kinds, label=maybe(texts)),
        st.builds(columns_model.Hidden, value=st.booleans()),
        st.builds(columns_model.Was, value=names),
        st.builds(columns_model.Note, value=texts),
    ),
    "kind",
)
modifiers = known_as("modifiers", _modifiers)
_columns = st.builds(Column, name=names, sampler=samplers, modifiers=modifiers)
columns = known_as("columns", _columns)


@st.composite
def written_rows(draw: st.DrawFn) -> tables_model.WrittenRows:
    head = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    row = st.tuples(*[scalars for _ in head])
    return tables_model.WrittenRows(
        columns=tuple(head), cells=tuple(draw(st.lists(row, min_size=1, max_size=3)))
    )


_rows: st.SearchStrategy[Rows] = st.one_of(
    st.builds(tables_model.FixedRows, amount=quantities),
    st.builds(
        tables_model.PerRows,
        columns=several(names, 1), count=samplers, follows=maybe(_follows), total=maybe(quantities),
        childless=maybe(shares), pick=maybe(quantities), gaps=maybe(numbers),
    ),
    written_rows(),
    st.builds(tables_model.QueryRows, sql=sentences),
)  # fmt: skip
rows = known_as("rows", _rows)
rules = told_apart(st.builds(Rule, name=texts, check=sentences), "name")
_segments = told_apart(
    st.builds(
        Segment,
        name=texts,
        share=maybe(shares),
        set=told_apart(st.builds(Setting, column=names, sampler=samplers), "column"),
        label=maybe(names),
        **_who,
    ),
    "name",
)
segments = known_as("segments", _segments)
_tables = st.builds(
    Table,
    name=names,
    rows=rows,
    key=several(names),
    columns=told_apart(columns, "name"),
    segments=segments,
    rules=rules,
    locale=maybe(texts),
    note=maybe(texts),
    was=maybe(names),
)
tables = known_as("tables", _tables)


def plans() -> st.SearchStrategy[Plan]:
    """Every plan that can be written down, sensible or not."""
    return st.builds(
        Plan,
        name=texts,
        seed=st.integers(),
        as_of=dates,
        locale=texts,
        constants=told_apart(st.builds(NamedConstant, name=names, value=scalars), "name"),
        tables=told_apart(tables, "name", 1),
        rules=rules,
        note=maybe(texts),
    )
