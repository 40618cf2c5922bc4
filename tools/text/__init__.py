"""Written text without a model: by templates, within bounds, fitting other columns."""

from __future__ import annotations

from rowsmith.tools.text.templates import template_for
from rowsmith.tools.text.written import TextKind

__all__ = ["TextKind", "template_for"]
