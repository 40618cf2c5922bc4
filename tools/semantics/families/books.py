"""Books by number."""

from __future__ import annotations

from rowsmith.tools.semantics.check_digits import with_ean
from rowsmith.tools.semantics.checked import CheckedKind
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.patterns import Patterns


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {"isbn13": Entry("ISBN of 13 digits that begins with 978", (), isbn13)}


def isbn13(locale: str) -> Kind:
    return CheckedKind("isbn13", Patterns.of(["978#########"]), with_ean)
