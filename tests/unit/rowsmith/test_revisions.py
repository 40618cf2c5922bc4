"""Versions: nothing is lost, and every way back leads to the same bytes."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rowsmith import api
from rowsmith.agents.models.offline import OfflineModel
from rowsmith.folder import SHARED, open_folder, replaced_folder
from rowsmith.revisions import TableChange
from rowsmith.tools.errors import PlanError, SourceError, UsageError
from rowsmith.tools.plan.column import Column
from rowsmith.tools.plan.edits import Edit
from rowsmith.tools.plan.edits.model import AddColumn, DropColumn, RenameColumn, SetColumn, SetPlan, SetRows
from rowsmith.tools.plan.samplers import Integer
from rowsmith.tools.plan.yaml import load_plan
from rowsmith.versions import first

PLAN = """
name: pets
tables:
  cats: {rows: 8, key: id, columns: {id: sequence, weight: {integer: [2, 9]}}}
  dogs: {rows: 5, key: id, columns: {id: sequence, weight: {integer: [3, 40]}}}
  visits: {rows: {per: dog_id, count: [0, 3]}, key: id, columns: {id: sequence, dog_id: {reference: dogs}}}
"""


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    api.generate(plan=load_plan(PLAN), out=tmp_path / "pets", model="offline")
    return tmp_path / "pets"


def content(folder: Path) -> dict[str, str]:
    """Every file of the version in force, hashed."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in SHARED
    }


def an_edit(chance: random.Random, number: int, folder: Path) -> Edit:
    """Some change that the plan in force can take."""
    plan = open_folder(folder).plan()
    name = chance.choice(["cats", "dogs"])
    table = plan.table(name)
    assert table is not None
    extra = [column.name for column in table.columns if column.name.startswith("extra")]
    value = Integer(low=0, high=chance.randint(1, 99))
    match chance.randrange(6):
        case 0 if extra:
            return DropColumn(table=name, column=chance.choice(extra))
        case 1 if extra:
            return SetColumn(table=name, column=Column(name=chance.choice(extra), sampler=value))
        case 2 if extra:
            return RenameColumn(table=name, column=chance.choice(extra), to=f"extra_{number}_again")
        case 3:
            rows = {"kind": "fixed", "amount": {"value": chance.randint(3, 12)}}
            return SetRows.model_validate({"kind": "set_rows", "table": name, "rows": rows})
        case 4:
            return SetPlan(seed=chance.randint(2, 99))
        case _:
            return AddColumn(table=name, column=Column(name=f"extra_{number}", sampler=value))


