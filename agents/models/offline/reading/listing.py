"""Whether a word stands where a list of attributes, a subject or a reference stands."""

from __future__ import annotations

from collections.abc import Sequence

from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.columns import knowledge
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import Place
from rowsmith.agents.models.offline.reading.view import mention_of
from rowsmith.agents.models.offline.text.items import Item

PREPOSITIONS = words("clause_reader", "prepositions")
DETERMINERS = words("clause_reader", "determiners")
BEFORE_REFERENCES = words("clause_reader", "before_references")
AFTER_SUBJECTS = words("clause_reader", "after_subjects")
ARTICLES = words("clause_reader", "articles")
BEFORE_SUBJECTS = words("clause_reader", "before_subjects")
BEFORE_LISTED = words("clause_reader", "before_listed")
AFTER_LISTED = words("clause_reader", "after_listed")
OBJECTS = words("clause_reader", "objects")


def is_bare_list(context: Context, items: Sequence[Item]) -> bool:
    """wait secs, talk secs, outcome ...: attributes of what was spoken of, without a verb."""
    if not context.entity or len(items) < 3 or items[0].symbol != "A":
        return False
    return items[1].word == "," and items[2].symbol in {"A", "X"} and not items[1].symbol.isupper()


def goes_on(context: Context, items: Sequence[Item], at: int, place: Place | None) -> bool:
    """A clause that began with an attribute and its values goes on with more attributes."""
    comma = at + 1 < len(items) and items[at].word == "," and not items[at].symbol.isupper()
    return comma and items[at + 1].symbol == "A" and place is not None and place.entity == context.entity


def is_listed_reference(items: Sequence[Item], at: int) -> bool:
    before = items[at - 1].word if at else ""
    after = items[at + 1] if at + 1 < len(items) else None
    if items[at - 1].symbol == "N" and items[at - 1].raw.lower() == "one":
        return True
    if before not in BEFORE_REFERENCES:
        return False
    if after is not None and after.word in AFTER_SUBJECTS and not after.symbol.isupper():
        return False
    return (
        items[at].raw.lower().split()[-1] == items[at].raw.lower().split()[-1].removesuffix("s")
        or before in ARTICLES
    )


def is_subject(items: Sequence[Item], at: int) -> bool:
    """True unless a preposition comes before: of the customers, in a hotel."""
    step = at - 1
    while step >= 0 and (items[step].word in BEFORE_SUBJECTS or items[step].symbol in {"N", "X"}):
        step -= 1
    if step < 0:
        return True
    word = items[step].word if not items[step].symbol.isupper() else ""
    if word == "for" and step == 0:
        return True
    return word not in PREPOSITIONS


def is_object(items: Sequence[Item], at: int) -> bool:
    """Belonging to a department: a thing that something is put to, of which nothing is said."""
    before = items[at - 2] if at > 1 else None
    return before is not None and items[at - 1].word in ARTICLES and before.word in OBJECTS


def is_list_place(items: Sequence[Item], at: int) -> bool:
    """True where an attribute of a list stands: after a comma, "and" or an article, not inside a predicate."""
    before = items[at - 1] if at else None
    if before is None or before.symbol in {"A", "E"}:
        return True
    return before.word in BEFORE_LISTED and not before.symbol.isupper()


def opens_list(context: Context, items: Sequence[Item], at: int) -> bool:
    """Whether names of attributes follow."""
    while (
        at < len(items)
        and (items[at].word in DETERMINERS or items[at].symbol == "N")
        and items[at].symbol != "E"
    ):
        at += 1
    if at >= len(items) or not context.entity:
        return False
    if items[at].symbol == "A":
        return True
    if items[at].symbol == "X":
        return knowledge(mention_of(items[at]).words).kind != "" or followed_by_list(items, at)
    return items[at].symbol == "E" and followed_by_list(items, at)


def followed_by_list(items: Sequence[Item], at: int) -> bool:
    after = items[at + 1] if at + 1 < len(items) else None
    return after is None or after.word in AFTER_LISTED or after.symbol in {"R", "A", "T"}
