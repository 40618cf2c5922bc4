"""Lists after a name: values of an attribute, names of the rows of an entity, or attributes of an entity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rowsmith.agents.models.offline.lexicon.load import mapping, words
from rowsmith.agents.models.offline.ontology.columns import is_exactly_known, is_known, knowledge
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.cuts import LEADING
from rowsmith.agents.models.offline.reading.noun_phrases import is_function, is_plural
from rowsmith.agents.models.offline.reading.statements import (
    Condition,
    Has,
    OneOf,
    Place,
    Rows,
    ShareOf,
    Statement,
    Within,
    Word,
    Written,
)
from rowsmith.agents.models.offline.reading.states import same_value, values_of
from rowsmith.agents.models.offline.reading.value_lists import (
    SEPARATORS,
    ValueList,
    closing,
    paired_shares,
    slashed_shares,
    spaced_slash,
    value_list,
)
from rowsmith.agents.models.offline.reading.view import mention_of
from rowsmith.agents.models.offline.text.items import Item, Mention, lemma
from rowsmith.agents.models.offline.text.quantity import Quantity

YES_NO = ({"yes", "no"}, {"true", "false"}, {"y", "n"})
MARKERS = words("lists", "markers")
STATES = words("lists", "states")
STRONG = words("lists", "strong")
TEXT_UNITS = words("lists", "text_units")
BRACKETS = words("lists", "brackets")


def values_after(
    items: Sequence[Item], at: int, place: Place, context: Context
) -> tuple[list[Statement], int] | None:
    """Values of the attribute that was just named, from items[at] on."""
    start, strong = skip_markers(items, at)
    if start >= len(items) or items[start].word in {
        "sum",
        "number",
        "count",
        "total",
        "average",
        "mean",
        "product",
    }:
        return None
    bracket = items[start].word in BRACKETS and not items[start].symbol.isupper()
    if bracket and items[start].word == "(" and not is_value_bracket(items, start, place, context):
        return None
    if not bracket and not strong and not begins_list(items, start, place, context):
        return None
    found = value_list(items, start)
    if found is None or not plausible(items, start, found, bracket):
        return None
    quote = (items[at].start, items[found.end - 1].end)
    return stated(place, found, quote), found.end


def stated(place: Place, found: ValueList, quote: tuple[int, int]) -> list[Statement]:
    if {str(value).lower() for value in found.values} in YES_NO:
        made: list[Statement] = [Has(place, quote, kind="boolean")]
        if found.shares and found.shares[0] is not None:
            made.append(ShareOf(Condition(place, "=", (True,)), Quantity.exactly(found.shares[0]), quote))
        return made
    return [OneOf(place, found.values, quote, tuple(found.shares))]


def skip_markers(items: Sequence[Item], at: int) -> tuple[int, bool]:
    """Past ":", "is one of", "out of" and the like; whether what was passed announces a list."""
    start, strong = at, False
    while start < len(items) and is_marker(items[start]):
        if items[start].word == "," and strong:
            break
        strong = strong or items[start].word in STRONG or items[start].word in {"one", "out"}
        start += 1
    if start > at and items[start - 1].word in {",", "with", "the", "can", "may"} and not strong:
        return at, False
    return start, strong


def is_marker(item: Item) -> bool:
    return (
        item.word in MARKERS and not item.symbol.isupper() and not (item.raw.isupper() and len(item.raw) > 1)
    )


def is_value_bracket(items: Sequence[Item], start: int, place: Place, context: Context) -> bool:
    """False for brackets that hold a range, a sentence or attributes."""
    end = closing(items, start)
    inner = items[start + 1 : end]
    if len(inner) < 2 or inner[0].word in {
        "like",
        "such",
        "example",
        "start",
        "end",
        "code",
        "format",
        "form",
    }:
        return False
    if any(
        item.word == "unique" or (isinstance(item.value, Quantity) and item.value.unit in TEXT_UNITS)
        for item in inner
    ):
        return False
    if any(item.symbol in {"R", "T", "U"} for item in inner) or any(
        item.word in {"be", "have", "no", "not", "never"} and item.symbol == "w" for item in inner
    ):
        return False
    commas = sum(item.word in SEPARATORS and not item.symbol.isupper() for item in inner)
    return commas >= 1 or len(inner) >= 3


def begins_list(items: Sequence[Item], start: int, place: Place, context: Context) -> bool:
    """A list without any marker: low/medium/high; wheat barley maize or rapeseed after a category's name."""
    first = items[start]
    after = items[start + 1].word if start + 1 < len(items) else ""
    if after in {"/", "|"} and (first.symbol or first.word == "'"):
        return True
    if spaced_slash(items, start, len(items)) and first.symbol in {"N", "R"}:
        return True
    if paired_shares(items, start, len(items)) is not None or slashed_shares(items, start, len(items)):
        return True
    if first.symbol == "w" and is_function(first.word) and not first.raw.isupper():
        return False
    if first.symbol in {"R", "T", "U", "P", "E", "D", "H"} or (not first.symbol and first.word != "'"):
        return False
    words = context.vocabulary.entities[place.entity].attributes[place.attribute].words
    category = knowledge(words).kind == "category" or words[-1] in LEADING
    if first.symbol in {"N", "Y"}:
        return (after == "," and category) or is_number_list(items, start)
    return category and first.symbol in {"w", "X", "C", "A", "Q"}


