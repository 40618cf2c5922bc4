"""How uneven the chances are behind a share among some rows, or by weight."""

from __future__ import annotations

from rowsmith.tools.checks.expressions import Relation


def unevenness(relation: Relation, where: str | None, weight: str | None, base: str) -> dict[str, str]:
    """The aggregate `unevenness`, the standard deviation of the rows' weights over their mean.

    Rows that do not meet `where` have weight 0. Nothing where all rows of the base are alike.
    """
    if where is None and weight is None:
        return {}
    size = f"greatest(coalesce({relation.expression(weight)}, 0), 0)::double" if weight else "1.0"
    if where is not None:
        size = f"case when {relation.expression(where)} then {size} else 0.0 end"
    kept = f" filter (where {base})" if base != "true" else ""
    return {"unevenness": f"stddev_pop({size}){kept} / nullif(avg({size}){kept}, 0)"}
