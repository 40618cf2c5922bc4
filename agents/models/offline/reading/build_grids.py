"""Builders for one row per combination, per step of the calendar, and round robins."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.reading.build_relations import ensure
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.statements import (
    Grid,
    Has,
    Ordered,
    Place,
    Refers,
    Statement,
    Within,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.reading.vocabulary import Entity
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.times import Window

STEPS = {
    "hour": "hour", "day": "day", "date": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "season": "year", "minute": "minute", "calendar day": "day", "weekday": "day", "night": "day",
}  # fmt: skip
PERIODS = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annual": "year", "half-hourly": "30 minutes", "nightly": "day", "minutely": "minute",
}  # fmt: skip


def period_of(view: View) -> str | None:
    """The step of the word hourly, daily ... in a phrase."""
    words_ = [item.word for item in view.sentence.items[view.start : view.end]]
    return next((PERIODS[word] for word in words_ if word in PERIODS), None)


def spoken_entity(view: View, *but: str) -> str:
    """The entity that a grid describes: the one spoken of, unless it is one of its sides."""
    context = view.context
    for name in (context.entity, *reversed(context.recent)):
        if name and name not in but:
            return name
    return ""


def grid_pair(view: View) -> Reading | None:
    """One row per warehouse and SKU."""
    a, b = view.entity("a"), view.entity("b")
    entity = view.entity("f") or spoken_entity(view, a, b)
    if a == b or not entity or entity in {a, b}:
        return None
    for parent in (a, b):
        refer(view.context, entity, parent)
    view.context.speak_of(entity)
    return view.made(Grid(entity, (a, b), view.quote))


def grid_step(view: View) -> Reading | None:
    """One per field and year."""
    step = STEPS.get(view.word("step"))
    a = view.entity("a")
    entity = view.entity("f") or spoken_entity(view, a)
    if step is None or not entity or entity == a:
        return None
    refer(view.context, entity, a)
    view.context.speak_of(entity)
    return view.made(Grid(entity, (a,), view.quote, step, view.window("t")))


def grid_repeated(view: View) -> Reading | None:
    """Weighings every month of 2023."""
    step, entity = STEPS.get(view.word("step")), view.entity("e")
    if step is None or not entity:
        return None
    view.context.speak_of(entity)
    return view.made(Grid(entity, (), view.quote, step, view.window("t")))


def grid_measure(view: View) -> Reading | None:
    """Rain in mm per farm per year (300-1100): a table of its own."""
    step, measure = STEPS.get(view.word("step")), view.mention("m")
    parent = view.entity("a")
    if step is None or measure is None or view.context.listing:
        return None
    context = view.context
    name, unit = without_unit(measure.words, view.word("u"))
    column = "_".join((*name, unit)) if unit else f"{name[-1]}_amount"
    words = tuple(column.split("_"))
    known = context.vocabulary.named(name)
    entity = known or context.vocabulary.add(Entity("_".join(name), name, view.quote))
    place = context.declare(entity.name, Mention(words, words, entity.name))
    refer(context, entity.name, parent)
    context.speak_of(entity.name)
    context.attribute = place
    made: list[Statement] = [
        Grid(entity.name, (parent,), view.quote, step, view.window("t")),
        Has(place, view.quote),
    ]
    quantity = view.quantity("q")
    if quantity is not None:
        made.append(Within(place, quantity, view.quote))
    return view.made(*made)


def without_unit(words_: tuple[str, ...], unit: str) -> tuple[tuple[str, ...], str]:
    """rain mm -> rain, mm."""
    if not unit and len(words_) > 1 and words_[-1] in unit_words():
        return words_[:-1], words_[-1]
    return words_, unit.replace(" ", "_")


def unit_words() -> frozenset[str]:
    units = table("units")
    return frozenset(units["other"]) | frozenset(units["time"])


def grid_span(view: View) -> Reading | None:
    """One row for every day of a campaign."""
    step, parent = STEPS.get(view.word("step")), view.entity("a")
    entity = view.entity("m") or spoken_entity(view, parent)
    if step is None or not entity or entity == parent:
        return None
    refer(view.context, entity, parent)
    return view.made(Grid(entity, (parent,), view.quote, step, Window(None, None, "span")))


def periodic(view: View) -> Reading | None:
    """Hourly temperature: readings of it."""
    step, measure = period_of(view), view.mention("m")
    context = view.context
    if step is None or measure is None or context.listing or context.sketch:
        return None
    if set(measure.words) & words("words", "paid_by_period"):
        return None
    entity = readings_entity(context, view)
    place = context.declare(entity.name, Mention(measure.words, measure.raws, entity.name))
    context.speak_of(entity.name)
    context.attribute = context.measure = place
    return view.made(Grid(entity.name, (), view.quote, step), Has(place, view.quote))


def readings_entity(context: Context, view: View) -> Entity:
    for name in ("readings", "measurements", "observations"):
        if name in context.vocabulary.entities:
            return context.vocabulary.entities[name]
    return context.vocabulary.add(Entity("readings", ("reading",), view.quote))


def periodic_entity(view: View) -> Reading | None:
    step, entity = period_of(view), view.entity("e")
    if step is None:
        return None
    over = (view.entity("a"),) if view.entity("a") else ()
    view.context.speak_of(entity)
    view.context.listing, view.context.listed = True, []
    return view.made(Grid(entity, over, view.quote, step, view.window("t")))


def periodic_spoken(view: View) -> Reading | None:
    """Readings: hourly, for February 2024."""
    context, step = view.context, period_of(view)
    entity = context.entity
    before = view.sentence.items[view.start - 1].word if view.start else ","
    stands = view.sentence.items[view.start].word == "," or before in {",", ":", ""}
    if step is None or not entity or context.listing or not stands or not is_reading(context, entity):
        return None
    return view.made(Grid(entity, (), view.quote, step, view.window("t")))


def is_reading(context: Context, entity: str) -> bool:
    """Whether rows of it are taken at times: readings, measurements, samples."""
    known = context.knows(entity)
    return known is not None and known.domain in {"iot", "energy", "science"} and bool(known.main_date)


def grid_report(view: View) -> Reading | None:
    """Every meter reports every hour."""
    step, parent = STEPS.get(view.word("step")), view.entity("a")
    entity = view.entity("e") or spoken_entity(view, parent)
    if step is None or not entity or entity == parent:
        return None
    refer(view.context, entity, parent)
    return view.made(Grid(entity, (parent,), view.quote, step))


def grid_every(view: View) -> Reading | None:
    step, entity = STEPS.get(view.word("step")), view.entity("e")
    parent = view.entity("a") or view.context.entity
    if step is None or entity == parent or not parent:
        return None
    refer(view.context, entity, parent)
    view.context.speak_of(entity)
    return view.made(Grid(entity, (parent,), view.quote, step, view.window("t")))


def round_robin(view: View) -> Reading | None:
    """Each team meets each other team twice: a match for every ordered pair."""
    parent = view.entity("a")
    if parent != view.entity("b"):
        return None
    return view.made(*robin(view, parent))


def robin(view: View, parent: str) -> list[Statement]:
    context = view.context
    if context.turn == 0:
        return []
    child = next(
        (n for n in context.vocabulary.entities if (k := context.knows(n)) and k.twice and n != parent), ""
    )
    if not child:
        child = next((n for n in context.vocabulary.entities if n in {"matches", "games"}), "matches")
        context.vocabulary.add(Entity(child, ("match",), view.quote))
    columns = robin_columns(context, child, parent)
    for column in columns:
        refer(context, child, parent, column)
        ensure(context, child, column)
    context.speak_of(child)
    return [
        Grid(child, (parent, parent), view.quote),
        *(Refers(child, parent, view.quote, role=column) for column in columns),
        Ordered(Place(child, columns[0]), "<>", Place(child, columns[1]), view.quote),
    ]


def robin_columns(context: Context, child: str, parent: str) -> tuple[str, str]:
    """The columns of the two sides: those that were named already, else home and away."""
    one = context.vocabulary.entities[parent].one
    known = [
        c
        for c, target in context.refers.get(child, {}).items()
        if target == parent and "winner" not in c and c != f"{one}_id"
    ]
    if len(known) >= 2:
        return known[0], known[1]
    sides = context.sides or ("home", "away")
    return f"{sides[0]}_{one}_id", f"{sides[1]}_{one}_id"


def round_robin_named(view: View) -> Reading | None:
    """A double round robin: its sides are the teams or players of the description."""
    parent = next(
        (n for n in view.context.vocabulary.entities if n.endswith(("teams", "clubs", "players"))), ""
    )
    return view.made(*robin(view, parent)) if parent else None


def sides(view: View) -> Reading | None:
    """..., once on each side (blue/red)."""
    a, b = view.mention("a"), view.mention("b")
    if a is None or b is None:
        return None
    view.context.sides = (a.words[-1], b.words[-1])
    return view.made()


BUILDERS: dict[str, Builder] = {
    "grid_pair": grid_pair,
    "grid_step": grid_step,
    "grid_repeated": grid_repeated,
    "grid_measure": grid_measure,
    "grid_span": grid_span,
    "periodic": periodic,
    "periodic_entity": periodic_entity,
    "periodic_spoken": periodic_spoken,
    "grid_report": grid_report,
    "grid_every": grid_every,
    "round_robin": round_robin,
    "round_robin_named": round_robin_named,
    "sides": sides,
}
