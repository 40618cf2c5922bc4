"""Pairs that occur once: a user and a book, a day of a person, a state at most once."""

from __future__ import annotations

from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.links import link_between, parents_of, refer
from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Distinct,
    Refers,
    Span,
    Statement,
)
from rowsmith.agents.models.offline.reading.states import find_state
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.inflection import stem
from rowsmith.agents.models.offline.text.quantity import Quantity

AGENT_ENDINGS = ("er", "or", "ee", "ant", "ist", "ian")


def pair_once(view: View) -> Reading | None:
    """Nobody rates a movie twice: no pair of user and movie stands twice in the table between them."""
    target = view.entity("p")
    actor = view.entity("m") or (someone(view.context, target) if view.entity("c") else "")
    child = view.entity("c") or pair_owner(view.context, target) or doing_of(view.context, actor, target)
    if not child or child in {target, actor}:
        return None
    pair = distinct_pair(view.context, child, target, view.quote, other=actor)
    return view.made(Refers(child, target, view.quote), *pair)


def someone(context: Context, target: str) -> str:
    """The people of whom nobody does something twice."""
    names = [name for name in context.vocabulary.entities if name != target and is_personal(context, name)]
    return names[0] if len(names) == 1 else ""


def doing_of(context: Context, actor: str, target: str) -> str:
    """The entity that stands for what someone does: the bookings of members."""
    names = [
        name for name in context.vocabulary.entities if name != target and actor in parents_of(context, name)
    ]
    recent = [name for name in reversed(context.recent) if name in names]
    return next(iter([*recent, *names]), "")


def pair_owner(context: Context, target: str) -> str:
    """The entity in which a pair with `target` may not stand twice."""
    children = [
        name for name in context.vocabulary.entities if name != target and target in parents_of(context, name)
    ]
    paired = [name for name in children if len(parents_of(context, name)) >= 2]
    if context.entity in children:
        return context.entity
    return next(iter([*paired, *children]), "")


def distinct_pair(context: Context, child: str, target: str, quote: Span, other: str = "") -> list[Statement]:
    column = refer(context, child, target)
    others = (
        [other]
        if other
        else sorted(parents_of(context, child) - {target}, key=lambda n: not is_personal(context, n))
    )
    if not others:
        return [Distinct(child, (column,), quote)]
    return [Distinct(child, (column,), quote, within=(refer(context, child, others[0]),))]


def is_personal(context: Context, entity: str) -> bool:
    known = context.knows(entity)
    columns = known.columns if known else ()
    return any(
        name in columns
        for name in (
            "email",
            "full_name",
            "username",
            "first_name",
            "nickname",
            "job_title",
            "phone",
            "birth_date",
            "date_of_birth",
        )
    )


def pair_spoken(view: View) -> Reading | None:
    """... never twice in the same one: of the link or the child spoken of last."""
    context = view.context
    target = view.entity("p") or view.entity("q")
    spoken = list(reversed(context.recent))
    for child in spoken:
        parents = parents_of(context, child)
        targets = (
            [target]
            if target in parents
            else [name for name in spoken if name in parents and not is_personal(context, name)]
        )
        if len(parents) >= 2 and targets:
            return view.made(*distinct_pair(context, child, targets[0], view.quote))
    for child in context.vocabulary.entities:
        parents = parents_of(context, child)
        named = [name for name in spoken[:3] if name in parents]
        if len(named) >= 2:
            things = [name for name in named if not is_personal(context, name)] or named
            return view.made(*distinct_pair(context, child, things[0], view.quote))
    return None


def pair_same(view: View) -> Reading | None:
    """The same container cannot appear twice on one voyage."""
    a, b = view.entity("a"), view.entity("b")
    if a == b:
        return None
    link = link_between(view.context, a, b)
    return view.made(*distinct_pair(view.context, link, a, view.quote, other=b))


def once_a_day(view: View) -> Reading | None:
    """No nurse may have more than one shift on a date."""
    parent, child = view.entity("p"), view.entity("c")
    column = refer(view.context, child, parent)
    date = event_place(view.context, child)
    return view.made(Distinct(child, (date.attribute,), view.quote, within=(column,), to="day"))


def once_within(view: View) -> Reading | None:
    """In each team every role appears exactly once."""
    parent, mention = view.entity("p"), view.mention("a")
    if mention is None:
        return None
    context = view.context
    owners = [name for name in context.vocabulary.entities if parent in parents_of(context, name)]
    child = next((name for name in owners if context.existing(mention, name) is not None), "")
    if not child:
        return None
    place = context.place(mention, child)
    return view.made(Distinct(child, (place.attribute,), view.quote, within=(refer(context, child, parent),)))


def only_once(view: View) -> Reading | None:
    """A car can only be sold once: one sale refers to it at most."""
    context, parent = view.context, view.entity("p")
    children = [
        name for name in context.vocabulary.entities if name != parent and parent in parents_of(context, name)
    ]
    word = view.word("v")
    named = [name for name in children if find_stem(context, name, word)]
    if not children:
        return None
    child = (named or ([context.entity] if context.entity in children else []) or children)[0]
    return view.made(Distinct(child, (refer(context, child, parent),), view.quote))


def find_stem(context: Context, entity: str, word: str) -> bool:
    return stem(word) in {stem(part) for part in context.vocabulary.entities[entity].words}


def state_at_most(view: View) -> Reading | None:
    """Hired at most 1 per opening: no two rows in that state refer to the same one."""
    parent, mention = view.entity("p"), view.mention("s")
    number = view.quantity("n") or view.quantity("m")
    child = pair_owner(view.context, parent) or view.context.entity
    if mention is None or not child or (number is not None and number.high not in {1, None}):
        return None
    condition = find_state(view.context, mention.words, child)
    if condition is None or condition.place.entity != child:
        return None
    column = refer(view.context, child, parent)
    return view.made(
        Children(parent, child, Quantity(0, 1), view.quote, condition),
        Refers(child, parent, view.quote, role=column),
    )


BUILDERS: dict[str, Builder] = {
    "pair_once": pair_once,
    "pair_spoken": pair_spoken,
    "pair_same": pair_same,
    "once_a_day": once_a_day,
    "once_within": once_within,
    "only_once": only_once,
    "state_at_most": state_at_most,
}
