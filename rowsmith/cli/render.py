"""Datasets and contracts on the terminal, or as JSON."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from rowsmith.agents.requirements import CheckOutcome, Contract, JudgedRequirement, JudgedRule
from rowsmith.cli.tables import cut, grid, one_line

if TYPE_CHECKING:
    from rowsmith.dataset import Dataset

MARKS = {
    "holds": "✓", "broken": "✗", "error": "!", "not_checkable": "?", "not_understood": "?",
    "context": "·", "withdrawn": "·", "assumed": "~",
}  # fmt: skip
COLOURS = {"✓": "green", "✗": "red", "!": "red", "?": "yellow", "~": "yellow"}
TOLD = {
    "holds": "hold", "broken": "broken", "error": "could not be checked", "not_checkable": "not checkable",
    "not_understood": "not understood", "withdrawn": "withdrawn", "assumed": "assumed",
}  # fmt: skip
ENDINGS = {
    "passed": "Passed: everything that was asked holds.",
    "open_points": "Passed with open points: what could be checked holds; lines with ? or ! were not checked.",
    "failed": "Failed: the lines with ✗ do not hold.",
}
EXAMPLE = 110
"""Longest example row, in characters."""


def console() -> Console:
    return Console(highlight=False, soft_wrap=True, markup=False, emoji=False)


def announce_offline() -> None:
    sys.stderr.write(
        "No model is set, so the built-in rules read the description "
        "(set OPENAI_API_KEY, or OPENAI_BASE_URL and --model, for a language model).\n"
    )


def print_outcome(made: Dataset, *, as_json: bool) -> None:
    """The tables, the contract phrase by phrase, and the ending; with `as_json` one JSON object."""
    if as_json:
        print_json(as_data(made))
        return
    out = console()
    print_summary(made, out)
    print_contract(made.contract, out)
    out.print(f"\nThe dataset is in {made.path}. See its rows: rowsmith show {made.path} {first_table(made)}")


def print_json(data: Mapping[str, object]) -> None:
    """One JSON object and nothing else; dates and decimals are written as text."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, default=str) + "\n")


def first_table(made: Dataset) -> str:
    return next(iter(made.tables), "")


def as_data(made: Dataset) -> dict[str, object]:
    """The outcome for programs: status, coverage, folder, rows by table, the contract, what a model cost."""
    contract, bill = made.contract, made.folder.run().get("bill")
    return {
        "status": contract.status,
        "coverage": contract.coverage,
        "folder": str(made.path),
        "tables": {name: len(table) for name, table in made.tables.items()},
        "contract": contract.model_dump(mode="json"),
        **({"bill": bill} if bill is not None else {}),
    }


def print_summary(made: Dataset, out: Console) -> None:
    """Tables with their rows and columns."""
    rows = [
        (name, f"{len(view):,}", ", ".join(view.to_duckdb().columns)) for name, view in made.tables.items()
    ]
    grid(("table", "rows", "columns"), rows, out, right=(1,))


def print_contract(contract: Contract, out: Console) -> None:
    """Requirement by requirement with the words it came from, then the plan's checks that do not hold."""
    asked = [one for one in contract.requirements if one.status != "context"]
    if asked:
        counts = Counter(str(one.status) for one in asked)
        told = ", ".join(f"{counts[status]} {TOLD[status]}" for status in TOLD if counts[status])
        out.print(
            f"\nContract: {len(asked)} things asked, {told}; {contract.coverage:.0%} of the words covered"
        )
        if contract.coverage_says:
            out.print(one_line(contract.coverage_says))
    for one in asked:
        _print_marked(MARKS[one.status], _requirement(one), out)
    _print_rules(contract.rules, out)
    if contract.note:
        out.print(f"\nRepairs ended: {contract.note}")
    out.print(f"\n{ENDINGS[contract.status]}")


def _print_rules(rules: Sequence[JudgedRule], out: Console) -> None:
    broken = [rule for rule in rules if rule.status != "holds"]
    out.print(f"\nPlan: {len(rules) - len(broken)} of {len(rules)} checks hold")
    for rule in broken:
        _print_marked(MARKS[rule.status], f"{rule.name}{_seen(rule.checks)}", out)


def _print_marked(mark: str, said: str, out: Console) -> None:
    out.print(f"  {mark} ", style=COLOURS.get(mark), end="")
    out.print(said)


def _requirement(one: JudgedRequirement) -> str:
    """The words, what they mean, and what was found where that does not hold."""
    quote = one_line(one.quote).strip(" ,;.:")
    reason = one.reason if one.reason and one.reason != one.says and one.status != "holds" else None
    found = _seen(one.checks) if one.status in ("broken", "error") else ""
    return f"“{quote}” — {one.says}{f' ({reason})' if reason else ''}{found}"


def _seen(checks: Sequence[CheckOutcome]) -> str:
    """How many rows are against it, and the first of them."""
    return "".join(f"\n      {line}" for check in checks for line in _seen_lines(check))


def _seen_lines(check: CheckOutcome) -> Iterator[str]:
    if check.error:
        yield one_line(check.error)
    elif check.violations:
        row = check.examples[0] if check.examples else {}
        shown = cut(", ".join(f"{name} {_cell(value)}" for name, value in row.items()), EXAMPLE)
        rows = f"{check.violations:,} of {check.rows:,} rows" if check.rows > 1 else "found"
        yield f"{rows}{f', as: {shown}' if shown else ''}"


def _cell(value: object) -> str:
    return "empty" if value is None else one_line(str(value))
