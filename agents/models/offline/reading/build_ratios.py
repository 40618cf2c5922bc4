"""Shares said together: ratios, lists of percents, the rest, the rare."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.build_shares import NO_STATES, state_words
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    OneOf,
    Place,
    ShareOf,
    Statement,
    Word,
)
from rowsmith.agents.models.offline.reading.states import find_state, new_flag
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity


def share_by_group(view: View) -> Reading | None:
    """Conversion 4% in A and 6% in B."""
    words, entity = state_words(view, "s"), view.context.entity
    if not entity or not words:
        return None
    condition = find_state(view.context, words, entity) or new_flag(view.context, entity, words)
    made: list[Statement] = []
    for group, share in (("v", "p"), ("w", "q")):
        within, quantity = find_state(view.context, state_words(view, group)), view.quantity(share)
        if within is None or quantity is None:
            return None
        made.append(ShareOf(condition, quantity, view.quote, among=within))
    view.context.last_state = condition
    return view.made(*made)


def share_number(view: View) -> Reading | None:
    """About half are on 100: a value among numbers."""
    quantity, value = view.quantity("p"), view.quantity("v")
    if quantity is None or value is None or value.single is None:
        return None
    for place, values in view.context.values.items():
        if value.single in values:
            return view.made(ShareOf(Condition(place, "=", (value.single,)), quantity, view.quote))
    return None


def rest(view: View) -> Reading | None:
    words = state_words(view, "s")
    found = find_state(view.context, words) if words else None
    if found is None or found.op != "=":
        return None
    said = [
        q.single for c, q in view.context.shares.items() if c.place == found.place and c != found and q.single
    ]
    left = round(max(0.0, 1 - sum(share for share in said if share is not None)), 6)
    return view.made(ShareOf(found, Quantity(left, left, Firmness.about), view.quote))


def percent_list(view: View) -> Reading | None:
    if view.has("d") and view.word("d") != "percent":
        return None
    made: list[Statement] = []
    for number, state in (("a", "s"), ("b", "t"), ("c", "u")):
        quantity, words = view.quantity(number), state_words(view, state)
        if quantity is None or not words:
            continue
        condition = find_state(view.context, words, view.context.entity)
        if condition is None:
            return None
        made.append(ShareOf(condition, quantity.times(0.01), view.quote))
    return view.made(*made)


def ratio(view: View) -> Reading | None:
    """40 being twice as frequent as 20."""
    a, b = view.quantity("a"), view.quantity("b")
    factor = {"twice": 2.0, "double": 2.0, "thrice": 3.0}.get(view.word("k"))
    if a is None or b is None or factor is None or a.single is None or b.single is None:
        return None
    for place, values in view.context.values.items():
        if a.single in values and b.single in values and len(values) == 2:
            return view.made(weighted(place, values, a.single, factor, view))
    return None


def ratio_words(view: View) -> Reading | None:
    a, b = find_state(view.context, state_words(view, "a")), find_state(view.context, state_words(view, "b"))
    if a is None or b is None or a.place != b.place or len(view.context.values.get(a.place, ())) != 2:
        return None
    return view.made(weighted(a.place, view.context.values[a.place], a.values[0], 2.0, view))


def weighted(place: Place, values: tuple[Word, ...], heavy: Word, factor: float, view: View) -> OneOf:
    shares = tuple((factor if value == heavy else 1.0) / (1 + factor) for value in values)
    return OneOf(place, values, view.quote, shares)


def rare(view: View) -> Reading | None:
    words = state_words(view, "s")
    found = find_state(view.context, words) if words and words[0] not in NO_STATES else None
    if found is None:
        return None
    return view.made(ShareOf(found, Quantity(0.001, 0.08, Firmness.few), view.quote))


BUILDERS: dict[str, Builder] = {
    "share_by_group": share_by_group,
    "share_number": share_number,
    "rest": rest,
    "percent_list": percent_list,
    "ratio": ratio,
    "ratio_words": ratio_words,
    "rare": rare,
}
