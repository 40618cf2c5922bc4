"""Markdown and HTML: the filled template as it is."""

from __future__ import annotations

from pathlib import Path

from rowsmith.tools.exports.documents.writing import write_documents
from rowsmith.tools.exports.losses import none
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Source


def _save(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _writer(suffix: str, says: str) -> Format:
    def write(source: Source, folder: Path, options: Options) -> None:
        write_documents(source, folder, options, suffix, _save)

    return Format(says, write, none)


MD, HTML = _writer("md", "a Markdown file per row"), _writer("html", "an HTML file per row")
