"""Builders of the table `phrases_relations`: references, links, pairs."""

from __future__ import annotations

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_pairs import AGENT_ENDINGS
from rowsmith.agents.models.offline.reading.context import Context, column_name
from rowsmith.agents.models.offline.reading.links import link_between, parents_of, refer
from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Condition,
    Distinct,
    Ordered,
    Place,
    Refers,
    Rows,
    Statement,
)
from rowsmith.agents.models.offline.reading.states import find_state
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Firmness, Quantity


def is_one(view: View) -> bool:
    quantity = view.quantity("n")
    return quantity is None or quantity.single == 1


def refers(view: View) -> Reading | None:
    child, parent = view.entity("c"), view.entity("p")
    return referring(view, child, parent)


def refers_two(view: View) -> Reading | None:
    """Every loan is by one member for one tool."""
    child, first, second = view.entity("c"), view.entity("p"), view.entity("q")
    numbers = [view.quantity("n"), view.quantity("m")]
    if len({child, first, second}) < 3 or any(one is not None and one.single != 1 for one in numbers):
        return None
    for parent in (first, second):
        refer(view.context, child, parent)
    view.context.speak_of(child)
    return view.made(Refers(child, first, view.quote), Refers(child, second, view.quote))


def refers_spoken(view: View) -> Reading | None:
    made = referring(view, view.context.entity, view.entity("p"))
    if made is not None and view.sentence.items[view.start].word != ",":
        view.context.each = ""
    return made


def referring(view: View, child: str, parent: str) -> Reading | None:
    if not child or child == parent or not is_one(view) or is_upside_down(view.context, child, parent):
        return None
    refer(view.context, child, parent)
    view.context.each = child
    view.context.speak_of(child)
    view.context.naming = parent
    number = view.quantity("k")
    more = [Rows(parent, number, view.quote)] if number is not None else []
    return view.made(Refers(child, parent, view.quote), *more)


def is_upside_down(context: Context, child: str, parent: str) -> bool:
    """True where the named parent is rather the child: each household has one meter."""
    return child in parents_of(context, parent) and parent not in parents_of(context, child)


def links(view: View) -> Reading | None:
    """Bookings tie containers to voyages."""
    link, a, b = view.entity("l"), view.entity("a"), view.entity("b")
    if len({link, a, b}) < 3:
        return None
    for parent in (a, b):
        refer(view.context, link, parent)
    view.context.speak_of(link)
    return view.made(Refers(link, a, view.quote), Refers(link, b, view.quote))


def refers_role(view: View) -> Reading | None:
    """Each concert one headliner: the one who was spoken of before, in a role."""
    child, role = view.entity("c"), view.mention("role")
    others = [name for name in reversed(view.context.recent) if name != child]
    if role is None or not others or not is_one(view):
        return None
    parent = others[0]
    if knowledge(role.words).kind:
        return None
    column = role_column(view.context, role, parent)
    refer(view.context, child, parent, column)
    return view.made(Refers(child, parent, view.quote, role=column))


def role_column(context: Context, role: Mention, parent: str) -> str:
    """caller -> caller_id; departure -> departure_airport_id."""
    name, one = column_name(role), context.vocabulary.entities[parent].one
    if name.endswith("_id"):
        return name
    if one in name or one.split("_")[-1] in role.words or name.endswith(AGENT_ENDINGS):
        return f"{name}_id" if name != "winner" else f"{name}_{one}_id"
    return f"{name}_{one.split('_')[-1]}_id"


def refers_either(view: View) -> Reading | None:
    """A winner that is one of the two teams of a match."""
    child, parent, role = view.entity("c"), view.entity("p"), view.mention("role")
    if role is None or child == parent:
        return None
    column = role_column(view.context, role, parent)
    refer(view.context, child, parent, column)
    view.context.speak_of(child)
    return view.made(Refers(child, parent, view.quote, role=column))


