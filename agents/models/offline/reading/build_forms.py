"""Builders of the table `phrases_values` that speak of the form and the uniqueness of text."""

from __future__ import annotations

import re

from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.build_numbering import order_column
from rowsmith.agents.models.offline.reading.build_values import TEXT_UNITS, attribute_words
from rowsmith.agents.models.offline.reading.forms import code_range, regex_of
from rowsmith.agents.models.offline.reading.links import refer
from rowsmith.agents.models.offline.reading.statements import (
    Distinct,
    Numbered,
    OneOf,
    Ordered,
    Place,
    Shaped,
    Statement,
)
from rowsmith.agents.models.offline.reading.view import Builder, Reading, View
from rowsmith.agents.models.offline.text.items import Item, Mention

CLASSES = {
    "digit": "[0-9]",
    "character": "[A-Za-z0-9]",
    "letter": "[A-Z]",
    "capital": "[A-Z]",
    "small_letter": "[a-z]",
}


def names_for(view: View, place: Place) -> list[str]:
    entity = view.context.vocabulary.entities[place.entity]
    return [*attribute_words(view, place), *entity.words]


def example_text(item: Item | None) -> str:
    if item is None:
        return ""
    return item.value if item.symbol == "Q" and isinstance(item.value, str) else item.raw


def example(view: View) -> Reading | None:
    """Plates like 7ABC123; a second part in capitals belongs to the code: AB12 CDE."""
    place, item = view.subject() or coded(view), view.item("c")
    if place is None or item is None or knowledge(attribute_words(view, place)).kind in {"date", "datetime"}:
        return None
    if item.symbol in {"N", "R"} and not is_measure(item):
        return None
    if item.symbol == "X" and not (item.raw.isupper() and len(item.raw) > 2):
        return None
    if place in view.context.forms:
        return view.made()
    texts, end = [example_text(item)], view.end
    following = view.sentence.items[end] if end < len(view.sentence) else None
    if (
        following is not None
        and following.raw.isupper()
        and len(following.raw) <= 4
        and following.raw.isalnum()
    ):
        texts[0] += " " + following.raw
        end += 1
    more = [view.item(name) for name in ("d", "f")]
    texts += [
        example_text(one) for one in more if one is not None and (one.symbol != "X" or one.raw.isupper())
    ]
    if item.symbol in {"N", "R"}:
        return measured_example(view, place, texts[0])
    made = Shaped(place, regex_of(texts, names_for(view, place)), view.quote_to(end), f"like {texts[0]}")
    return view.made(made, end=end)


def is_second_half(item: Item) -> bool:
    """CDE of AB12 CDE, 1234 of HH-TX 1234."""
    raw = item.raw
    return (raw.isupper() and len(raw) <= 4 and raw.isalnum()) or (
        item.symbol in {"N", "Y"} and raw.isdigit() and item.spaced
    )


def coded(view: View) -> Place | None:
    """The code of the entity that is spoken of, where a form is given but no attribute."""
    entity = view.context.entity
    if not entity or entity not in view.context.vocabulary.entities:
        return None
    return view.context.declare(entity, Mention(("code",), ("code",), entity))


def is_measure(item: Item) -> bool:
    return bool(re.search(r"[a-zA-Z]", item.raw))


def measured_example(view: View, place: Place, text: str) -> Reading:
    unit = re.sub(r"^[\d.,]+\s*", "", text)
    return view.made(Shaped(place, f"[0-9]+ {re.escape(unit)}", view.quote, f"like {text}"))


def codes(view: View) -> Reading | None:
    """Codes WH-01 ... WH-04."""
    first, last = view.item("c"), view.item("d")
    place = view.subject() if view.context.adjacent else None
    place = place or coded(view)
    if place is None or first is None or last is None:
        return None
    regex, members = code_range(example_text(first), example_text(last))
    made: list[Statement] = [
        Shaped(place, regex, view.quote, f"{example_text(first)} to {example_text(last)}")
    ]
    if members:
        made.append(OneOf(place, members, view.quote))
    return view.made(*made)


