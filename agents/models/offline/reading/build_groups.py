"""Builders of the table `phrases_groups`."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_shares import says_state, state_words
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.links import parents_of
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Ranked
from rowsmith.agents.models.offline.reading.states import find_state
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Mention
from rowsmith.agents.models.offline.text.quantity import Quantity

NORMAL = words("build_groups", "normal")


def condition(view: View, name: str) -> Condition | None:
    words = state_words(view, name)
    if not says_state(view, name):
        return None
    for length in (len(words), 1):
        found = find_state(view.context, words[-length:], "") or find_state(view.context, words[:length], "")
        if found is not None:
            return found
    return None


def other_than(view: View, first: Condition, name: str) -> Condition:
    """The group on the other side of "than": named, or simply all others."""
    words = state_words(view, name)
    if words and words[-1] not in NORMAL:
        found = condition(view, name)
        if found is not None and found.place == first.place and found != first:
            return found
    return first.negated()


def verb_measure(view: View, verb: str, groups: Condition) -> Place | None:
    """What a verb measures: weigh -> weight, cost -> cost or price; of the group's entity or a child of it."""
    wanted = table("measures_of_verbs")["verbs"].get(verb, [])
    return find_measure(view.context, groups.place.entity, wanted)


def measured(view: View, groups: Condition) -> Place | None:
    """What groups are compared by: the number of children, the attribute named, else what the verb measures."""
    child, mention = view.entity("c"), view.mention("a")
    if child:
        return Place(child, "")
    return view.context.place(mention) if mention else verb_measure(view, view.word("verb"), groups)


def find_measure(context: Context, entity: str, wanted: list[str]) -> Place | None:
    children = [name for name in context.vocabulary.entities if entity in parents_of(context, name)]
    grand = [
        n
        for n in context.vocabulary.entities
        if any(c in parents_of(context, n) for c in children) and n not in children
    ]
    order = [entity, *children, *grand, *sorted(parents_of(context, entity))]
    for word in wanted:
        for name in order:
            owner = context.vocabulary.entities[name]
            for attribute in owner.attributes.values():
                if word in attribute.words and knowledge(attribute.words).kind in {"integer", "decimal", ""}:
                    return Place(name, attribute.name)
    return usual_measure(context, order, wanted)


def usual_measure(context: Context, order: list[str], wanted: list[str]) -> Place | None:
    for word in wanted:
        for name in order:
            known = context.knows(name)
            for column in known.columns if known else ():
                words = tuple(column.split("_"))
                if word in words and knowledge(words).kind in {"integer", "decimal"}:
                    return context.declare(name, Mention(words, words, name))
    return None


def factor(view: View) -> float:
    """At least 30% more is 1.3 times."""
    share = view.quantity("k")
    if share is None or (share.low is None and share.high is None):
        return 1.0
    number = share.low if share.low is not None else share.high or 0.0
    return 1 + number if number < 1 else number


def ranked(
    view: View, measure: Place | None, groups: tuple[Condition, ...], more: bool = True
) -> Reading | None:
    if measure is None:
        return None
    ordered = groups if more else tuple(reversed(groups))
    return view.made(Ranked(measure, ordered, view.quote, factor(view)))


def is_more(view: View) -> bool:
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    return "less" not in words[: words.index("than")] if "than" in words else "less" not in words


def verb_more(view: View) -> Reading | None:
    """Dogs weigh more than cats, rabbits the least."""
    first = condition(view, "s")
    if first is None:
        return None
    if view.entity("c"):
        return ranked(view, Place(view.entity("c"), ""), (first, other_than(view, first, "t")), is_more(view))
    measure = named_measure(view, first)
    groups = (first, other_than(view, first, "t"))
    last = condition(view, "r")
    if last is not None:
        return ranked(view, measure, (*groups, last))
    return ranked(view, measure, groups, is_more(view))


def named_measure(view: View, first: Condition) -> Place | None:
    """The measure that was named, or what the verb measures: more milk is more of the yield."""
    mention = view.mention("a")
    if mention is not None and (
        view.context.existing(mention) is not None or knowledge(mention.words).kind in {"integer", "decimal"}
    ):
        return view.context.place(mention)
    found = verb_measure(view, view.word("verb"), first)
    return found if found is not None or mention is None else view.context.place(mention)


def verb_more_alone(view: View) -> Reading | None:
    first = condition(view, "s")
    if first is None:
        return None
    return ranked(view, measured(view, first), (first, first.negated()), is_more(view))


UP = words("build_groups", "up")


DOWN = words("build_groups", "down")


def measure_higher(view: View) -> Reading | None:
    """Fraud amounts much higher on average than normal."""
    word, first = view.word("word"), condition(view, "s")
    if first is None or word not in UP | DOWN:
        return None
    mention = view.mention("a")
    measure = view.context.place(mention) if mention else None
    return ranked(view, measure, (first, other_than(view, first, "t")), word in UP)


def measure_for(view: View) -> Reading | None:
    return measure_higher(view)


