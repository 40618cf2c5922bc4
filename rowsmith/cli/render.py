"""Datasets and contracts on the terminal, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from rowsmith.agents.requirements import Contract, JudgedRequirement

if TYPE_CHECKING:
    from rowsmith.dataset import Dataset

MARKS = {
    "holds": "✓", "broken": "✗", "error": "!", "not_checkable": "?", "not_understood": "?",
    "context": "·", "withdrawn": "·", "assumed": "~",
}  # fmt: skip
ENDINGS = {
    "passed": "Passed: everything that was asked holds.",
    "open_points": "Passed with open points: what could be checked holds; the lines with ? were not checked.",
    "failed": "Failed: the lines with ✗ do not hold.",
}


def console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def announce_offline() -> None:
    sys.stderr.write(
        "No model is set, so the built-in rules read the description "
        "(set OPENAI_API_KEY, or OPENAI_BASE_URL and --model, for a language model).\n"
    )


def print_outcome(made: Dataset, *, as_json: bool) -> None:
    """The tables, the contract phrase by phrase, and the ending; with `as_json` one JSON object."""
    if as_json:
        sys.stdout.write(json.dumps(as_data(made)) + "\n")
        return
    out = console()
    out.print(summary(made))
    print_contract(made.contract, out)
    out.print(f"\n{ENDINGS[made.contract.status]} In {made.path}", markup=False)


def as_data(made: Dataset) -> dict[str, object]:
    """The outcome for programs: status, coverage, folder, rows by table, the contract."""
    contract = made.contract
    return {
        "status": contract.status,
        "coverage": contract.coverage,
        "folder": str(made.path),
        "tables": {name: len(table) for name, table in made.tables.items()},
        "contract": contract.model_dump(mode="json"),
    }


def summary(made: Dataset) -> Table:
    """Tables with their rows and columns."""
    table = Table("table", "rows", "columns", box=None, pad_edge=False)
    for name, view in made.tables.items():
        columns = ", ".join(view.to_duckdb().columns)
        table.add_row(name, f"{len(view):,}", columns)
    return table


def print_contract(contract: Contract, out: Console) -> None:
    """Requirement by requirement with the words it came from, then the plan's broken checks."""
    if contract.requirements:
        asked = sum(one.status != "context" for one in contract.requirements)
        out.print(
            f"\nContract: {asked} things asked, {contract.coverage:.0%} of the words covered", markup=False
        )
    for one in contract.requirements:
        if one.status != "context":
            out.print(_line(one), markup=False)
    broken = [rule for rule in contract.rules if rule.status != "holds"]
    held = len(contract.rules) - len(broken)
    out.print(f"\nPlan: {held} of {len(contract.rules)} checks hold", markup=False)
    for rule in broken:
        seen = "; ".join(f"{check.violations} of {check.rows}" for check in rule.checks)
        why = "; ".join(check.error for check in rule.checks if check.error)
        out.print(f"  {MARKS[rule.status]} {rule.name} ({why or seen})", markup=False)


def _line(one: JudgedRequirement) -> str:
    quote = " ".join(one.quote.split())
    found = _found(one)
    return f"  {MARKS[one.status]} “{quote}” — {one.says}{found}"


def _found(one: JudgedRequirement) -> str:
    if one.status == "broken":
        bad = [check for check in one.checks if check.violations]
        shown = _examples(check.examples[0] for check in bad if check.examples)
        return f" ({sum(check.violations for check in bad)} rows against it{shown})"
    return f" ({one.reason})" if one.reason and one.status != "holds" else ""


def _examples(examples: Iterable[Mapping[str, object]]) -> str:
    found = next(iter(examples), None)
    return f", as {found}" if found else ""


def print_rows(names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Rows of a table."""
    table = Table(*names, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)
