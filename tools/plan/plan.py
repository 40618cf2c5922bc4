"""The plan: a dataset as data."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from rowsmith.tools.plan.data import Data, Scalar
from rowsmith.tools.plan.table import Rule, Table


class NamedConstant(Data):
    """A value used by its name in expressions, bounds and rules."""

    name: str
    value: Scalar


class Plan(Data):
    """Tables, rules, and what all of them share.

    `as_of` is the plan's "today", so that no run depends on the day it is made.
    """

    rowsmith: Literal[1] = 1
    name: str
    seed: int = 1
    as_of: dt.date = dt.date(2025, 1, 1)
    locale: str = "en_US"
    constants: tuple[NamedConstant, ...] = ()
    tables: tuple[Table, ...]
    rules: tuple[Rule, ...] = ()
    note: str | None = None

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)
