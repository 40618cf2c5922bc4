"""Builders of the table `phrases_order` that compute: formulas, sums over children, decisions."""

from __future__ import annotations

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_measures import amount_of
from rowsmith.agents.models.offline.reading.build_order import near
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.links import parents_of
from rowsmith.agents.models.offline.reading.noun_phrases import is_function
from rowsmith.agents.models.offline.reading.statements import (
    AsMany,
    Balanced,
    Computed,
    Decided,
    Place,
    Summed,
)
from rowsmith.agents.models.offline.reading.states import find_state
from rowsmith.agents.models.offline.reading.value_lists import text_of
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View, mention_of, quantity_of
from rowsmith.agents.models.offline.text.items import Item, Mention
from rowsmith.agents.models.offline.text.quantity import plain

SYMBOLS = {
    "+": "+",
    "plus": "+",
    "-": "-",
    "minus": "-",
    "--": "-",
    "*": "*",
    "x": "*",
    "×": "*",
    "times": "*",
    "/": "/",
    "divided": "/",
}


def formula(view: View) -> Reading | None:
    """total = subtotal + delivery_fee + tip."""
    place = view.place("a")
    if place is None:
        return None
    parts: list[str] = []
    at, items = view.end, view.sentence.items
    while at < len(items):
        item = items[at]
        if item.symbol in {"A", "X"} or is_operand(parts, item):
            parts.append(f"{{{operand(view.context, place, item)}}}")
        elif item.symbol == "U" and parts:
            parts.append(str(item.value))
        elif (
            item.symbol in {"N", "Y"}
            and (number := quantity_of(item)) is not None
            and number.single is not None
        ):
            parts.append(plain(number.single))
        elif item.word in SYMBOLS and parts:
            parts.append(SYMBOLS[item.word])
        else:
            break
        at += 1
    if len(parts) < 3 or not well_formed(parts):
        return None
    return view.made(Computed(place, " ".join(parts), view.quote_to(at)), end=at)


def is_operand(parts: list[str], item: Item) -> bool:
    """A plain word after an operator is a number of the row."""
    return (
        bool(parts)
        and parts[-1] in SYMBOLS.values()
        and item.symbol in {"w", "J"}
        and not is_function(item.word)
    )


def operand(context: Context, place: Place, item: Item) -> Place:
    """The column that a word of a formula means, a new one where there is none."""
    mention = mention_of(item)
    return near(context, place, mention) or context.declare(place.entity, mention)


def well_formed(parts: list[str]) -> bool:
    return all((part in {"+", "-", "*", "/"}) == (i % 2 == 1) for i, part in enumerate(parts))


def sum_children(view: View) -> Reading | None:
    """amount_pledged = the sum of its pledges."""
    child = view.entity("c")
    owner = parent_with(view, child)
    mention = view.mention("a")
    if mention is None or not owner:
        return None
    place = view.context.place(mention, mention.owner or owner)
    factor = view.mention("f") or view.mention("g")
    factors = (view.context.place(factor, child).attribute,) if factor else own_amount(view, child)
    return view.made(Summed(place, child, factors, view.quote))


def own_amount(view: View, child: str) -> tuple[str, ...]:
    saved = view.context.entity
    view.context.entity = child
    place = amount_of(view)
    view.context.entity = saved
    return (place.attribute,) if place else ()


def parent_with(view: View, child: str) -> str:
    """The entity whose attribute adds up its children: the one spoken of, or the parent of the child."""
    context = view.context
    mention = view.mention("a")
    if mention is not None and mention.owner and mention.owner != child:
        return mention.owner
    parents = parents_of(context, child)
    if context.entity in parents:
        return context.entity
    counted_in = context.counted.get(child, "")
    return counted_in or next(iter(sorted(parents)), "")


def sum_products(view: View) -> Reading | None:
    """The total equals the sum of quantity times unit price over its lines."""
    mention, first, second = view.mention("a"), view.mention("f"), view.mention("g")
    if mention is None or first is None or second is None:
        return None
    child = view.entity("c") or child_with(view.context, first, second)
    if not child:
        return None
    owner = mention.owner or parent_with(view, child)
    place = view.context.place(mention, owner)
    factors = tuple(view.context.place(m, child).attribute for m in (first, second))
    return view.made(Summed(place, child, factors, view.quote))


def child_with(context: Context, first: Mention, second: Mention) -> str:
    for name, entity in context.vocabulary.entities.items():
        if entity.attribute(first.words) and entity.attribute(second.words):
            return name
    return ""