def is_number_list(items: Sequence[Item], start: int) -> bool:
    """20 or 50; 15, 20 or 25: numbers with "or" before the last."""
    found = value_list(items, start)
    if found is None or not all(isinstance(value, float) for value in found.values):
        return False
    return any(item.word == "or" for item in items[start : found.end])


def plausible(items: Sequence[Item], start: int, found: ValueList, bracket: bool) -> bool:
    texts = [value for value in found.values if isinstance(value, str)]
    if any(len(text.split()) > 4 or len(text) > 40 for text in texts):
        return False
    return len(set(map(str, found.values))) == len(found.values)


def names_after(
    items: Sequence[Item], at: int, entity: str, context: Context
) -> tuple[list[Statement], int] | None:
    """What stands in brackets or after a colon behind an entity: the names of its rows, or its kinds."""
    if at < len(items) and items[at].word == "be" and not items[at].symbol.isupper():
        return states_after(items, at, entity, context)
    if at >= len(items) or items[at].symbol.isupper() or items[at].word not in {"(", ":", "="}:
        return None
    if items[at].word == "(" and "table" in [item.word for item in items[at : closing(items, at)]]:
        at = closing(items, at) + 1
        if at >= len(items) or items[at].word != ":":
            return None
    bracket = items[at].word == "("
    start = at if bracket else at + 1
    if start >= len(items) or (bracket and not is_value_bracket(items, at, Place(entity, ""), context)):
        return None
    end = closing(items, at) if bracket else len(items)
    priced = named_numbers(items, at + 1, end)
    if priced is not None:
        return written_rows(items, at, entity, priced, context, end + bracket)
    if are_attributes(items, at + 1, end, context) or is_described(items, at + 1, end, bracket):
        return None
    found = value_list(items, start)
    if (
        found is None
        or not all(isinstance(value, str) for value in found.values)
        or not plausible(items, start, found, bracket)
    ):
        return None
    quote = (items[at].start, items[found.end - 1].end)
    led = led_by_column(items, start + bracket, found)
    if led is not None:
        words, values = led
        place = context.declare(entity, Mention(tuple(map(lemma, words)), words, entity))
        return stated(place, values, quote), found.end
    return named_or_kinds(entity, found, quote, context), found.end


def led_by_column(
    items: Sequence[Item], start: int, found: ValueList
) -> tuple[tuple[str, ...], ValueList] | None:
    """The column's name before the first value: (blood group A+ 40%, B+ ...), ticket regular/student/vip."""
    first, *others = (str(value).split() for value in found.values)
    words = tuple(first[:-1])
    if not 1 <= len(words) <= 2 or not others or any(len(other) > 1 for other in others):
        return None
    mark = next((item for item in items[start : found.end] if item.word in SEPARATORS), None)
    slashed = mark is not None and mark.word == "/" and not mark.spaced
    if is_function(words[0].lower()) or not (slashed or is_known(tuple(map(lemma, words)))):
        return None
    return words, replace(found, values=(first[-1], *found.values[1:]))


def states_after(
    items: Sequence[Item], at: int, entity: str, context: Context
) -> tuple[list[Statement], int] | None:
    """An instalment is paid, late or missed; shifts are early, late or night: the values of its status or type."""
    start = at + 1
    while start < len(items) and items[start].word == "either":
        start += 1
    found = value_list(items, start) if start < len(items) else None
    if found is None or found.end >= len(items) + 1 or not joined_by_or(items, start, found.end):
        return None
    if not all(isinstance(value, str) and len(value.split()) <= 2 for value in found.values):
        return None
    quote = (items[at].start, items[found.end - 1].end)
    place = kind_place(entity, found.values, context)
    if place.attribute.endswith("_type") and all(is_state_word(str(value)) for value in found.values):
        place = context.declare(entity, Mention(("status",), ("status",), entity))
    return stated(place, found, quote), found.end


def joined_by_or(items: Sequence[Item], start: int, end: int) -> bool:
    return any(item.word == "or" and not item.symbol.isupper() for item in items[start:end])


def is_state_word(value: str) -> bool:
    return value.endswith("ed") or value.lower() in mapping("verbs", "irregular") or value.lower() in STATES


