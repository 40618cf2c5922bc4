"""A dataset folder's broken twin."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rowsmith.agents.validation_agent.contract import build_contract
from rowsmith.agents.validation_agent.judge import judge
from rowsmith.folder import HISTORY, RUN, DatasetFolder, open_folder
from rowsmith.report import write_report
from rowsmith.tools.errors import UsageError
from rowsmith.tools.faults import Planted, corrupt, is_found
from rowsmith.workplace import working

ANSWERS = "answers.json"


@dataclass(frozen=True)
class Corrupted:
    """The twin, what was planted in it, and how many of these faults the checks found."""

    folder: DatasetFolder
    planted: tuple[Planted, ...]
    found: int


def corrupt_folder(
    folder: Path,
    kinds: Sequence[str] | None = None,
    *,
    share: float = 0.01,
    out: Path | None = None,
    seed: int = 1,
    force: bool = False,
) -> Corrupted:
    """A copy of the dataset with known faults, its answer key, and a contract and report of how it is now.

    Args:
        kinds: what to plant, in this order; every kind that fits single values or rows where it is None.
        share: of the rows of each planted table, one row at least.
        out: the folder to make, `<folder>-corrupted` by default.

    Raises:
        UsageError: an unknown kind, one that no row can have, a share that can't be, an existing folder.
        SourceError: the dataset can't be read.
        TargetError: the twin can't be written.
    """
    good = open_folder(folder)
    plan, data = good.plan(), good.existing_data()
    place = out if out is not None else folder.with_name(f"{folder.name}-corrupted")
    if place.resolve() == folder.resolve():
        raise UsageError("The broken twin can't stand where the dataset stands.", hint="Give another --out.")
    with working(place, force=force, resumable=False) as work:
        planted = corrupt(plan, data, work.data, kinds, share, seed)
        for name in (HISTORY, RUN):
            if (good.path / name).is_file():
                shutil.copyfile(good.path / name, work.path / name)
        work.write_plan(plan)
        judgement = judge(work.data, plan, good.requirements(), scale=good.scale())
        work.write_contract(build_contract(judgement, good.messages(), plan))
        broken = [one for one in judgement.rules if one.status != "holds"]
        found = [is_found(one, broken) for one in planted]
        _write_answers(work.path / ANSWERS, planted, found, share, seed)
        write_report(work)
        work.put_in_place()
    return Corrupted(DatasetFolder(place), tuple(planted), sum(found))


def _write_answers(
    target: Path, planted: Sequence[Planted], found: Sequence[bool], share: float, seed: int
) -> None:
    faults = [
        {**one.model_dump(mode="json"), "found_by_rowsmith": was_found}
        for one, was_found in zip(planted, found, strict=True)
    ]
    told = {"seed": seed, "share": share, "faults": faults}
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
