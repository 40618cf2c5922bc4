"""What the workflow carries from node to node: small, plain, serialisable. Rows never enter it."""

from __future__ import annotations

from typing import TypedDict

from rowsmith.tools.plan.friendly.parts import Canonical


class FindingNote(TypedDict):
    """A fault in plain words: its place in the plan or the requirement that it breaks, and what is wrong."""

    place: str
    says: str


class RunState(TypedDict, total=False):
    """`plan` is the canonical form; `data` the path of the tables; `tried` are plans seen so far, hashed."""

    messages: list[str]
    plan: dict[str, Canonical]
    faults: list[FindingNote]
    lint_tries: int
    data: str
    rows: dict[str, int]
    requirements: list[dict[str, Canonical]]
    findings: list[FindingNote]
    contract: dict[str, Canonical]
    rounds: list[dict[str, Canonical]]
    tried: list[str]
    gave_up: str