def match_children(view: View) -> Reading | None:
    """The ticket total must match the items; wins must agree with the matches."""
    mention, child = view.mention("a"), view.entity("c")
    if mention is None:
        return None
    owner = mention.owner or view.context.owner_of(mention.words)
    if owner == child:
        owner = parent_with(view, child)
    place = view.context.place(mention, owner)
    return view.made(Summed(place, child, (), view.quote))


def sum_under(view: View) -> Reading | None:
    """Total spend never above budget."""
    spent, limit = view.place("a"), view.place("b")
    if spent is None or limit is None or spent.entity == limit.entity:
        return None
    return view.made(Summed(limit, spent.entity, (spent.attribute,), view.quote, op=">="))


def balanced(view: View) -> Reading | None:
    a, b, number = view.place("a"), view.place("b"), view.quantity("n")
    if a is None or b is None or number is None or number.single is None:
        return None
    return view.made(Balanced((a, b), number.single, view.quote))


def late_fine(view: View) -> Reading | None:
    """Overdue fine = 0.20 per day late: days between the due date and the return."""
    place, rate = view.place("a"), view.quantity("n")
    if place is None or rate is None or rate.single is None or view.word("d") not in {"", "day", "night"}:
        return None
    due = dated_like(view.context, place.entity, {"due", "deadline", "planned", "expected"})
    done = dated_like(
        view.context,
        place.entity,
        {"returned", "return", "paid", "payment", "actual", "delivered", "completed", "finished"},
    )
    if due is None or done is None:
        return None
    sql = f"coalesce(greatest(date_diff('day', {{{due}}}, {{{done}}}), 0), 0) * {plain(rate.single)}"
    return view.made(Computed(place, sql, view.quote))


def dated_like(context: Context, entity: str, words: set[str]) -> Place | None:
    for attribute in context.vocabulary.entities[entity].attributes.values():
        if words & set(attribute.words) and knowledge(attribute.words).kind in {"date", "datetime"}:
            return Place(entity, attribute.name)
    return None


def reached(view: View) -> Reading | None:
    """status = 'successful' if amount_pledged reached the goal, otherwise 'failed'."""
    place, amount, goal = view.place("a"), view.place("b"), view.place("c")
    x, y = view.item("x"), view.item("y")
    if place is None or amount is None or goal is None or x is None or y is None:
        return None
    sql = f"{{{amount}}} >= {{{goal}}}"
    return view.made(Decided(place, text_of([x]), text_of([y]), view.quote, sql=sql))


def passes(view: View) -> Reading | None:
    """A bolt passes when its diameter is between two numbers, otherwise fail."""
    entity, quantity, verb = view.entity("e"), view.quantity("q"), view.item("v")
    measure, other = view.mention("b"), view.item("w")
    if quantity is None or verb is None or measure is None or quantity.low is None or quantity.high is None:
        return None
    number = view.context.place(measure)
    place = view.context.declare(number.entity, Mention(("result",), ("result",), number.entity))
    word = verb.word if verb.word in {"pass", "fail"} else verb.raw.lower()
    otherwise = text_of([other]) if other is not None else "fail"
    sql = f"{{{number}}} {plain(quantity.low)}..{plain(quantity.high)}"
    view.context.speak_of(entity)
    return view.made(Decided(place, word, otherwise, view.quote, sql=sql))


def flag_count(view: View) -> Reading | None:
    """Defaulted if and only if the loan has three or more missed instalments."""
    owner, child, quantity = view.entity("e"), view.entity("c"), view.quantity("q")
    mention = view.mention("s")
    if quantity is None or mention is None or owner == child:
        return None
    condition = find_state(view.context, mention.words, child)
    subject = view.subject()
    if condition is None or subject is None:
        return None
    place = Place(owner, subject.attribute)
    if subject.entity != owner:
        words = tuple(subject.attribute.split("_"))
        view.context.vocabulary.entities[subject.entity].attributes.pop(subject.attribute, None)
        place = view.context.declare(owner, Mention(words, words, owner))
    view.context.flags.setdefault(owner, set()).add(place.attribute)
    return view.made(Decided(place, True, False, view.quote, child, condition, quantity))


def as_many(view: View) -> Reading | None:
    """As many instalments as its term has months."""
    parent, child, place = view.entity("p"), view.entity("c"), view.place("a", view.entity("p"))
    if parent == child or place is None:
        return None
    view.context.counted[child] = parent
    view.context.speak_of(child)
    return view.made(AsMany(parent, child, place, view.quote))


BUILDERS: dict[str, Builder] = {
    "formula": formula,
    "sum_children": sum_children,
    "sum_products": sum_products,
    "match_children": match_children,
    "sum_under": sum_under,
    "balanced": balanced,
    "late_fine": late_fine,
    "reached": reached,
    "passes": passes,
    "flag_count": flag_count,
    "as_many": as_many,
}
