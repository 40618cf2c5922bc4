"""What is answered to each line that a person types."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import duckdb
from rich.console import Console

from rowsmith import api
from rowsmith.agents.events import Event
from rowsmith.chat.questions import is_question, read_question
from rowsmith.chat.turn import Turn
from rowsmith.chat.wishes import add_wish, read_wishes, withdraw_wish
from rowsmith.dataset import Dataset
from rowsmith.folder import DatasetFolder, open_folder
from rowsmith.revisions import Comparison, changed_tables
from rowsmith.settings import Settings
from rowsmith.tools.errors import RowsmithError, UsageError, did_you_mean

PREVIEW = 3
"""Rows of a changed table that are shown."""
MOST_ROWS = 20
STANDING = ("from now on", "always ", "in general")
"""How a message begins that is a standing wish."""


def commands() -> dict[str, tuple[str, str]]:
    """What each command takes and does."""
    text = (files("rowsmith.chat") / "commands.txt").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return {name: (takes, does) for name, takes, does in rows}


@dataclass(frozen=True)
class Face:
    """How a conversation shows itself.

    Args:
        out: where to.
        watching: a listener for the time of a run.
        confirm: asks whether to go on; None takes everything.
        show_history, show_comparison, show_contract, show_summary, show_rows: tables on the terminal.
    """

    out: Console
    watching: Callable[[], AbstractContextManager[Callable[[Event], None]]]
    confirm: Callable[[str], bool] | None
    show_history: Callable[[DatasetFolder], None]
    show_comparison: Callable[[Comparison], None]
    show_contract: Callable[[Dataset], None]
    show_summary: Callable[[Dataset], None]
    show_rows: Callable[[list[str], list[tuple[object, ...]]], None]


@dataclass
class Session:
    """A conversation about the dataset in `folder`, which need not be there yet."""

    folder: Path
    settings: Settings
    face: Face
    ended: bool = field(default=False)

    def answer(self, line: str) -> None:
        """Does what a line says; what goes wrong is said and changes nothing."""
        words = line.strip()
        try:
            if words.startswith("/"):
                self._command(words)
            elif words:
                self._words(words)
        except RowsmithError as error:
            self._say(f"{error}")

    def names(self) -> list[str]:
        """What can be completed: commands, tables and columns."""
        found = list(commands())
        if self.there:
            with suppress(RowsmithError):
                plan = open_folder(self.folder).plan()
                found += [table.name for table in plan.tables]
                found += [column.name for table in plan.tables for column in table.columns]
        return list(dict.fromkeys(found))

    @property
    def there(self) -> bool:
        return DatasetFolder(self.folder).is_finished

    def _say(self, text: str) -> None:
        self.face.out.print(text)

    def _words(self, words: str) -> None:
        if not self.there:
            self._begin(words)
        elif is_question(words):
            self._question(words)
        else:
            self._change(words)
            if words.lower().startswith(STANDING):
                self._stand(words)

    def _begin(self, words: str) -> None:
        with self.face.watching() as tell:
            made = api.generate(words, out=self.folder, settings=self.settings, on_event=tell)
        self.face.show_summary(made)
        self._tell_contract(made)

    def _change(self, words: str) -> None:
        confirm = self._confirm if self.face.confirm else None
        before = open_folder(self.folder).versions().current
        with self.face.watching() as tell:
            made = Turn(self.folder, self.settings, confirm, tell).take(words)
        if made is None:
            self._say("Nothing was changed.")
            return
        self._keep_wishes(words)
        self._preview(before)
        self._tell_contract(Dataset(open_folder(self.folder)))

    def _confirm(self, edits: list[str], note: str) -> bool:
        self._say("The plan would change:")
        for said in edits:
            self._say(f"  - {said}")
        if note:
            self._say(f"  ({note})")
        return self.face.confirm is None or self.face.confirm("Make these changes? [Y/n] ")

    def _keep_wishes(self, words: str) -> None:
        """Holds a changed plan against the standing wishes, which may ask for more."""
        for wish in read_wishes(self.folder):
            if wish == words:
                continue
            with suppress(UsageError):
                found = api.propose(self.folder, wish, settings=self.settings)
                with self.face.watching() as tell:
                    api.edit(self.folder, found.edits, settings=self.settings, on_event=tell)
                self._say(f"Kept the standing wish: {wish}")

    def _preview(self, before: int) -> None:
        """The first rows of each table that changed."""
        opened = open_folder(self.folder)
        made = Dataset(opened)
        for change in changed_tables(DatasetFolder(opened.files_of(before)), opened):
            if change.same:
                continue
            if change.after is None:
                self._say(f"{change.table} is gone.")
                continue
            self._say(f"{change.table}: {change.after:,} rows, {change.before or 0:,} before")
            self._rows(made, change.table, PREVIEW)
        made.connection.close()

    def _rows(self, made: Dataset, table: str, count: int) -> None:
        head = made.tables[table].to_duckdb().limit(count)
        self.face.show_rows(head.columns, head.fetchall())

    def _tell_contract(self, made: Dataset) -> None:
        contract = made.contract
        assumed = [one.says for one in contract.requirements if one.status == "assumed"]
        broken = [one.says for one in contract.requirements if one.status == "broken"]
        self._say(f"{contract.status.replace('_', ' ')}; {contract.coverage:.0%} of the words covered")
        for said in assumed:
            self._say(f"  ~ assumed: {said}")
        for said in broken:
            self._say(f"  ✗ does not hold: {said}")

    def _question(self, words: str) -> None:
        """The answer with its query: by rules, else by the language model."""
        made = Dataset(open_folder(self.folder))
        try:
            sql = read_question(words, made.connection)
            if sql is not None:
                found = made.connection.execute(sql)
                names = [str(one[0]) for one in found.description or ()]
                rows = found.fetchmany(MOST_ROWS)
                self._say(f"  {sql}")
                self.face.show_rows(names, rows)
                return
        except duckdb.Error as error:
            self._say(f"The query can't be run ({str(error).splitlines()[0]}).")
            return
        finally:
            made.connection.close()
        answer = api.ask(self.folder, words, settings=self.settings)
        self._say(answer.says)
        if answer.sql:
            self._say(f"  {answer.sql}")
            if answer.rows:
                self.face.show_rows(
                    list(answer.rows[0]), [tuple(row.values()) for row in answer.rows[:MOST_ROWS]]
                )

    def _stand(self, words: str) -> None:
        add_wish(self.folder, words)
        self._say("It stands for later changes too: see /wishes.")

    def _command(self, words: str) -> None:
        name, _, rest = words.partition(" ")
        doers: dict[str, Callable[[str], None]] = {
            "/help": self._help, "/plan": self._plan, "/contract": self._contract, "/show": self._show,
            "/undo": self._undo, "/redo": self._redo, "/history": self._history, "/diff": self._diff,
            "/checkout": self._checkout, "/export": self._export, "/wish": self._wish, "/wishes": self._wishes,
            "/withdraw": self._withdraw, "/quit": self._quit,
        }  # fmt: skip
        do = doers.get(name)
        if do is None:
            raise UsageError(f"There is no command {name}.", hint=did_you_mean(name, doers))
        do(rest.strip())

    def _help(self, _: str) -> None:
        self._say("Type what you want, a change, or a question. Or one of these:")
        for name, (takes, does) in commands().items():
            self._say(f"  {f'{name} {takes}'.strip():<24}{does}")

    def _quit(self, _: str) -> None:
        self.ended = True

    def _plan(self, _: str) -> None:
        from rowsmith.tools.plan.yaml import dump_plan

        self._say(dump_plan(open_folder(self.folder).plan()).rstrip())

    def _contract(self, _: str) -> None:
        self.face.show_contract(Dataset(open_folder(self.folder)))

    def _show(self, table: str) -> None:
        made = Dataset(open_folder(self.folder))
        try:
            self._rows(made, table, MOST_ROWS)
        finally:
            made.connection.close()

    def _undo(self, _: str) -> None:
        self.face.show_summary(api.undo(self.folder))

    def _redo(self, _: str) -> None:
        self.face.show_summary(api.redo(self.folder))

    def _history(self, _: str) -> None:
        self.face.show_history(open_folder(self.folder))

    def _diff(self, rest: str) -> None:
        versions = open_folder(self.folder).versions()
        if not rest:
            here = versions.version(versions.current)
            before, after = here.parent or here.number, here.number
        else:
            before, after = _numbers(rest, 2)
        self.face.show_comparison(api.compare(self.folder, before, after))

    def _checkout(self, rest: str) -> None:
        (number,) = _numbers(rest, 1)
        self.face.show_summary(api.checkout(self.folder, number))

    def _export(self, rest: str) -> None:
        wanted, _, place = rest.partition(" ")
        if not wanted:
            raise UsageError("Which format is not said.", hint="As in: /export csv files")
        out = Path(place.strip() or f"{self.folder.name}-{wanted}")
        made = Dataset(open_folder(self.folder)).export(out, wanted)
        self._say(f"{len(made.files)} files are in {made.folder}.")
        for says in dict.fromkeys(one.says for one in made.losses):
            self._say(f"  ~ {says}")

    def _wish(self, words: str) -> None:
        if not words:
            raise UsageError("The wish is empty.")
        open_folder(self.folder)
        with suppress(UsageError):  # nothing to change now; it stands for later
            self._change(words)
        self._stand(words)

    def _wishes(self, _: str) -> None:
        found = read_wishes(self.folder)
        for number, words in enumerate(found, start=1):
            self._say(f"  {number}  {words}")
        if not found:
            self._say("No wish stands.")

    def _withdraw(self, rest: str) -> None:
        (number,) = _numbers(rest, 1)
        self._say(f"Withdrawn: {withdraw_wish(self.folder, number)}")


def _numbers(said: str, count: int) -> tuple[int, ...]:
    """So many whole numbers. Raises UsageError where they are not there."""
    words = said.split()
    if len(words) != count or not all(word.isdigit() for word in words):
        raise UsageError(
            f"{count} number{'s are' if count > 1 else ' is'} needed here.", hint="See /history."
        )
    return tuple(map(int, words))


def completions(begun: str, names: list[str]) -> Iterator[str]:
    """What a begun word may become."""
    return (name for name in names if name.lower().startswith(begun.lower()))