def one_each(view: View) -> Reading | None:
    """Each household has exactly one meter: every meter belongs to one household, and no two to the same."""
    parent, child = view.entity("p"), view.entity("c")
    if parent == child or not is_one(view):
        return None
    if child in parents_of(view.context, parent) and parent not in parents_of(view.context, child):
        return referring(view, parent, child)
    refer(view.context, child, parent)
    one = Children(parent, child, Quantity.exactly(1), view.quote)
    view.context.speak_of(child)
    return view.made(Refers(child, parent, view.quote, unique=True), one)


def has_one(view: View) -> Reading | None:
    """Each pet has an owner: a reference, unless the other is usually the child."""
    owner, thing = view.entity("p"), view.entity("c")
    if owner == thing or not is_one(view):
        return None
    if owner in parents_of(view.context, thing) and thing not in parents_of(view.context, owner):
        return None
    refer(view.context, owner, thing)
    view.context.speak_of(owner)
    view.context.listing = True
    return view.made(Refers(owner, thing, view.quote))


def one_for_each(view: View) -> Reading | None:
    """Certificates are only issued for completed enrolments, one each."""
    child, parent = view.entity("c"), view.entity("p")
    if child == parent or not is_one(view):
        return None
    mention = view.mention("s")
    where = find_state(view.context, mention.words, parent) if mention else None
    refer(view.context, child, parent)
    view.context.speak_of(child)
    return view.made(Refers(child, parent, view.quote, unique=True, where=where))


def at_most_one(view: View) -> Reading | None:
    """An order got one review, never two."""
    parent, child = view.entity("p"), view.entity("c")
    if parent == child or not is_one(view) or child in parents_of(view.context, parent):
        return None
    column = refer(view.context, child, parent)
    view.context.speak_of(child)
    return view.made(Refers(child, parent, view.quote, unique=True), Distinct(child, (column,), view.quote))


def many_to_many(view: View) -> Reading | None:
    a, b = view.entity("a"), view.entity("b")
    if a == b:
        return None
    several = Quantity(1, 4, Firmness.about)
    if a in parents_of(view.context, b):
        return view.made(Children(a, b, several, view.quote))
    return linked(view, a, b, several)


def linked(view: View, a: str, b: str, quantity: Quantity) -> Reading:
    """Rows between two entities, so many per a, never the same b twice."""
    context = view.context
    link = link_between(context, a, b)
    first, second = refer(context, link, a), refer(context, link, b)
    return view.made(
        Children(a, link, quantity, view.quote),
        Refers(link, b, view.quote),
        Distinct(link, (second,), view.quote, within=(first,)),
    )


def from_to(view: View) -> Reading | None:
    """From one port to a different one."""
    child, parent = view.context.entity, view.entity("p")
    if not child or child == parent:
        others = [name for name in reversed(view.context.recent) if name != parent]
        child = others[0] if others else ""
    if not child:
        return None
    one = view.context.vocabulary.entities[parent].one.split("_")[-1]
    view.context.speak_of(child)
    return view.made(*pair_of_references(view, child, parent, (f"from_{one}_id", f"to_{one}_id"), True))


def pair_of_references(
    view: View, child: str, parent: str, columns: tuple[str, str], differ: bool
) -> list[Statement]:
    for column in columns:
        refer(view.context, child, parent, column)
        ensure(view.context, child, column)
    made: list[Statement] = [Refers(child, parent, view.quote, role=column) for column in columns]
    if differ:
        made.append(Ordered(Place(child, columns[0]), "<>", Place(child, columns[1]), view.quote))
    return made


def ensure(context: Context, entity: str, column: str) -> Place:
    parts = tuple(column.split("_"))
    found = context.vocabulary.entities[entity].attributes.get(column)
    return Place(entity, found.name) if found else context.declare(entity, Mention(parts, parts, entity))


def two_roles(view: View) -> Reading | None:
    """Caller and callee are both subscribers; departure and arrival airports must differ."""
    parent, a, b = view.entity("p"), view.mention("a"), view.mention("b")
    child = role_owner(view.context, parent)
    if a is None or b is None or not child:
        return None
    columns = (role_column(view.context, a, parent), role_column(view.context, b, parent))
    text = view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]]
    differ = bool(view.found.options.get("different")) or "never" in text or "different" in text
    view.context.speak_of(child)
    return view.made(*pair_of_references(view, child, parent, columns, differ))