def prefix_digits(view: View) -> Reading | None:
    """POL followed by 8 digits; SM and 9 digits."""
    place, prefix, number = view.subject(), view.item("p"), view.quantity("n")
    if (
        place is None
        or prefix is None
        or number is None
        or number.unit not in CLASSES
        or not prefix.raw.isupper()
    ):
        return None
    regex = f"{re.escape(prefix.raw)}{CLASSES[number.unit]}{{{int(number.low or 1)}}}"
    return view.made(Shaped(place, regex, view.quote, f"{prefix.raw} and {number}"))


def length(view: View) -> Reading | None:
    """Five digits; 17 characters; 3-4 capitals."""
    place, number = view.subject() or None, view.quantity("n")
    if place is None or number is None:
        return None
    unit = number.unit or spoken_unit(view)
    if unit not in CLASSES:
        return None
    regex = CLASSES[unit] + counted(number.low, number.high)
    end_text = view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]]
    made: list[Statement] = [Shaped(place, regex, view.quote, str(number))]
    if "unique" in end_text:
        made.append(Distinct(place.entity, (place.attribute,), view.quote))
    return view.made(*made)


def spoken_unit(view: View) -> str:
    """uppercase letters, characters: what a range without a unit counts."""
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    return next((word for word in words if word in CLASSES), "")


def counted(low: float | None, high: float | None) -> str:
    if low is not None and low == high:
        return f"{{{int(low)}}}" if low != 1 else ""
    return f"{{{int(low or 1)},{'' if high is None else int(high)}}}"


def two_lengths(view: View) -> Reading | None:
    """Three letters dash four digits; an example that follows shows the same."""
    place, first, second = view.subject(), view.quantity("n"), view.quantity("m")
    if place is None or first is None or second is None or {first.unit, second.unit} - set(CLASSES):
        return None
    words = view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]].split()
    mark = (
        "-"
        if {"dash", "hyphen", "minus", "-"} & set(words)
        else " "
        if "space" in words
        else "/"
        if "slash" in words
        else ""
    )
    regex = "".join(
        (
            CLASSES[first.unit],
            counted(first.low, first.high),
            re.escape(mark) if mark else "",
            CLASSES[second.unit],
            counted(second.low, second.high),
        )
    )
    end = example_after(view)
    view.context.forms.add(place)
    return view.made(Shaped(place, regex.replace("\\-", "-"), view.quote_to(end), "as described"), end=end)


def example_after(view: View) -> int:
    at, items = view.end, view.sentence.items
    while at < len(items) and items[at].word in {"like", "e.g.", "such", "as", "(", ","}:
        at += 1
    return at + 1 if at < len(items) and items[at].symbol == "C" else view.end


def container_form(view: View) -> Reading | None:
    """Four capital letters ending in U, then seven digits."""
    place, first, second, last = view.subject(), view.quantity("n"), view.quantity("m"), view.item("p")
    if (
        place is None
        or first is None
        or second is None
        or last is None
        or first.low is None
        or second.low is None
    ):
        return None
    kept = last.raw
    regex = f"{CLASSES.get(first.unit, '[A-Z]')}{{{int(first.low) - len(kept)}}}{re.escape(kept)}{CLASSES.get(second.unit, '[0-9]')}{{{int(second.low)}}}"
    view.context.forms.add(place)
    return view.made(Shaped(place, regex, view.quote, "as described"))


def starts(view: View) -> Reading | None:
    place, prefix = view.subject(), view.item("p")
    if (
        place is None
        or prefix is None
        or knowledge(attribute_words(view, place)).kind in {"date", "datetime"}
    ):
        return None
    text = example_text(prefix)
    names = attribute_words(view, place)
    regex = (
        f"{re.escape(text)}[0-9]{{{13 - len(text)}}}"
        if "isbn" in " ".join(names) and text.isdigit()
        else f"{re.escape(text)}.{{0,60}}"
    )
    return view.made(Shaped(place, regex, view.quote, f"starts with {text}"))


