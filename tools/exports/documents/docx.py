"""Word files: the filled template, read as Markdown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from rowsmith.tools.exports.documents.blocks import Block, Bullet, Grid, Heading, Paragraph, blocks
from rowsmith.tools.exports.documents.writing import write_documents
from rowsmith.tools.exports.extras import needed
from rowsmith.tools.exports.losses import none
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Source

if TYPE_CHECKING:
    from docx.document import Document

MADE = dt.datetime(2000, 1, 1)
"""The moment that files say they were made: no run depends on the clock."""


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per row."""
    docx = needed("docx", "documents")

    def save(text: str, path: Path) -> None:
        document: Document = docx.Document()
        document.core_properties.created = document.core_properties.modified = MADE
        for block in blocks(text):
            _add(block, document)
        document.save(str(path))

    write_documents(source, folder, options, "docx", save)


def _add(block: Block, document: Document) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(text, min(level, 9))
        case Paragraph(text):
            document.add_paragraph(text)
        case Bullet(text):
            document.add_paragraph(text, style="List Bullet")
        case Grid(rows):
            table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text


FORMAT = Format("a Word file per row", write, none, extra="documents")
