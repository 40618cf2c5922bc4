"""Builders of the table `phrases_groups`."""

from __future__ import annotations

from rowsmith.agents.models.offline.lexicon.load import table, words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_order import ends_of, near
from rowsmith.agents.models.offline.reading.build_shares import says_state, state_words
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.links import parents_of
from rowsmith.agents.models.offline.reading.statements import Condition, Place, Ranked, Trend
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
    mention = view.mention("a")
    if view.entity("c"):
        return ranked(view, Place(view.entity("c"), ""), (first, first.negated()), is_more(view))
    measure = view.context.place(mention) if mention else verb_measure(view, view.word("verb"), first)
    return ranked(view, measure, (first, first.negated()), is_more(view))


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
    child = view.entity("c")
    mention = view.mention("a")
    measure = (
        Place(child, "")
        if child
        else view.context.place(mention)
        if mention
        else verb_measure(view, view.word("verb"), first)
    )
    return ranked(view, measure, (first, first.negated()), is_more(view))


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
    entity, child = view.entity("e"), view.entity("c")
    quality = next((word for word in words if word in QUALITY), "")
    kinds = table("measures_of_verbs")["kinds"]
    kind = QUALITY[quality][0] if quality else ""
    first = find_measure(view.context, entity, kinds.get(kind, [kind])) if kind else None
    if first is None:
        return None
    sign = QUALITY[quality][1] * (-1 if {"less", "fewer"} & set(words) else 1)
    mention = view.mention("a")
    condition_ = Condition(first, "filled")
    second = (
        Place(child, "")
        if child
        else view.context.place(mention)
        if mention
        else verb_measure(view, view.word("verb"), condition_)
    )
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
    child = view.entity("c")
    other = view.mention("a")
    second = (
        Place(child, "")
        if child
        else view.context.place(other)
        if other
        else verb_measure(view, view.word("verb"), Condition(first, "filled"))
    )
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    sign = -1 if {"less", "lower"} & set(words) else 1
    return (
        view.made(Trend(second, first, sign, view.quote)) if second is not None and second != first else None
    )


BUILDERS: dict[str, Builder] = {
    "verb_more": verb_more,
    "verb_more_alone": verb_more_alone,
    "measure_higher": measure_higher,
    "measure_for": measure_for,
    "adjective_than": adjective_than,
    "greater_chain": greater_chain,
    "superlative": superlative,
    "superlative_low": superlative_low,
    "verb_superlative": verb_superlative,
    "spread_larger": spread_larger,
    "age_more": age_more,
    "age_children": age_children,
    "often": often,
    "with_more": with_more,
    "rises": rises,
    "falls": falls,
    "paired": paired,
    "the_more": the_more,
    "the_more_plain": the_more_plain,
    "bigger_more": bigger_more,
    "quality_verb": quality_verb,
    "with_higher": with_higher,
}