def ends(view: View) -> Reading | None:
    place, ending = view.subject(), view.item("p")
    if place is None or ending is None:
        return None
    return view.made(
        Shaped(place, f".{{1,60}}{re.escape(ending.raw)}", view.quote, f"ends with {ending.raw}")
    )


def e164(view: View) -> Reading | None:
    place = view.subject()
    if place is None:
        return None
    text = view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]]
    prefix = view.item("c")
    digits = (
        re.sub(r"\D", "", prefix.raw)
        if prefix is not None
        else {"uk": "44", "us": "1", "german": "49", "french": "33"}.get(
            next((w for w in text.split() if w in {"uk", "us", "german", "french"}), ""), ""
        )
    )
    rest = {"44": 10, "49": 10, "1": 10, "33": 9}.get(digits, 10)
    regex = f"\\+{digits}[1-9][0-9]{{{rest - 1}}}" if digits else "\\+[1-9][0-9]{9,13}"
    return view.made(Shaped(place, regex, view.quote, "E.164"))


def no_spaces(view: View) -> Reading | None:
    place = view.subject()
    return view.made(Shaped(place, "[^ ]{1,40}", view.quote, "no spaces")) if place else None


def example_ordered(view: View) -> Reading | None:
    """Of the form 2023-000001, counting up in the order the requests were opened."""
    place, item = view.subject(), view.item("c")
    if place is None or item is None:
        return None
    text = example_text(item)
    made: list[Statement] = [
        Shaped(place, regex_of([text], names_for(view, place)), view.quote, f"like {text}")
    ]
    if "count" in view.sentence.code[view.sentence.offsets[view.start] : view.sentence.offsets[view.end]]:
        made.append(Numbered(place, view.quote, by=order_column(view, place.entity), start=1))
    return view.made(*made)


def unique(view: View) -> Reading | None:
    place = view.subject()
    if place is None:
        return None
    words = [item.word for item in view.sentence.items[view.start : view.end]]
    twins = [
        one
        for one in view.context.listed[-2:]
        if one.attribute.split("_")[-1] == place.attribute.split("_")[-1]
    ]
    if "different" in words and "all" not in words and len(twins) == 2 and twins[1] == place:
        return view.made(Ordered(twins[0], "<>", place, view.quote))
    return view.made(Distinct(place.entity, (place.attribute,), view.quote))


def unique_within(view: View) -> Reading | None:
    place, parent = view.subject(), view.entity("e")
    if place is None:
        return None
    if parent == place.entity:
        return view.made(Distinct(place.entity, (place.attribute,), view.quote))
    column = refer(view.context, place.entity, parent)
    return view.made(Distinct(place.entity, (place.attribute,), view.quote, within=(column,)))


def unique_same(view: View) -> Reading | None:
    entity = view.entity("e")
    place = view.place("a", entity)
    return view.made(Distinct(entity, (place.attribute,), view.quote)) if place else None


def unique_named(view: View) -> Reading | None:
    mention = view.mention("a")
    if mention is None or not view.context.vocabulary.entities:
        return None
    place = view.context.place(mention, view.context.entity if view.context.listing else "")
    view.context.attribute, view.context.adjacent = place, True
    return view.made(Distinct(place.entity, (place.attribute,), view.quote))


UNITS = TEXT_UNITS


BUILDERS: dict[str, Builder] = {
    "example": example,
    "code_range": codes,
    "prefix_digits": prefix_digits,
    "length": length,
    "two_lengths": two_lengths,
    "container_form": container_form,
    "starts": starts,
    "ends": ends,
    "e164": e164,
    "no_spaces": no_spaces,
    "example_ordered": example_ordered,
    "unique": unique,
    "unique_within": unique_within,
    "unique_same": unique_same,
    "unique_named": unique_named,
}
