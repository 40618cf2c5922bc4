"""Questions about finished tables become one SELECT, and a sample of rows becomes points."""

from __future__ import annotations

from collections.abc import Iterator

from rowsmith.agents.models.language.asking import Asker
from rowsmith.agents.models.language.dry_run import dry_run
from rowsmith.agents.models.language.vocabularies import page_of
from rowsmith.agents.tasks import AnswerQuestion, ReviewSample, SampleReview, WrittenQuery
from rowsmith.prompts import Words
from rowsmith.prompts.catalog import AnswerQuestion as QuestionPrompt
from rowsmith.prompts.catalog import ReviewSample as SamplePrompt
from rowsmith.tools.errors import did_you_mean

MOST_POINTS = 10


def answer_question(asker: Asker, task: AnswerQuestion) -> WrittenQuery:
    """A query that runs on these tables. Raises ModelError."""
    prompt = QuestionPrompt(Words(task.question), Words(task.layout.text()), page_of(WrittenQuery))
    with dry_run(task.layout) as trial:

        def faults(answer: WrittenQuery) -> list[str]:
            fault = trial.fault(answer.sql) if answer.sql is not None else None
            return [f"sql: {fault}"] if fault is not None else []

        return asker.ask(prompt, WrittenQuery, faults)


def review_sample(asker: Asker, task: ReviewSample) -> SampleReview:
    """Points about tables and columns that are there, at most ten. Raises ModelError."""
    prompt = SamplePrompt(
        tuple(map(Words, task.messages)),
        Words(task.layout.text()),
        Words(task.sample),
        page_of(SampleReview),
    )
    names = task.layout.names()
    answer = asker.ask(
        prompt, SampleReview, lambda found: list(_unknown(found, names)), usable=lambda found: True
    )
    known = [one for one in answer.points if one.column in names.get(one.table, ())]
    return SampleReview(points=tuple(known[:MOST_POINTS]))


def _unknown(answer: SampleReview, names: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for at, point in enumerate(answer.points):
        if point.table not in names:
            yield f"points[{at}].table: there is no table {point.table!r}. {did_you_mean(point.table, names)}"
        elif point.column not in names[point.table]:
            hint = did_you_mean(point.column, names[point.table])
            yield f"points[{at}].column: {point.table} has no column {point.column!r}. {hint}"
