"""What happens during a run, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from rowsmith.agents.events import (
    AnswerGrew,
    CostEstimated,
    DataChecked,
    Event,
    GaveUp,
    ModelBilled,
    PlanDrafted,
    PlanFaulty,
    PlanRepaired,
    RequirementsWritten,
    RowsWritten,
    SampleReviewed,
    TextsWritten,
)


def sentence(event: Event) -> str | None:
    """The event as one plain line; None for those that a bar shows."""
    match event:
        case PlanDrafted(tables, columns):
            return f"Plan: {tables} tables, {columns} columns."
        case PlanFaulty(faults):
            return "The plan has faults:\n" + "\n".join(f"  - {one}" for one in faults)
        case RequirementsWritten(checkable, not_checkable, not_understood):
            return (
                f"Requirements: {checkable} to check, {not_checkable} not checkable, "
                f"{not_understood} phrases not understood."
            )
        case DataChecked(checks, findings) if findings:
            return f"{checks} checks, {len(findings)} findings:\n" + "\n".join(
                f"  - {one}" for one in findings
            )
        case DataChecked(checks, _):
            return f"{checks} checks, all hold."
        case PlanRepaired(edits, note):
            return "Repair: " + "; ".join(edits) + (f" ({note})" if note else "")
        case GaveUp(reason):
            return f"No further repair: {reason}"
        case _:
            return _of_model(event)


def _of_model(event: Event) -> str | None:
    match event:
        case CostEstimated(says):
            return f"Estimate: {says}"
        case ModelBilled(says):
            return f"Cost: {says}"
        case TextsWritten(place, texts, asked, note):
            short = f" of {asked}" if texts < asked else ""
            return f"Texts: {texts}{short} for {place}." + (f" {note}" if note else "")
        case SampleReviewed(points, note):
            told = note or (f"{len(points)} points" if points else "nothing to mend")
            return f"A sample was read: {told}" + "".join(f"\n  - {one}" for one in points)
        case _:
            return None


STAGES: dict[type[Event], str] = {
    PlanDrafted: "making rows",
    PlanRepaired: "making rows",
    PlanFaulty: "mending the plan",
    RequirementsWritten: "checking",
    DataChecked: "mending the plan",
}
"""What comes after an event."""


class Watcher:
    """Prints what happens as sentences and, on a terminal, shows a bar per table with the time left."""

    def __init__(self, progress: Progress, console: Console) -> None:
        self._progress, self._console = progress, console
        self._bars: dict[str, TaskID] = {}
        self._stage = progress.add_task("reading", total=None, unit="characters")

    def __call__(self, event: Event) -> None:
        if isinstance(event, RowsWritten):
            self._rows(event)
            return
        if isinstance(event, AnswerGrew):
            self._progress.update(self._stage, completed=event.characters)
            return
        if (line := sentence(event)) is not None:
            self._console.print(line)
        if not isinstance(event, CostEstimated):
            self._progress.update(self._stage, description=STAGES.get(type(event), "finishing"), completed=0)

    def _rows(self, event: RowsWritten) -> None:
        bar = self._bars.get(event.table)
        if bar is None:
            bar = self._bars[event.table] = self._progress.add_task(
                event.table, total=event.total, unit="rows"
            )
        self._progress.update(bar, completed=event.done, total=event.total)


@contextmanager
def watching() -> Iterator[Callable[[Event], None]]:
    """A listener for the time of a run, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False, emoji=False)
    columns = (
        SpinnerColumn(finished_text=" "),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=30),
        TextColumn("{task.completed:,.0f} {task.fields[unit]}"),
        TimeElapsedColumn(),
        TextColumn("left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Watcher(progress, console)
