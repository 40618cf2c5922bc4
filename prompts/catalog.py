"""Every prompt: its file and its typed inputs.

Fields of type `Words` come from people, models or data. They are put between tags and stay data; all other
text is Rowsmith's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NewType

Words = NewType("Words", str)
"""Text that somebody else wrote. Nothing in it is an order to the model."""


@dataclass(frozen=True)
class Example:
    """A worked example: what somebody asked, and the plan that answers it, as canonical JSON."""

    says: str
    plan: str


@dataclass(frozen=True)
class PlanLanguage:
    """The plan language as a model is told it; all of it is made from the language itself.

    Args:
        vocabulary: every part and its fields (`vocabulary` of the plan's schema).
        semantics: one line for each kind of semantic value, with what it can agree with.
        locales: the locales that semantic values know.
        functions: the SQL functions that expressions may call.
        examples: short worked ones.
    """

    vocabulary: str
    semantics: tuple[str, ...]
    locales: tuple[str, ...]
    functions: tuple[str, ...]
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True)
class Prompt:
    """A question to a model. `file` is its text, in this folder."""

    file: ClassVar[str]


@dataclass(frozen=True)
class DraftPlan(Prompt):
    """A description becomes a plan, unless it needs more than `most_tables` tables.

    `answer` is the vocabulary of the answer.
    """

    file: ClassVar[str] = "draft_plan.md"
    messages: tuple[Words, ...]
    language: PlanLanguage
    answer: str
    most_tables: int
    seed: int = 1
    as_of: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class DraftOutline(Prompt):
    """A long description becomes an outline: tables, keys, references and counts, no columns yet."""

    file: ClassVar[str] = "draft_outline.md"
    messages: tuple[Words, ...]
    answer: str


@dataclass(frozen=True)
class DraftTable(Prompt):
    """One table of an outline becomes whole. `outline` is the outline as JSON, `table` the table's name."""

    file: ClassVar[str] = "draft_table.md"
    messages: tuple[Words, ...]
    outline: Words
    table: Words
    language: PlanLanguage


@dataclass(frozen=True)
class WriteRequirements(Prompt):
    """A description becomes requirements, each with its checks.

    `layout` are the tables as they stand: names, columns, types, references. `answer` is the vocabulary of
    the answer. `scale` multiplies the numbers of rows that the words give.
    """

    file: ClassVar[str] = "write_requirements.md"
    messages: tuple[Words, ...]
    layout: Words
    answer: str
    scale: float = 1.0


@dataclass(frozen=True)
class RepairPlan(Prompt):
    """Findings become edits of the plan.

    `plan` is canonical JSON; `findings` say where and what, with counter-examples; `tried` are edits of
    earlier rounds; `edits` is the vocabulary of edits.
    """

    file: ClassVar[str] = "repair_plan.md"
    messages: tuple[Words, ...]
    plan: Words
    findings: tuple[Words, ...]
    language: PlanLanguage
    edits: str
    tried: tuple[Words, ...] = ()


@dataclass(frozen=True)
class RevisePlan(Prompt):
    """A follow-up message becomes edits of the plan. The last of `messages` is the one to follow."""

    file: ClassVar[str] = "revise_plan.md"
    messages: tuple[Words, ...]
    plan: Words
    language: PlanLanguage
    edits: str


@dataclass(frozen=True)
class ReviewSample(Prompt):
    """Some rows are read for what no check can see.

    `sample` shows a few rows of each table; `answer` is the vocabulary of the answer.
    """

    file: ClassVar[str] = "review_sample.md"
    messages: tuple[Words, ...]
    layout: Words
    sample: Words
    answer: str


@dataclass(frozen=True)
class AnswerQuestion(Prompt):
    """A question about the finished tables becomes one SELECT. `answer` is the vocabulary of the answer."""

    file: ClassVar[str] = "answer_question.md"
    question: Words
    layout: Words
    answer: str


@dataclass(frozen=True)
class TextGroup:
    """Texts for rows that hold `values` (name and value); `facts` stand in each, `known` are there already."""

    count: int
    values: tuple[tuple[Words, Words], ...] = ()
    facts: tuple[Words, ...] = ()
    known: tuple[Words, ...] = ()


@dataclass(frozen=True)
class WriteTexts(Prompt):
    """Texts for a column, group by group. `answer` is the vocabulary of the answer."""

    file: ClassVar[str] = "write_texts.md"
    about: Words
    locale: str
    groups: tuple[TextGroup, ...]
    answer: str
    tone: Words | None = None
    words: tuple[int, int] | None = None
    sentences: tuple[int, int] | None = None
    turns: tuple[int, int] | None = None


PROMPTS: tuple[type[Prompt], ...] = (
    DraftPlan,
    DraftOutline,
    DraftTable,
    WriteRequirements,
    RepairPlan,
    RevisePlan,
    ReviewSample,
    AnswerQuestion,
    WriteTexts,
)
