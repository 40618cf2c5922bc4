"""Values that mean something: names, addresses, products and the like, by locale, in agreement with each other."""

from __future__ import annotations

from rowsmith.tools.semantics.kind import Kind
from rowsmith.tools.semantics.locales import find_locale, resolve_locale
from rowsmith.tools.semantics.registry import KindNames, kind_named, kinds, semantic_kind

__all__ = ["Kind", "KindNames", "find_locale", "kind_named", "kinds", "resolve_locale", "semantic_kind"]
