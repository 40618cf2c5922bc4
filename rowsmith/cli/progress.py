"""What happens during a run, on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from rowsmith.agents.events import (
    DataChecked,
    Event,
    GaveUp,
    PlanDrafted,
    PlanFaulty,
    PlanRepaired,
    RequirementsWritten,
    RowsWritten,
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
            return None


@contextmanager
def watching() -> Iterator[Callable[[Event], None]]:
    """A listener that prints sentences and, on a terminal, shows a bar with the time left per table."""
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bars: dict[str, TaskID] = {}

        def tell(event: Event) -> None:
            if isinstance(event, RowsWritten):
                if event.table not in bars:
                    bars[event.table] = progress.add_task(event.table, total=event.total)
                progress.update(bars[event.table], completed=event.done, total=event.total)
            elif (line := sentence(event)) is not None:
                console.print(line, markup=False)

        yield tell
