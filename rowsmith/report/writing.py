"""The report of a dataset folder."""

from __future__ import annotations

from rowsmith.folder import REPORT, DatasetFolder
from rowsmith.report.page import Subject, render_report


def write_report(folder: DatasetFolder) -> None:
    """Writes report.html from the folder's plan, rows, contract and words. Raises SourceError."""
    subject = Subject(folder.plan(), folder.contract(), folder.existing_data(), folder.messages())
    (folder.path / REPORT).write_text(render_report(subject), encoding="utf-8")