def named_or_kinds(
    entity: str, found: ValueList, quote: tuple[int, int], context: Context
) -> list[Statement]:
    rows = context.rows.get(entity)
    count = rows.single if rows is not None else None
    capital = all(str(value)[:1].isupper() for value in found.values)
    if (
        count == len(found.values)
        or (count is None and capital)
        or (capital and found.shares == () and count is None)
    ):
        made: list[Statement] = [Written(entity, ("name",), tuple((value,) for value in found.values), quote)]
        if count is None:
            made.append(Rows(entity, Quantity.exactly(len(found.values)), quote))
        return made
    return [OneOf(kind_place(entity, found.values, context), found.values, quote, tuple(found.shares))]


def kind_place(entity: str, values: Sequence[Word], context: Context) -> Place:
    """The column that says of which kind a row is: the usual one that has such values, else <entity>_type."""
    known = context.knows(entity)
    owner = context.vocabulary.entities[entity]
    for column, sampler in known.own.items() if known else ():
        usual = list(values_of(sampler))
        if any(same_value(value, (str(said).lower(),)) for value in usual for said in values):
            words = tuple(column.split("_"))
            return context.declare(entity, Mention(words, words, entity))
    if known is not None:
        for column in known.columns:
            if column in {"category", "type", "species", "kind"} or column.endswith("_type"):
                words = tuple(column.split("_"))
                return context.declare(entity, Mention(words, words, entity))
    words = (*owner.one.split("_")[-1:], "type")
    return context.declare(entity, Mention(words, words, entity))


def are_attributes(items: Sequence[Item], start: int, end: int, context: Context) -> bool:
    """True where what is listed are names of columns: (name, county), (email phone)."""
    names = [item for item in items[start:end] if item.symbol in {"A", "X", "E"}]
    others = [
        item
        for item in items[start:end]
        if item.symbol in {"w", "N", "C", "Q"} and not is_function(item.word)
    ]
    known = [item for item in names if item.symbol in {"A", "E"}]
    return bool(known) and 2 * len(known) > len(names) + len(others)


def is_described(items: Sequence[Item], start: int, end: int, bracket: bool) -> bool:
    """(type canoe/kayak): the name of a column and then its values; white, black, result 1-0: names of columns."""
    if (
        start + 1 < end
        and items[start].symbol == "A"
        and items[start + 1].word not in {",", "and", "or", "/"}
    ):
        named = mention_of(items[start]).words
        return is_exactly_known(named) or (not bracket and is_known(named))
    singular = [item for item in items[start:end] if item.symbol == "A" and not is_plural(item.raw)]
    return not bracket and any(is_exactly_known(mention_of(item).words) for item in singular)


def named_numbers(items: Sequence[Item], start: int, end: int) -> list[tuple[str, float]] | None:
    """basic 29, plus 49, premium 79."""
    rows: list[tuple[str, float]] = []
    name: list[str] = []
    for item in items[start:end]:
        value = item.value if isinstance(item.value, Quantity) else None
        if item.symbol in {"N", "Y"} and value is not None and value.single is not None and name:
            rows.append((" ".join(name), value.single))
            name = []
        elif item.symbol in {"w", "X", "A", "C", "Q"}:
            name.append(item.raw)
        elif item.word not in {",", "and", "=", ":", "/", "at", "for"}:
            return None
    return rows if len(rows) >= 2 and not name else None


def written_rows(
    items: Sequence[Item], at: int, entity: str, rows: list[tuple[str, float]], context: Context, end: int
) -> tuple[list[Statement], int]:
    quote = (items[at].start, items[min(end, len(items)) - 1].end)
    measure = number_column(entity, context)
    rows_said = context.rows.get(entity)
    if rows_said is not None and (rows_said.low or 0) > len(rows):
        return priced_kinds(context, entity, measure, rows, quote), min(end, len(items))
    made: list[Statement] = [Written(entity, ("name", measure), tuple(rows), quote)]
    if entity not in context.rows:
        made.append(Rows(entity, Quantity.exactly(len(rows)), quote))
    return made, min(end, len(items))


def priced_kinds(
    context: Context, entity: str, measure: str, rows: list[tuple[str, float]], quote: tuple[int, int]
) -> list[Statement]:
    """12,000 tickets: adult 18, reduced 9: far more rows than names, so each name is a kind with its price."""
    kind, number = (context.declare(entity, Mention((name,), (name,), entity)) for name in ("type", measure))
    made: list[Statement] = [OneOf(kind, tuple(name for name, _ in rows), quote)]
    return made + [
        Within(number, Quantity.exactly(value), quote, Condition(kind, "=", (name,))) for name, value in rows
    ]


def number_column(entity: str, context: Context) -> str:
    """The number that usually stands beside a name: the price of a plan."""
    known = context.knows(entity)
    for column in known.columns if known else ():
        if knowledge(tuple(column.split("_"))).kind in {"decimal", "integer"}:
            return column
    return "price"


def share_of(place: Place, value: Word, share: float, quote: tuple[int, int]) -> ShareOf:
    return ShareOf(Condition(place, "=", (value,)), Quantity.exactly(share), quote)
