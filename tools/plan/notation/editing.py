"""A changed plan written into the text that a person wrote, touching only what changed.

The text of every entry that stays keeps its letters: comments, order, spacing, spelling. A changed entry is
written anew as deep down as can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.friendly.parts import Friendly, Said
from rowsmith.tools.plan.notation import layout
from rowsmith.tools.plan.notation.layout import Path
from rowsmith.tools.plan.notation.nodes import Entry, ListNode, MapNode, Node, key_text
from rowsmith.tools.plan.notation.scalars import spelt


@dataclass(frozen=True, slots=True)
class Chunk:
    """An entry as it is to be written: the blank and comment lines above it, and its own lines."""

    above: str
    body: str


def unsplittable() -> PlanError:
    """The text is laid out so that its entries can't be taken apart by lines."""
    return PlanError("The text can't be changed piece by piece.")


def edited(text: str, root: Node, old: Said, new: Said) -> str:
    """The text with what differs between two friendly plans changed.

    Raises PlanError where that can't be done piece by piece.
    """
    if not isinstance(root, MapNode) or root.flow:
        raise unsplittable()
    editor = _Editor(text)
    end = editor.line_end(root.end)
    return text[: root.start] + editor.block(root, (), old, new) + text[end:]


class _Editor:
    def __init__(self, text: str) -> None:
        self.text = text

    def line_end(self, offset: int) -> int:
        """Where the line of an offset ends; only a comment may stand between."""
        found = self.text.find("\n", offset)
        end = len(self.text) if found < 0 else found
        rest = self.text[offset:end].strip()
        if rest and not rest.startswith("#"):
            raise unsplittable()
        return end

    def column(self, offset: int) -> int:
        return offset - (self.text.rfind("\n", 0, offset) + 1)

    def above(self, after: int, start: int) -> str:
        """The blank and comment lines between the end of one entry's lines and the start of the next."""
        *lines, indent = self.text[min(after + 1, start) : start].split("\n")
        if indent.strip() or any(line.strip() and not line.strip().startswith("#") for line in lines):
            raise unsplittable()
        return "".join(f"{line}\n" for line in lines)

    def block(self, node: MapNode, path: Path, old: Said, new: Said) -> str:
        """A block map's text up to the end of its last line."""
        column = self.column(node.start)
        renamed = renames(old, new) if named(path) else {}
        chunks: dict[str, Chunk] = {}
        after = -1
        for number, entry in enumerate(node.entries):
            above = self.above(after, entry.key.start) if number else self.spacing((*path, ""))
            after = self.line_end(entry.value.end)
            name = key_text(entry.key)
            now = renamed.get(name, name)
            if now in new or name not in old:
                chunks[now] = Chunk(above, self.entry(entry, path, now, old, new))
        for name in new:
            if name not in chunks and (name not in old or not same(old[name], new[name])):
                chunk = self.fresh((*path, name), new[name], column, self.value_column(node))
                chunks = inserted(chunks, name, list(new), chunk)
        order = ordered(chunks, list(new)) if named(path) else list(chunks)
        return joined([chunks[name] for name in order], column)

    def entry(self, entry: Entry, path: Path, now: str, old: Said, new: Said) -> str:
        """An entry's text from its key to the end of its last line; `now` is its name in the new plan."""
        end, name = self.line_end(entry.value.end), key_text(entry.key)
        head = self.head(entry, now)
        if (name in old) == (now in new) and same(old.get(name), new.get(now)):
            return head + self.text[entry.value.start : end]
        inner = self.inner(entry.value, (*path, now), old.get(name), new[now])
        return head + inner if inner is not None else self.anew(entry, head, (*path, now), new[now], end)

    def head(self, entry: Entry, now: str) -> str:
        """The key and what stands between it and the value, which keeps its column if it can."""
        gap = self.text[entry.key.end : entry.value.start]
        if key_text(entry.key) == now:
            return self.text[entry.key.start : entry.value.start]
        key = spelt(now, flow=False)
        if gap.strip(" ") == ":" and gap != ":":
            return f"{key}: ".ljust(entry.value.start - entry.key.start)
        return key + gap

    def inner(self, node: Node, path: Path, old: Friendly, new: Friendly) -> str | None:
        """The value's text up to its line end, changed inside; None where it has to be written anew."""
        if isinstance(node, MapNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            if node.flow:
                made = self.flow(node, old, new)
                return None if made is None else made + self.text[node.end : self.line_end(node.end)]
            return self.block(node, path, old, new) if named(path) or set(old) & set(new) else None
        if isinstance(node, ListNode) and not node.flow and isinstance(old, list) and isinstance(new, list):
            return self.items(node, path, old, new) if new else None
        return None

    def anew(self, entry: Entry, head: str, path: Path, value: Friendly, end: int) -> str:
        """The entry with a new value; the comment at the end of its first line stays."""
        column = self.column(entry.key.start)
        gap = self.text[entry.key.end : entry.value.start]
        padded = column + len(head) if "\n" not in gap else 0
        first, *rest = layout.entry(path, value, column, padded)
        first = first[column:]
        if not rest and "\n" not in head and gap.strip() == ":":
            first = head + layout.flow(value, flowing=False)
        one_line = "\n" not in self.text[entry.key.start : entry.value.end]
        comment = self.text[entry.value.end : end] if one_line else ""
        return "\n".join([first + comment, *rest])

    def flow(self, node: MapNode, old: Said, new: Said) -> str | None:
        """A flow map with its changed values put in; None where other keys come or go."""
        changed = {name for name in new if name not in old or not same(old[name], new[name])}
        if list(old) != list(new) or not changed <= {key_text(entry.key) for entry in node.entries}:
            return None
        made, here = "", node.start
        for entry in node.entries:
            name = key_text(entry.key)
            if name in changed:
                made += self.text[here : entry.value.start] + self.flowing(entry.value, old[name], new[name])
                here = entry.value.end
        return made + self.text[here : node.end]

    def flowing(self, node: Node, old: Friendly, new: Friendly) -> str:
        if isinstance(node, MapNode) and isinstance(old, Mapping) and isinstance(new, Mapping):
            return self.flow(node, old, new) or layout.flow(new)
        return layout.flow(new)

    def items(self, node: ListNode, path: Path, old: list[Friendly], new: list[Friendly]) -> str:
        """A block list's text up to the end of its last line."""
        column = self.column(node.start)
        if len(node.items) != len(old):
            raise unsplittable()
        pairs = aligned(old, new)
        chunks: dict[int, Chunk] = {}
        after = -1
        for number, item in enumerate(node.items):
            dash = self.text.rfind("-", 0, item.start) if number else node.start
            above = self.above(after, dash) if number else ""
            after = self.line_end(item.end)
            if number in pairs:
                body = self.item(item, path, old[number], new[pairs[number]], after, column)
                chunks[pairs[number]] = Chunk(above, self.text[dash : item.start] + body)
        for number, value in enumerate(new):
            if number not in chunks:
                chunks[number] = Chunk("", "\n".join(layout.item(path, value, column))[column:])
        return joined([chunks[number] for number in range(len(new))], column)

    def item(self, node: Node, path: Path, old: Friendly, new: Friendly, end: int, column: int) -> str:
        if same(old, new):
            return self.text[node.start : end]
        inner = self.inner(node, (*path, "-"), old, new)
        if inner is not None:
            return inner
        first, *rest = layout.item(path, new, column)
        comment = self.text[node.end : end] if "\n" not in self.text[node.start : node.end] else ""
        return "\n".join([first[column + 2 :] + comment, *rest])

    def fresh(self, path: Path, value: Friendly, column: int, padded: int) -> Chunk:
        """An entry that the text does not have yet."""
        lines = layout.entry(path, value, column, padded)
        return Chunk(self.spacing(path), "\n".join(lines)[column:])

    def spacing(self, path: Path) -> str:
        """What stands above an entry for no reason but the look."""
        return "\n" if path[:-1] == ("tables",) or path in (("constants",), ("tables",), ("rules",)) else ""

    def value_column(self, node: MapNode) -> int:
        """The column that all values of a block start at, 0 where they start at different ones."""
        pairs = [(entry.key, entry.value) for entry in node.entries]
        inline = [value.start for key, value in pairs if "\n" not in self.text[key.start : value.start]]
        columns = {self.column(start) for start in inline}
        return columns.pop() if len(columns) == 1 and len(inline) > 1 else 0


def named(path: Path) -> bool:
    """Whether the map at this place is one of names, in which order is meant."""
    match path:
        case ("tables" | "rules" | "constants",) | ("tables", _, "columns" | "segments" | "rules"):
            return True
        case _:
            return False


def same(old: Friendly, new: Friendly) -> bool:
    """Whether both say the same, 1 and true being different, in the same order."""
    return repr(old) == repr(new)


def renames(old: Said, new: Said) -> dict[str, str]:
    """The keys that only got another name: those of one origin, or as many as came at the same places."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    origins = {origin(name, new[name]): name for name in come}
    pairs = {name: origins[was] for name in gone if (was := origin(name, old[name])) in origins}
    rest = zip(
        [one for one in gone if one not in pairs],
        [one for one in come if one not in pairs.values()],
        strict=False,
    )
    guessed = pairs | dict(rest)
    same_places = len(gone) == len(come) and [guessed.get(name, name) for name in old] == list(new)
    return guessed if same_places else pairs


def origin(name: str, value: Friendly) -> str:
    """The first name of a table or column."""
    return str(value.get("was", name)) if isinstance(value, Mapping) else name


def inserted(chunks: dict[str, Chunk], name: str, order: Sequence[str], chunk: Chunk) -> dict[str, Chunk]:
    """The chunks with one more, behind the nearest of those that stand before it in `order`."""
    before = [one for one in order[: order.index(name)] if one in chunks]
    names = list(chunks)
    at = names.index(before[-1]) + 1 if before else 0
    names.insert(at, name)
    return {one: chunks.get(one, chunk) for one in names}


def ordered(chunks: dict[str, Chunk], order: Sequence[str]) -> list[str]:
    """The names in that order, those that it does not have last."""
    known = [name for name in order if name in chunks]
    return [*known, *(name for name in chunks if name not in known)]


def aligned(old: Sequence[Friendly], new: Sequence[Friendly]) -> dict[int, int]:
    """Which old item becomes which new one: equal ends first, then one by one what lies between."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if not same(old[n], new[n])), shorter)
    tail = next((n for n in range(shorter - head) if not same(old[-1 - n], new[-1 - n])), shorter - head)
    between = min(len(old), len(new)) - head - tail
    pairs = {n: n for n in range(head + between)}
    return pairs | {len(old) - 1 - n: len(new) - 1 - n for n in range(tail)}


def joined(chunks: Sequence[Chunk], column: int) -> str:
    """The chunks one below the other; the first stands where its indentation is already written."""
    if not chunks:
        raise unsplittable()
    indent = " " * column
    first, *rest = chunks
    made = f"{first.above.strip()}\n{indent}{first.body}" if first.above.strip() else first.body
    return made + "".join(f"\n{chunk.above}{indent}{chunk.body}" for chunk in rest)
