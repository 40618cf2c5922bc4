"""Which group has the most or takes the longest."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_groups import (
    condition,
    find_measure,
    other_than,
    ranked,
    verb_measure,
)
from rowsmith.agents.models.offline.reading.build_order import near
from rowsmith.agents.models.offline.reading.build_spans import ends_of
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import Place, Ranked
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View

ADJECTIVES = {
    "faster": ("duration", -1), "quicker": ("duration", -1), "slower": ("duration", 1), "longer": ("duration", 1),
    "shorter": ("duration", -1), "dearer": ("price", 1), "expensive": ("price", 1), "cheaper": ("price", -1), "pricier": ("price", 1),
    "heavier": ("weight", 1), "lighter": ("weight", -1), "older": ("age", 1), "younger": ("age", -1), "higher": ("amount", 1),
    "lower": ("amount", -1), "larger": ("size", 1), "bigger": ("size", 1), "smaller": ("size", -1), "taller": ("height", 1),
    "costlier": ("price", 1), "better": ("score", 1), "worse": ("score", -1), "warmer": ("temperature", 1), "colder": ("temperature", -1),
}  # fmt: skip


def adjective_than(view: View) -> Reading | None:
    """Urgent tickets are solved faster than low ones."""
    found = ADJECTIVES.get(view.word("word"))
    first = condition(view, "s")
    if first is None or found is None:
        return None
    kind, sign = found
    measure = measure_of_kind(view, first.place.entity, kind)
    return ranked(view, measure, (first, other_than(view, first, "t")), sign > 0)


def measure_of_kind(view: View, entity: str, kind: str) -> Place | None:
    """A measure by its kind; a duration may be the time between two dates, written @duration."""
    wanted = table("measures_of_verbs")["kinds"].get(kind, [kind])
    found = find_measure(view.context, entity, wanted)
    if kind == "duration" and found is None and two_dates(view.context, entity):
        return Place(entity, "@duration")
    return found


def two_dates(context: Context, entity: str) -> bool:
    if ends_of(context, entity) is not None:
        return True
    attributes = context.vocabulary.entities[entity].attributes.values()
    return sum(knowledge(a.words).kind in {"date", "datetime"} for a in attributes) >= 2


def superlative(view: View) -> Reading | None:
    """VIP is the dearest; München the most expensive per square metre."""
    return superlative_of(view, True)


def superlative_low(view: View) -> Reading | None:
    return superlative_of(view, False)


def superlative_of(view: View, more: bool) -> Reading | None:
    first = condition(view, "s")
    if first is None:
        return None
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    mention = view.mention("a2")
    kind = "price" if {"expensive", "dearest", "priciest", "costliest", "cheapest"} & set(words) else "amount"
    measure = view.context.place(mention) if mention else measure_of_kind(view, first.place.entity, kind)
    if measure is None:
        return None
    per = view.mention("a") or view.mention("b")
    divisor = near(view.context, measure, per) if per and "per" in words else None
    if "per" in words and divisor is None:
        divisor = find_measure(view.context, first.place.entity, ["size", "area", "hectare", "sqm", "square"])
    groups = (first, first.negated()) if more else (first.negated(), first)
    return view.made(Ranked(measure, groups, view.quote, 1.0, divisor.attribute if divisor else ""))


def verb_superlative(view: View) -> Reading | None:
    """Maize yields highest per ha."""
    first = condition(view, "s")
    if first is None:
        return None
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    more = not {"lowest", "least"} & set(words)
    measure = verb_measure(view, view.word("verb"), first)
    if measure is None:
        return None
    divisor = (
        find_measure(view.context, measure.entity, ["hectare", "area", "acre", "size"])
        if "per" in words
        else None
    )
    groups = (first, first.negated()) if more else (first.negated(), first)
    per = divisor.attribute if divisor else ""
    return view.made(Ranked(measure, groups, view.quote, 1.0, per))


BUILDERS: dict[str, Builder] = {
    "adjective_than": adjective_than,
    "superlative": superlative,
    "superlative_low": superlative_low,
    "verb_superlative": verb_superlative,
}
