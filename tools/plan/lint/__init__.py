"""What is wrong with a plan, found before any row is made."""

from rowsmith.tools.plan.lint.lint import ensure_sound, lint

__all__ = ["ensure_sound", "lint"]
