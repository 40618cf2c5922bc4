"""Conversations for fine-tuning: a line of messages per row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rowsmith.tools.errors import UsageError
from rowsmith.tools.exports.compression import GZIP, ZSTD, writing_text
from rowsmith.tools.exports.json_text import json_text
from rowsmith.tools.exports.losses import none
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.records import records, table_of
from rowsmith.tools.exports.source import Source
from rowsmith.tools.exports.templates import compiled, filled

ROLES = ("system", "user", "assistant")


def write(source: Source, folder: Path, options: Options) -> None:
    """`chat.jsonl`. Raises UsageError where it is not said what user and assistant say."""
    with writing_text(folder / "chat.jsonl", options.compress) as file:
        file.writelines(f"{line}\n" for line in lines(source, options))


def lines(source: Source, options: Options) -> Iterator[str]:
    """A conversation per row; rows where somebody has nothing to say are left out."""
    for role in ("user", "assistant"):
        if role not in options.templates:
            raise UsageError(
                f"What the {role} says is not given.", hint=f"Add --set {role}='{{{{ column }}}}'."
            )
    texts = {role: compiled(options.templates[role], role) for role in ROLES if role in options.templates}
    for record in records(source, table_of(source, options), options.rows):
        said = {role: filled(text, record, role).strip() for role, text in texts.items()}
        if said["user"] and said["assistant"]:
            messages = [{"role": role, "content": text} for role, text in said.items() if text]
            yield json_text({"messages": messages})


FORMAT = Format("conversations for fine-tuning, as JSON lines", write, none, (GZIP, ZSTD))
