"""What the workflow carries from node to node: small, plain, serialisable. Rows never enter it."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.friendly.parts import Canonical


class FindingNote(TypedDict):
    """A fault in plain words: its place in the plan or the words that it goes against, and what is wrong."""

    place: str
    says: str


class RunState(TypedDict, total=False):
    """What is known so far; parts of a plan, requirements and the contract are in JSON form.

    Args:
        messages: what the person typed.
        plan: the plan in force.
        faults: why it can't be; empty where it can.
        lint_tries: how often its faults went back; absent where the plan is the person's own, which no
            repair changes.
        data: the path of the tables.
        rows: rows per table.
        standing: the plan that the tables were made from.
        requirements: what was asked.
        layout: the tables that the requirements were written for.
        findings: what the checks found.
        contract: how everything came out.
        rounds: findings and edits of each repair.
        seen: plans that were tried, hashed.
        tried: edits that were tried, in plain words.
        reviewed: whether a sample was read.
        gave_up: why no further repair is tried.
    """

    messages: list[str]
    plan: dict[str, Canonical]
    faults: list[FindingNote]
    lint_tries: int
    data: str
    rows: dict[str, int]
    standing: dict[str, Canonical]
    requirements: list[dict[str, Canonical]]
    layout: str
    findings: list[FindingNote]
    contract: dict[str, Canonical]
    rounds: list[dict[str, Canonical]]
    seen: list[str]
    tried: list[str]
    reviewed: bool
    gave_up: str


def plan_of(state: RunState) -> Plan:
    """The plan in force."""
    return Plan.model_validate(state.get("plan"))


def data_of(state: RunState) -> Path:
    """The DuckDB file of the tables."""
    return Path(state.get("data", ""))


def messages_of(state: RunState) -> tuple[str, ...]:
    """What the person typed; nothing where they gave a plan."""
    return tuple(state.get("messages", ()))


def said(note: FindingNote) -> str:
    """The note as one line."""
    return f"{note['place']}: {note['says']}"
