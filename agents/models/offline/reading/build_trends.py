"""Two numbers that go together: older is cheaper, the larger the more, prices rise."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table
from rowsmith.agents.models.offline.reading.build_groups import (
    find_age,
    find_measure,
    is_more,
    measured,
    verb_measure,
)
from rowsmith.agents.models.offline.reading.build_order import near
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Trend
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention


def trend_places(view: View) -> tuple[Place, Place] | None:
    a, b = view.mention("a"), view.mention("b")
    if b is None or not view.context.vocabulary.entities:
        return None
    first = view.context.place(a) if a is not None else view.context.attribute
    if first is None:
        return None
    second = near(view.context, first, b) or view.context.place(b)
    return (first, second) if first != second else None


def rises(view: View) -> Reading | None:
    found = trend_places(view)
    more = view.word("more") not in {"fewer", "less", "lower", "falling", "younger"}
    view.context.attribute = found[0] if found else view.context.attribute
    return view.made(Trend(found[0], found[1], 1 if more else -1, view.quote)) if found else None


def falls(view: View) -> Reading | None:
    found = trend_places(view)
    return view.made(Trend(found[0], found[1], -1, view.quote)) if found else None


QUALITY = {
    "older": ("year", -1), "newer": ("year", 1), "bigger": ("size", 1), "larger": ("size", 1), "smaller": ("size", -1),
    "longer": ("duration", 1), "shorter": ("duration", -1), "heavier": ("weight", 1), "faster": ("speed", 1), "slower": ("speed", -1),
    "cheaper": ("price", -1), "dearer": ("price", 1), "pricier": ("price", 1), "expensive": ("price", 1), "better": ("score", 1), "worse": ("score", -1),
    "populous": ("population", 1), "experienced": ("experience", 1), "richer": ("income", 1), "older_person": ("age", 1), "higher": ("", 1),
    "lower": ("", -1), "more": ("", 1), "less": ("", -1), "fewer": ("", -1),
}  # fmt: skip


def paired(view: View) -> Reading | None:
    """Older = cheaper; more miles cheaper."""
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    qualities = [word for word in words if word in QUALITY]
    if len(qualities) < 2:
        return None
    first = quality_place(view, qualities[0], view.mention("a"))
    last = [word for word in qualities if word != "more"] or qualities
    second = quality_place(view, last[-1], view.mention("b"))
    if first is None or second is None or first[0] == second[0]:
        return None
    return view.made(Trend(second[0], first[0], first[1] * second[1], view.quote))


def quality_place(view: View, word: str, mention: Mention | None) -> tuple[Place, int] | None:
    kind, sign = QUALITY[word]
    if mention is not None:
        return view.context.place(mention, view.context.entity if view.context.entity else ""), sign
    unit = view.word("u")
    wanted = [unit] if unit else table("measures_of_verbs")["kinds"].get(kind, [kind])
    if unit in {"mile", "km", "kilometer"}:
        wanted = ["mileage", "mile", "km", "odometer", "distance"]
    place = find_measure(view.context, view.context.entity, wanted) if wanted != [""] else None
    if place is None and kind == "year":
        place = find_age(view.context, view.context.entity)
        sign = -sign
    return (place, sign) if place is not None else None


def the_more(view: View) -> Reading | None:
    """The better the score, the lower the interest rate."""
    x, y = QUALITY.get(view.word("x")), QUALITY.get(view.word("y"))
    found = trend_places(view)
    if x is None or y is None or found is None:
        return None
    return view.made(Trend(found[1], found[0], x[1] * y[1], view.quote))


def the_more_plain(view: View) -> Reading | None:
    found = trend_places(view)
    return view.made(Trend(found[1], found[0], 1, view.quote)) if found else None


def bigger_more(view: View) -> Reading | None:
    """Bigger neighbourhoods send more requests."""
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    entity = view.entity("e")
    quality = next((word for word in words if word in QUALITY), "")
    kinds = table("measures_of_verbs")["kinds"]
    kind = QUALITY[quality][0] if quality else ""
    first = find_measure(view.context, entity, kinds.get(kind, [kind])) if kind else None
    if first is None:
        return None
    sign = QUALITY[quality][1] * (-1 if {"less", "fewer"} & set(words) else 1)
    second = measured(view, Condition(first, "filled"))
    return (
        view.made(Trend(second, first, sign, view.quote)) if second is not None and second != first else None
    )


def quality_verb(view: View) -> Reading | None:
    """Older vintages cost more."""
    quality, mention = QUALITY.get(view.word("q")), view.mention("a")
    if quality is None or mention is None:
        return None
    first = view.context.place(mention)
    second = verb_measure(view, view.word("verb"), Condition(first, "filled"))
    if second is None or second == first:
        return None
    return view.made(Trend(second, first, quality[1] if is_more(view) else -quality[1], view.quote))


def with_higher(view: View) -> Reading | None:
    """Households with more occupants use more."""
    entity, mention = view.entity("e"), view.mention("b")
    if mention is None:
        return None
    first = view.context.place(mention, entity)
    second = measured(view, Condition(first, "filled"))
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    sign = -1 if {"less", "lower"} & set(words) else 1
    return (
        view.made(Trend(second, first, sign, view.quote)) if second is not None and second != first else None
    )


BUILDERS: dict[str, Builder] = {
    "rises": rises,
    "falls": falls,
    "paired": paired,
    "the_more": the_more,
    "the_more_plain": the_more_plain,
    "bigger_more": bigger_more,
    "quality_verb": quality_verb,
    "with_higher": with_higher,
}
