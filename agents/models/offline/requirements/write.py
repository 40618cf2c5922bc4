"""Statements as requirements, written from the words and the layout of the tables alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from rowsmith.agents.coverage import WORD, Span, is_glue, uncovered
from rowsmith.agents.models.offline.lexicon.load import words as word_list
from rowsmith.agents.models.offline.ontology.knowledge import cues
from rowsmith.agents.models.offline.reading import statements as s
from rowsmith.agents.models.offline.requirements import counts, keys, relations, statistics, timing, values
from rowsmith.agents.models.offline.requirements.binding import Binder, Unbound
from rowsmith.agents.models.offline.requirements.drafts import Draft
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.agents.requirements import Requirement, RequirementCheck
from rowsmith.tools.checks.layout import Layout

Writer = Callable[[Any, Binder], Draft]


def writers() -> dict[type, Writer]:
    """Each kind of statement and who writes its requirement."""
    return {
        s.Rows: counts.rows,
        s.Children: counts.children,
        s.Grid: counts.grid,
        s.Having: counts.having,
        s.AsMany: counts.as_many,
        s.Balanced: relations.balanced,
        s.Matching: relations.matching,
        s.Spaced: relations.spaced,
        s.Written: counts.written,
        s.Has: values.has,
        s.OneOf: values.one_of,
        s.Within: values.within,
        s.During: values.during,
        s.Shaped: values.shaped,
        s.ShareOf: values.share_of,
        s.Located: values.located,
        s.Refers: keys.refers,
        s.Distinct: keys.distinct,
        s.Key: keys.key,
        s.Filled: keys.filled,
        s.Tree: keys.tree,
        s.Numbered: keys.numbered,
        s.Ordered: relations.ordered,
        s.Computed: relations.computed,
        s.Summed: relations.summed,
        s.Decided: relations.decided,
        s.Ranked: statistics.ranked,
        s.Trend: statistics.trend,
        s.Skewed: statistics.skewed,
        s.Measured: statistics.measured,
        s.Law: statistics.law,
        s.Timing: timing.timing,
    }


def write_requirements(
    messages: Sequence[str], statements: Sequence[Sequence[s.Statement]], layout: Layout
) -> tuple[Requirement, ...]:
    """Requirements in the order of the words, those of no statement listed as not understood.

    `statements` holds, for each message, what was read from it.
    """
    binder, known = Binder(layout), writers()
    found: list[Requirement] = []
    for number, (message, read) in enumerate(zip(messages, statements, strict=True)):
        for statement in sorted(read, key=lambda one: one.quote):
            found.append(_requirement(f"r{len(found) + 1}", number, message, statement, binder, known))
    names = known_names(layout)
    for gap in uncovered(messages, found):
        opens = gap.start < _first_break(messages[gap.message])
        spoken = names | (opening_words() if opens else frozenset())
        found.append(_left_over(f"r{len(found) + 1}", messages[gap.message], gap, spoken))
    return tuple(sorted(found, key=lambda one: (one.message, one.span)))


def _first_break(message: str) -> int:
    """Where the message begins to speak of its data: behind its first colon, question or number."""
    marks = [at for at in map(message.find, ":?!\n0123456789") if at >= 0]
    return min(marks, default=len(message))


@cache
def opening_words() -> frozenset[str]:
    """Words that open a message and ask for nothing, and those that name what it is about, in the singular."""
    asked = word_list("openings", "words") | {word for cue in cues() for word in cue}
    return frozenset(singular(word) for word in asked)


def known_names(layout: Layout) -> frozenset[str]:
    """The words of all table and column names, in lower case."""
    names = [
        name for table in layout.tables for name in (table.name, *(column.name for column in table.columns))
    ]
    return frozenset(singular(part) for name in names for part in name.lower().split("_"))


def _requirement(
    ident: str, number: int, message: str, statement: s.Statement, binder: Binder, known: dict[type, Writer]
) -> Requirement:
    start, end = statement.quote
    words: dict[str, Any] = {
        "id": ident,
        "quote": message[start:end],
        "span": (start, end),
        "message": number,
    }
    if isinstance(statement, s.Unread):
        return Requirement(
            **words, says=statement.reason, kind="context", reading="not_understood", reason=statement.reason
        )
    try:
        draft = known[type(statement)](statement, binder)
    except Unbound as missing:
        return Requirement(
            **words, says=str(statement), kind="rule", reading="not_checkable", reason=str(missing)
        )
    checks = tuple(RequirementCheck(sql=sql, table=table) for sql, table in draft.checks)
    return Requirement(**words, says=draft.says, kind=draft.kind, checks=checks)


def _left_over(ident: str, message: str, gap: Span, names: frozenset[str]) -> Requirement:
    """Words that no statement holds: the mere name of a table or column, or not understood."""
    quote = message[gap.start : gap.end]
    words = {
        "id": ident,
        "quote": quote,
        "span": (gap.start, gap.end),
        "message": gap.message,
        "kind": "context",
    }
    telling = [word for word in WORD.findall(quote) if not is_glue(word)]
    if all(singular(word.lower()) in names for word in telling):
        return Requirement.model_validate(
            {**words, "says": "These words name what is there.", "reading": "context"}
        )
    reason = "These words were not understood."
    return Requirement.model_validate(
        {**words, "says": reason, "reading": "not_understood", "reason": reason}
    )
