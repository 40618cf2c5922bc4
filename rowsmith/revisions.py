"""Changes of a dataset, and the way back and forth between its versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rowsmith.agents.context import unwatched
from rowsmith.agents.events import Event
from rowsmith.agents.tasks import Model, ProposedEdits, RevisePlan
from rowsmith.billing import billed
from rowsmith.dataset import Dataset
from rowsmith.folder import DatasetFolder, open_folder
from rowsmith.models import model_for
from rowsmith.running import Wishes, run, start_of
from rowsmith.settings import Settings, load_settings
from rowsmith.tools.engine import checksum
from rowsmith.tools.errors import UsageError
from rowsmith.tools.plan import Plan
from rowsmith.tools.plan.edits import Edit, apply, describe, diff
from rowsmith.versions import Kind, Versions
from rowsmith.workplace import Workplace, bring, link_files, working


def refine(
    folder: Path | str,
    message: str,
    *,
    model: str | Model | None = None,
    rounds: int | None = None,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] = unwatched,
    confirm: Callable[[Plan, ProposedEdits], bool] | None = None,
) -> Dataset:
    """The dataset after a follow-up message; what the message does not touch keeps its rows.

    The dataset as it was stays as a version. `confirm` is shown the plan and the edits before rows are made.

    Raises:
        UsageError: an empty message, one that can't be read as a change, or one that was not confirmed.
        SourceError: there is no such dataset.
        ModelError: no answer from the model; the dataset is as it was.
    """
    settings = settings or load_settings()
    old = open_folder(Path(folder))
    if not message.strip():
        raise UsageError("The message is empty.")

    def revise(work: Workplace, asked: Model) -> Plan:
        before = old.plan()
        proposed = _proposed(before, (*old.messages(), message), asked)
        if confirm is not None and not confirm(before, proposed):
            raise UsageError("Nothing was changed.")
        work.write_message(message)
        return apply(before, proposed.edits)

    return _revised(old, "refine", message, revise, model, rounds, settings, on_event)


def propose(
    folder: Path | str,
    message: str,
    *,
    model: str | Model | None = None,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] = unwatched,
) -> ProposedEdits:
    """The edits that a message asks for, without making them. Raises what `refine` raises."""
    settings = settings or load_settings()
    old = open_folder(Path(folder))
    if not message.strip():
        raise UsageError("The message is empty.")
    asked = model_for(model, settings, old.path, on_event)
    return _proposed(old.plan(), (*old.messages(), message), asked)


def edit(
    folder: Path | str,
    edits: Sequence[Edit],
    *,
    message: str | None = None,
    model: str | Model | None = None,
    rounds: int | None = None,
    settings: Settings | None = None,
    on_event: Callable[[Event], None] = unwatched,
) -> Dataset:
    """The dataset after plan edits; `message` are the words that they answer, where they answer any.

    Raises:
        PlanError: an edit that can't be made, or a plan that can't be.
        SourceError: there is no such dataset.
    """
    settings = settings or load_settings()
    old = open_folder(Path(folder))

    def revise(work: Workplace, asked: Model) -> Plan:
        if message is not None:
            work.write_message(message)
        return apply(old.plan(), edits)

    says = message or "; ".join(map(describe, edits))
    return _revised(old, "refine" if message else "edit", says, revise, model, rounds, settings, on_event)


def _proposed(before: Plan, messages: tuple[str, ...], model: Model) -> ProposedEdits:
    proposed = model.answer(RevisePlan(messages, before))
    if not proposed.edits:
        raise UsageError(
            f"No change could be read from {messages[-1]!r}.",
            hint=proposed.note or "Say what to add, drop, rename or set.",
        )
    return proposed


def _revised(
    old: DatasetFolder,
    kind: Kind,
    says: str,
    revise: Callable[[Workplace, Model], Plan],
    model: str | Model | None,
    rounds: int | None,
    settings: Settings,
    on_event: Callable[[Event], None],
) -> Dataset:
    wishes = Wishes(
        scale=old.scale(),
        rounds=settings.rounds if rounds is None else rounds,
        threads=settings.threads,
    )
    with working(old.path, force=True, resumable=False) as work:
        work.write_run(asdict(wishes))
        asked = model_for(model, settings, work.path, on_event)
        bring(old.history, work.history)
        bring(old.texts, work.texts)
        bring(old.wishes, work.wishes)
        with billed(asked, work, asdict(wishes), on_event):
            after = revise(work, asked)
            if work.history.is_file():
                work.forget_runs()
            run(work, start_of(work.messages(), after, mendable=True), wishes, asked, on_event)
        work.keep(old, old.versions().grown(kind, says))
        work.put_in_place()
    return Dataset(DatasetFolder(old.path))


def undo(folder: Path | str) -> Dataset:
    """The dataset before the last change. Raises UsageError where there was none."""
    return _moved(folder, Versions.undone)


def redo(folder: Path | str) -> Dataset:
    """The dataset after the change that was undone last. Raises UsageError where none was."""
    return _moved(folder, Versions.redone)


def checkout(folder: Path | str, number: int) -> Dataset:
    """The dataset as it was in that version. Raises UsageError where there is no such version."""
    return _moved(folder, lambda versions: versions.at(number))


def _moved(folder: Path | str, move: Callable[[Versions], Versions]) -> Dataset:
    """Another version in force; no file is lost, and none is written but the list of versions."""
    old = open_folder(Path(folder))
    versions = move(old.versions())
    with working(old.path, force=True, resumable=False) as work:
        link_files(old.files_of(versions.current), work.path)
        work.keep(old, versions)
        work.put_in_place()
    return Dataset(DatasetFolder(old.path))


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of a table before and after, None where it is not there; `same` where every cell is."""

    table: str
    before: int | None
    after: int | None
    same: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What leads from one version to another: the plan's edits in plain words, and the tables."""

    edits: tuple[str, ...]
    tables: tuple[TableChange, ...]


def compare(folder: Path | str, before: int, after: int) -> Comparison:
    """How two versions differ. Raises UsageError where one of them is not there."""
    opened = open_folder(Path(folder))
    old, new = (DatasetFolder(opened.files_of(number)) for number in (before, after))
    edits = tuple(describe(one) for one in diff(old.plan(), new.plan()))
    return Comparison(edits, changed_tables(old, new))


def changed_tables(old: DatasetFolder, new: DatasetFolder) -> tuple[TableChange, ...]:
    """Each table of the two, and whether its cells are the same."""
    (rows_before, sums_before), (rows_after, sums_after) = _contents(old), _contents(new)
    names = dict.fromkeys([*rows_before, *rows_after])
    return tuple(
        TableChange(
            name, rows_before.get(name), rows_after.get(name), sums_before.get(name) == sums_after.get(name)
        )
        for name in names
    )


def _contents(folder: DatasetFolder) -> tuple[dict[str, int], dict[str, str]]:
    data = folder.existing_data()
    tables = Dataset(folder)
    try:
        rows = {name: len(table) for name, table in tables.tables.items()}
    finally:
        tables.connection.close()
    return rows, checksum(data)