def greater_chain(view: View) -> Reading | None:
    """Price per night: suite > double > single."""
    groups = [condition(view, name) for name in "stux" if view.has(name)]
    found = [group for group in groups if group is not None]
    if len(found) < 2 or len(found) < len(groups) or len({group.place for group in found}) != 1:
        return None
    mention = view.mention("a")
    if mention is not None and find_state(view.context, mention.words) in found:
        return None
    measure = view.context.place(mention) if mention else view.subject()
    return ranked(view, measure, tuple(found))


def spread_larger(view: View) -> Reading | None:
    """L3's spread is larger than that of L1: standard deviations are compared."""
    first, second = condition(view, "s"), condition(view, "t")
    if first is None or second is None:
        return None
    measure = find_measure(view.context, first.place.entity, table("measures_of_verbs")["kinds"]["spread"])
    measure = measure or view.context.measured
    if measure is None:
        return None
    return view.made(Ranked(Place(measure.entity, f"@sd {measure.attribute}"), (first, second), view.quote))


def age_more(view: View) -> Reading | None:
    """Drivers under 25 pay clearly more."""
    entity, number = view.entity("e"), view.quantity("n")
    mention = view.mention("e")
    if number is None:
        return None
    place = find_age(view.context, entity) if entity else None
    if place is None and mention is not None and view.context.entity:
        place = age_of(view.context, mention)
    if place is None:
        return None
    return compared_by_number(view, place, number)


def find_age(context: Context, entity: str) -> Place | None:
    order = [entity, *sorted(parents_of(context, entity)), *context.vocabulary.entities]
    for name in order:
        owner = context.vocabulary.entities.get(name)
        for attribute in owner.attributes.values() if owner else ():
            if "age" in attribute.words or attribute.words in {
                ("birth", "date"),
                ("date", "of", "birth"),
                ("dob",),
            }:
                return Place(name, attribute.name)
    return None


def age_of(context: Context, mention: Mention) -> Place:
    """The age of people who are no table of their own: drivers under 25 -> driver_age."""
    words = (mention.words[-1], "age")
    return context.existing(Mention(words, words), context.entity) or context.declare(
        context.entity, Mention(words, words)
    )


def numeric_condition(place: Place, number: Quantity) -> Condition | None:
    if "age" not in place.attribute.split("_"):
        return born_condition(place, number)
    if number.high is not None and number.low is None:
        return Condition(place, "<" if number.open_high else "<=", (number.high,))
    if number.low is not None and number.high is None:
        return Condition(place, ">" if number.open_low else ">=", (number.low,))
    return None


def born_condition(place: Place, number: Quantity) -> Condition | None:
    """Over 65: born before the day that is so many years back, counted from the end of what was spoken of."""
    years = number.low if number.high is None else number.high
    if years is None:
        return None
    day = f"{LATEST_YEAR - int(years)}-12-31"
    return Condition(place, "<=" if number.high is None else ">", (day,))


LATEST_YEAR = 2024


def compared_by_number(view: View, place: Place, number: Quantity) -> Reading | None:
    first = numeric_condition(place, number)
    if first is None:
        return None
    return ranked(view, measured(view, first), (first, first.negated()), is_more(view))


def age_children(view: View) -> Reading | None:
    """Over 65s get more rx than younger people."""
    number = view.quantity("n")
    place = find_age(view.context, view.context.entity)
    if number is None or place is None:
        return None
    first = numeric_condition(place, number)
    child = view.entity("c") or children_of(view.context, place.entity)
    if first is None or not child:
        return None
    return ranked(view, Place(child, ""), (first, first.negated()), is_more(view))


def children_of(context: Context, entity: str) -> str:
    return next((name for name in context.vocabulary.entities if entity in parents_of(context, name)), "")


def often(view: View) -> Reading | None:
    """Learners of advanced courses complete less often than the beginners' ones: shares are compared."""
    first, second = condition(view, "s"), condition(view, "t")
    verb = view.word("verb")
    if first is None:
        return None
    state = find_state(view.context, (verb,))
    state = state or view.context.states.get(verb)
    if state is None:
        return None
    other = second if second is not None and second.place == first.place else first.negated()
    groups = (first, other) if is_more(view) else (other, first)
    return view.made(Ranked(Place(state.place.entity, f"@share {state}"), groups, view.quote))


def with_more(view: View) -> Reading | None:
    """Homes with a heat pump or electric heating use more than those on gas."""
    first, second = condition(view, "s"), condition(view, "t")
    if first is None or second is None or first.place != second.place:
        return None
    extra = condition(view, "s2")
    if extra is not None and extra.place == first.place:
        first = Condition(first.place, "=", (*first.values, *extra.values))
    mention = view.mention("a")
    measure = view.context.place(mention) if mention else verb_measure(view, view.word("verb"), first)
    return ranked(view, measure, (first, second), is_more(view))


BUILDERS: dict[str, Builder] = {
    "verb_more": verb_more,
    "verb_more_alone": verb_more_alone,
    "measure_higher": measure_higher,
    "measure_for": measure_for,
    "greater_chain": greater_chain,
    "spread_larger": spread_larger,
    "age_more": age_more,
    "age_children": age_children,
    "often": often,
    "with_more": with_more,
}