@pytest.mark.parametrize("seed", [1, 2])
def test_undo_and_redo_lead_to_the_same_bytes(seed: int, pets: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    states = [content(pets)]
    for number in range(20 if seed == 1 else 6):
        change = an_edit(chance, number, pets)
        api.edit(pets, [change], model="offline")
        states.append(content(pets))
        touched = (
            {"cats", "dogs", "visits"} if isinstance(change, SetPlan) else {getattr(change, "table", "")}
        )
        touched |= {"visits"} if "dogs" in touched else set()
        compared = api.compare(pets, number + 1, number + 2)
        assert {one.table for one in compared.tables if not one.same} <= touched
    for state in reversed(states[:-1]):
        assert content(api.undo(pets).path) == state
    with pytest.raises(UsageError, match="nothing to undo"):
        api.undo(pets)
    for state in states[1:]:
        assert content(api.redo(pets).path) == state
    with pytest.raises(UsageError, match="nothing to redo"):
        api.redo(pets)
    for number in chance.sample(range(len(states)), 4):
        assert content(api.checkout(pets, number + 1).path) == states[number]


def test_a_change_after_an_undo_loses_nothing(pets: Path) -> None:
    api.edit(pets, [SetPlan(seed=5)], model="offline")
    lost = content(pets)
    api.undo(pets)
    api.edit(pets, [SetPlan(seed=6)], model="offline")
    versions = open_folder(pets).versions()
    assert [(one.number, one.parent) for one in versions.versions] == [(1, None), (2, 1), (3, 1)]
    assert content(api.checkout(pets, 2).path) == lost
    assert [one.name for one in pets.parent.iterdir()] == ["pets"]
    with pytest.raises(UsageError, match="no version 4"):
        api.checkout(pets, 4)


def test_versions_are_compared(pets: Path) -> None:
    api.edit(pets, [DropColumn(table="cats", column="weight")], model="offline")
    found = api.compare(pets, 1, 2)
    visits = found.tables[2].before
    assert found.edits == ("drop cats.weight",)
    assert found.tables == (
        TableChange("cats", 8, 8, same=False),
        TableChange("dogs", 5, 5, same=True),
        TableChange("visits", visits, visits, same=True),
    )


def test_an_edit_that_cannot_be_leaves_the_dataset(pets: Path) -> None:
    before = content(pets)
    with pytest.raises(PlanError):
        api.edit(pets, [DropColumn(table="cats", column="wings")], model="offline")
    assert content(pets) == before
    assert [one.name for one in pets.parent.iterdir()] == ["pets"]


def test_edits_are_shown_before_they_are_made(tmp_path: Path) -> None:
    made = api.generate("30 cats with a weight from 2 to 9", out=tmp_path / "cats", model="offline")
    proposed = api.propose(made.path, "rename weight to kilograms", model=OfflineModel())
    assert [edit.kind for edit in proposed.edits] == ["rename_column"]
    before = content(made.path)
    with pytest.raises(UsageError, match=r"Nothing was changed\."):
        api.refine(made.path, "rename weight to kilograms", model="offline", confirm=lambda *_: False)
    assert content(made.path) == before
    after = api.refine(made.path, "rename weight to kilograms", model="offline", confirm=lambda *_: True)
    assert after.folder.messages() == ("30 cats with a weight from 2 to 9", "rename weight to kilograms")
    assert api.undo(made.path).folder.messages() == ("30 cats with a weight from 2 to 9",)
    with pytest.raises(UsageError, match="message is empty"):
        api.propose(made.path, " ")


def test_a_folder_of_an_earlier_format_is_taken_over(pets: Path) -> None:
    (pets / "versions.json").unlink()
    assert open_folder(pets).versions() == first("generate", "")
    api.edit(pets, [SetPlan(seed=5)], model="offline")
    assert open_folder(pets).versions().current == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"format": 7, "odd": 1}',
            "A newer Rowsmith made this folder: it has format 7.*Nothing was changed",
        ),
        ("[", "no JSON"),
        ('{"format": "x"}', "format is not said"),
        ('{"format": 1, "current": 1}', "can't be read"),
    ],
)
def test_a_folder_that_is_not_understood_is_left_alone(pets: Path, text: str, said: str) -> None:
    (pets / "versions.json").write_text(text)
    before = content(pets)
    with pytest.raises(SourceError, match=said):
        api.undo(pets)
    assert content(pets) == before


HOLD = """
import sys
from pathlib import Path
from rowsmith.workplace import working
with working(Path(sys.argv[1]), force=True):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_process_on_a_folder_is_told(pets: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-P", "-c", HOLD, str(pets)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(UsageError, match=rf"Another process \({holder.pid}\) is working on this dataset"):
        api.edit(pets, [SetPlan(seed=5)], model="offline")
    holder.kill()
    holder.communicate()
    assert api.edit(pets, [SetPlan(seed=5)], model="offline").plan.seed == 5
    assert [one.name for one in pets.parent.iterdir()] == ["pets"]


def test_a_kill_between_two_renames_loses_nothing(pets: Path) -> None:
    before = content(pets)
    pets.rename(replaced_folder(pets))
    assert content(open_folder(pets).path) == before


def test_a_branch_is_a_copy_of_the_folder(pets: Path) -> None:
    import shutil

    api.edit(pets, [SetPlan(seed=5)], model="offline")
    branch = Path(shutil.copytree(pets, pets.with_name("branch")))
    api.edit(branch, [SetPlan(seed=6)], model="offline")
    assert open_folder(pets).plan().seed == 5
    assert json.loads((branch / "versions.json").read_text())["current"] == 3
