"""What a description states, one thing at a time: the typed union that the planner and the requirements read.

Names of entities and attributes are those that the tables and columns get. `quote` is the span of the words.
"""

from __future__ import annotations

from typing import TypeAlias

from rowsmith.agents.models.offline.reading.about_groups import (
    Law,
    Located,
    Measured,
    Ranked,
    ShareOf,
    Skewed,
    Timing,
    Trend,
)
from rowsmith.agents.models.offline.reading.about_rows import (
    AsMany,
    Children,
    Distinct,
    Grid,
    Having,
    Key,
    Matching,
    Refers,
    Rows,
    Tree,
    Written,
)
from rowsmith.agents.models.offline.reading.about_values import (
    Balanced,
    Computed,
    Decided,
    During,
    Filled,
    Has,
    Numbered,
    OneOf,
    Ordered,
    Shaped,
    Spaced,
    Summed,
    Unread,
    Within,
)
from rowsmith.agents.models.offline.reading.terms import Condition, Op, Place, Span, Word, suffix, word
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Clock, Duration, Window

Statement: TypeAlias = (
    Rows | Children | Refers | Has | OneOf | Within | During | Distinct | Filled | Shaped | ShareOf | Having | Ordered
    | Computed | Summed | Balanced | Matching | AsMany | Spaced | Decided | Ranked | Trend | Skewed | Measured | Law | Timing | Tree | Grid | Numbered
    | Written | Located | Key | Unread
)  # fmt: skip

__all__ = [
    "AsMany",
    "Balanced",
    "Children",
    "Clock",
    "Computed",
    "Condition",
    "Decided",
    "Distinct",
    "Duration",
    "During",
    "Filled",
    "Grid",
    "Has",
    "Having",
    "Key",
    "Law",
    "Located",
    "Matching",
    "Measured",
    "Numbered",
    "OneOf",
    "Op",
    "Ordered",
    "Place",
    "Quantity",
    "Ranked",
    "Refers",
    "Rows",
    "Shaped",
    "ShareOf",
    "Skewed",
    "Spaced",
    "Span",
    "Statement",
    "Summed",
    "Timing",
    "Tree",
    "Trend",
    "Unread",
    "Window",
    "Within",
    "Word",
    "Written",
    "suffix",
    "word",
]