def role_owner(context: Context, parent: str) -> str:
    """The entity whose rows refer twice to `parent`: the one spoken of, or the last one named beside it."""
    candidates = [name for name in (context.entity, *reversed(context.recent)) if name and name != parent]
    doubled = [name for name in candidates if (known := context.knows(name)) and known.twice]
    events = [name for name in candidates if (known := context.knows(name)) and known.event]
    return next(iter([*doubled, *events, *candidates]), "")


def never_equal(view: View) -> Reading | None:
    """White never equals black: two references of one kind, or two columns."""
    a, b = view.mention("a"), view.mention("b")
    if a is None or b is None:
        return None
    left, right = view.context.existing(a), view.context.existing(b)
    if left is not None and right is not None:
        known = view.context.refers.get(left.entity, {})
        roles = [place.attribute for place in (left, right) if place.attribute in known]
        said = [Refers(left.entity, known[role], view.quote, role=role) for role in roles]
        return view.made(*said, Ordered(left, "<>", right, view.quote))
    child = view.context.entity
    parents = [name for name in view.context.vocabulary.entities if name != child]
    if not child or not parents:
        return None
    usual = [name for name in parents if name in parents_of(view.context, child)] or parents
    columns = (role_column(view.context, a, usual[0]), role_column(view.context, b, usual[0]))
    return view.made(*pair_of_references(view, child, usual[0], columns, True))


def never_same(view: View) -> Reading | None:
    """..., never to themselves: said of the last two references of the entity spoken of."""
    child = view.context.entity
    known = view.context.refers.get(child, {})
    trees = [column for column, parent in known.items() if parent == child]
    if trees:
        return view.made(Ordered(Place(child, trees[-1]), "<>", Place(child, "@key"), view.quote))
    for parent in set(known.values()):
        columns = [column for column, target in known.items() if target == parent]
        if len(columns) >= 2:
            return view.made(Ordered(Place(child, columns[-2]), "<>", Place(child, columns[-1]), view.quote))
    return None


def row_per(view: View) -> Reading | None:
    """The standings table has one row per team."""
    return one_row(view, view.entity("c"))


def row_per_spoken(view: View) -> Reading | None:
    return one_row(view, view.context.entity)


def one_row(view: View, child: str) -> Reading | None:
    parent = view.entity("p")
    if not child or child == parent or not is_one(view):
        return None
    refer(view.context, child, parent)
    view.context.speak_of(child)
    one = Children(parent, child, Quantity.exactly(1), view.quote)
    return view.made(Refers(child, parent, view.quote, unique=True), one)


def stats_per(view: View) -> Reading | None:
    """For each match we want player stats for the ten starting players, not the subs."""
    first, child, second = view.entity("m"), view.entity("c"), view.entity("p")
    if len({first, child, second}) < 3:
        return None
    context, mention = view.context, view.mention("s")
    where = find_state(context, mention.words, second) if mention else None
    a, b = refer(context, child, first), refer(context, child, second)
    context.speak_of(child)
    context.listing, context.listed = True, []
    made: list[Statement] = [
        Refers(child, first, view.quote),
        Refers(child, second, view.quote, where=where.negated() if where else None),
        Distinct(child, (b,), view.quote, within=(a,)),
    ]
    number = view.quantity("n")
    if number is not None:
        made.append(Children(first, child, number, view.quote))
    return view.made(*made)


def condition_place(condition: Condition) -> Place:
    return condition.place


BUILDERS: dict[str, Builder] = {
    "refers": refers,
    "refers_spoken": refers_spoken,
    "refers_two": refers_two,
    "links": links,
    "refers_role": refers_role,
    "refers_either": refers_either,
    "one_each": one_each,
    "has_one": has_one,
    "one_for_each": one_for_each,
    "at_most_one": at_most_one,
    "many_to_many": many_to_many,
    "from_to": from_to,
    "two_roles": two_roles,
    "never_equal": never_equal,
    "never_same": never_same,
    "row_per": row_per,
    "row_per_spoken": row_per_spoken,
    "stats_per": stats_per,
}
