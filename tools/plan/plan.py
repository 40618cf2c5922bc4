"""The plan: a dataset as data."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from rowsmith.tools.plan.data import Data, Name, Scalar, each_once
from rowsmith.tools.plan.table import Rules, Table


class NamedConstant(Data):
    """A value used by its name in expressions, bounds and rules."""

    name: Name
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
    constants: Annotated[tuple[NamedConstant, ...], each_once("name", "The constant")] = ()
    tables: Annotated[tuple[Table, ...], each_once("name", "The table")]
    rules: Rules = ()
    note: str | None = None

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)
