"""The questions that an agent asks a model, each with the type of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from pydantic import BaseModel

from rowsmith.agents.requirements import Requirement
from rowsmith.tools.checks import Layout
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.data import Data, Scalar
from rowsmith.tools.plan.edits import Edit
from rowsmith.tools.plan.samplers import Text

Answer_co = TypeVar("Answer_co", bound=BaseModel, covariant=True)


class DraftedPlan(Data):
    plan: Plan


class WrittenRequirements(Data):
    requirements: tuple[Requirement, ...]


class ProposedEdits(Data):
    """Plan edits; none means that the model sees no way. `note` says to the person what was changed and why."""

    edits: tuple[Edit, ...]
    note: str = ""


@dataclass(frozen=True)
class Task(Generic[Answer_co]):
    """A typed question. `answer_type` is the type of its answer."""

    answer_type: ClassVar[type[BaseModel]]


@dataclass(frozen=True)
class DraftPlan(Task[DraftedPlan]):
    """The messages so far as a plan; `seed`, `as_of` and `locale` are wishes of the command line."""

    answer_type: ClassVar[type[BaseModel]] = DraftedPlan
    messages: tuple[str, ...]
    seed: int = 1
    as_of: str | None = None
    locale: str | None = None


@dataclass(frozen=True)
class WriteRequirements(Task[WrittenRequirements]):
    """The messages as requirements, given the tables' layout and nothing of the plan's rules.

    `scale` multiplies the numbers of rows that the words give for tables without a parent.
    """

    answer_type: ClassVar[type[BaseModel]] = WrittenRequirements
    messages: tuple[str, ...]
    layout: Layout
    scale: float = 1.0


@dataclass(frozen=True)
class RepairPlan(Task[ProposedEdits]):
    """Findings on the data of a plan, to be answered by plan edits.

    `tried` are the edits of earlier rounds, in plain words.
    """

    answer_type: ClassVar[type[BaseModel]] = ProposedEdits
    messages: tuple[str, ...]
    plan: Plan
    findings: tuple[str, ...]
    tried: tuple[str, ...] = ()


@dataclass(frozen=True)
class RevisePlan(Task[ProposedEdits]):
    """A follow-up message to a plan, to be answered by plan edits."""

    answer_type: ClassVar[type[BaseModel]] = ProposedEdits
    messages: tuple[str, ...]
    plan: Plan


class WrittenQuery(Data):
    """One SELECT that answers a question, null where the tables can't; `says` how the question was read, or why not."""

    sql: str | None = None
    says: str


@dataclass(frozen=True)
class AnswerQuestion(Task[WrittenQuery]):
    """A question about finished tables."""

    answer_type: ClassVar[type[BaseModel]] = WrittenQuery
    question: str
    layout: Layout


class SamplePoint(Data):
    """What gives made-up data away: the `table` and `column`, one row as `example`, what is `wrong`, what is `right`."""

    table: str
    column: str
    example: str
    wrong: str
    right: str


class SampleReview(Data):
    """The worst points first; none where nothing is wrong."""

    points: tuple[SamplePoint, ...] = ()


@dataclass(frozen=True)
class ReviewSample(Task[SampleReview]):
    """Some rows of finished tables as text, to be read for what no check sees."""

    answer_type: ClassVar[type[BaseModel]] = SampleReview
    messages: tuple[str, ...]
    layout: Layout
    sample: str


@dataclass(frozen=True)
class TextGroup:
    """`count` texts for rows that hold `values` (name and value).

    `facts` stand in each of them letter by letter; `known` are there already.
    """

    count: int
    values: tuple[tuple[str, Scalar], ...] = ()
    facts: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


class WrittenTexts(Data):
    """The texts of each group, in the order of the groups; fewer than asked where others were wrong."""

    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class WriteTexts(Task[WrittenTexts]):
    """Texts as a sampler asks for them, group by group. `locale` is that of the table."""

    answer_type: ClassVar[type[BaseModel]] = WrittenTexts
    said: Text
    locale: str
    groups: tuple[TextGroup, ...]


@runtime_checkable
class TextWriter(Protocol):
    """A model that answers WriteTexts."""

    @property
    def writes_texts(self) -> bool: ...


class Model(Protocol):
    """Whatever answers tasks: a language model, rules, a recording, a script."""

    @property
    def name(self) -> str: ...

    def answer(self, task: Task[Answer_co]) -> Answer_co:
        """The task's answer. Raises ModelError where there is none."""
        ...
