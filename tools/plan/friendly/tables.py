"""A table and a plan as they are spelt."""

from __future__ import annotations

from rowsmith.tools.plan import plan as plan_model
from rowsmith.tools.plan import table as model
from rowsmith.tools.plan.friendly.columns import COLUMN, WHO
from rowsmith.tools.plan.friendly.parts import ByName, Field, Record
from rowsmith.tools.plan.friendly.rows import ROWS
from rowsmith.tools.plan.friendly.samplers import USE
from rowsmith.tools.plan.friendly.values import MANY, ONE, SHARE

RULES = ByName(ONE, value="check", what="a map of names and conditions")
SETTINGS = ByName(USE, name="column", value="sampler", what="a map of columns and samplers")
CONSTANTS = ByName(ONE, value="value", what="a map of names and values")

SEGMENT = Record(
    "A segment",
    model.Segment,
    (Field("share", SHARE), *WHO, Field("set", SETTINGS), Field("label", ONE)),
    needed=("set",),
)

TABLE = Record(
    "A table",
    model.Table,
    (
        Field("note", ONE),
        Field("was", ONE),
        Field("locale", ONE),
        Field("rows", ROWS),
        Field("key", MANY),
        Field("columns", ByName(COLUMN, what="a map of columns")),
        Field("segments", ByName(SEGMENT, what="a map of segments")),
        Field("rules", RULES),
    ),
    needed=("rows", "key"),
)

PLAN = Record(
    "A plan",
    plan_model.Plan,
    (
        Field("rowsmith", ONE),
        Field("name", ONE),
        Field("note", ONE),
        Field("seed", ONE),
        Field("as_of", ONE),
        Field("locale", ONE),
        Field("constants", CONSTANTS),
        Field("tables", ByName(TABLE, what="a map of tables")),
        Field("rules", RULES),
    ),
    needed=("tables",),
)
