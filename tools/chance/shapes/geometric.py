"""Geometric: each step up is less likely by the same factor. The exponential law, rounded to steps."""

from __future__ import annotations

from dataclasses import replace

from rowsmith.tools.chance.shapes import exponential

FAMILY = replace(exponential.FAMILY, kind="geometric", counted=True)
