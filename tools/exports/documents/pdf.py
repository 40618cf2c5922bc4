"""PDF files: the filled template, read as Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rowsmith.tools.exports.documents.blocks import Block, Bullet, Grid, Heading, Paragraph, blocks
from rowsmith.tools.exports.documents.writing import write_documents
from rowsmith.tools.exports.extras import needed
from rowsmith.tools.exports.model import Format, Loss, Options
from rowsmith.tools.exports.records import table_of
from rowsmith.tools.exports.source import Source

if TYPE_CHECKING:
    from fpdf import FPDF

MADE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
FONT = "Helvetica"
"""One of the fonts that every reader of PDF has; it holds Western letters only."""
LETTERS = "latin-1"
PLAIN = str.maketrans(
    {"–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "…": "...", "€": "EUR", "•": "-"}
)


def losses(source: Source, options: Options) -> Iterator[Loss]:
    """Letters that the font does not have."""
    yield Loss(table_of(source, options).name, "*", "letters outside of Latin-1 become ?")


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per row."""
    fpdf = needed("fpdf", "documents")

    def save(text: str, path: Path) -> None:
        pdf: FPDF = fpdf.FPDF()
        pdf.set_creation_date(MADE)
        pdf.add_page()
        for block in blocks(text):
            _add(block, pdf)
        pdf.output(str(path))

    write_documents(source, folder, options, "pdf", save)


def _add(block: Block, pdf: FPDF) -> None:
    match block:
        case Heading(level, text):
            _lines(pdf, text, size=max(11, 20 - 2 * level), style="B")
        case Paragraph(text):
            _lines(pdf, text)
        case Bullet(text):
            _lines(pdf, f"-  {text}")
        case Grid(rows):
            pdf.set_font(FONT, size=10)
            with pdf.table() as table:
                for cells in rows:
                    row = table.row()
                    for cell in cells:
                        row.cell(_letters(cell))
            pdf.ln(4)


def _lines(pdf: FPDF, text: str, size: int = 11, style: str = "") -> None:
    pdf.set_font(FONT, style="B" if style else "", size=size)
    pdf.multi_cell(0, size * 0.5, _letters(text), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _letters(text: str) -> str:
    return text.translate(PLAIN).encode(LETTERS, errors="replace").decode(LETTERS)


FORMAT = Format("a PDF file per row", write, losses, extra="documents")
