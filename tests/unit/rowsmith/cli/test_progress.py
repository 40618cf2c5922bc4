"""What is told during a run."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console

from rowsmith.agents.events import (
    DataChecked,
    Event,
    GaveUp,
    PlanDrafted,
    PlanFaulty,
    PlanRepaired,
    RequirementsWritten,
    RowsWritten,
    RunFinished,
)
from rowsmith.cli import progress
from rowsmith.cli.progress import sentence, watching

SAID: list[tuple[Event, str | None]] = [
    (PlanDrafted(4, 21), "Plan: 4 tables, 21 columns."),
    (PlanFaulty(("a.b: no",)), "The plan has faults:\n  - a.b: no"),
    (RequirementsWritten(9, 1, 2), "Requirements: 9 to check, 1 not checkable, 2 phrases not understood."),
    (DataChecked(12, ()), "12 checks, all hold."),
    (DataChecked(12, ("a.b: off",)), "12 checks, 1 findings:\n  - a.b: off"),
    (PlanRepaired(("set rows of a", "drop b"), "because"), "Repair: set rows of a; drop b (because)"),
    (PlanRepaired(("drop b",), ""), "Repair: drop b"),
    (GaveUp("in circles."), "No further repair: in circles."),
    (RowsWritten("a", 1, 2), None),
    (RunFinished("passed", 1), None),
]


@pytest.mark.parametrize(("event", "said"), SAID)
def test_events_as_sentences(event: Event, said: str | None) -> None:
    assert sentence(event) == said


def test_elsewhere_only_sentences_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with watching() as tell:
        for event, _ in SAID:
            tell(event)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [line for _, text in SAID if text for line in text.splitlines()]


def test_a_terminal_shows_rows_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()

    def terminal(**settings: object) -> Console:
        return Console(file=out, force_terminal=True, width=100, color_system=None)

    monkeypatch.setattr(progress, "Console", terminal)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with watching() as tell:
        tell(PlanDrafted(1, 2))
        tell(RowsWritten("orders", 400, 1000))
        tell(RowsWritten("orders", 1000, 1000))
        tell(DataChecked(3, ()))
    shown = out.getvalue()
    assert "Plan: 1 tables, 2 columns." in shown
    assert "1,000 rows" in shown
    assert "left:" in shown
    assert "3 checks, all hold." in shown
