"""The report: a dataset and its contract as one page that needs nothing else."""

from rowsmith.report.page import Subject, render_report
from rowsmith.report.writing import write_report

__all__ = ["Subject", "render_report", "write_report"]
