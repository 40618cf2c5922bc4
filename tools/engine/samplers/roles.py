"""Which role of a kind a column plays: a city's country, an e-mail's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rowsmith.tools.engine.protocols import Scope
from rowsmith.tools.errors import PlanError
from rowsmith.tools.plan.expressions import Path
from rowsmith.tools.plan.samplers import Semantic
from rowsmith.tools.semantics.registry import kind_named

_NAMES = ("person_name", "company")
"""What a column that is only called a name may be the name of."""


def role_of(path: str, roles: Sequence[str], what: str, scope: Scope) -> str:
    """The role that the column at a path plays for a kind that knows these roles.

    Raises:
        PlanError: it plays none of them.
    """
    for name in _names(path, scope):
        if name in roles:
            return name
    known = f"It agrees with {', '.join(roles)}." if roles else "It agrees with no other column."
    raise PlanError(f"{what} can't agree with {path}.", where=scope.where, hint=known)


def _names(path: str, scope: Scope) -> Iterator[str]:
    """What the column may be called: by its kind first, then by its own name."""
    inputs = list(scope.resolve(path).inputs.values())
    if len(inputs) != 1 or not isinstance(inputs[0], Path):
        raise PlanError(f"fits takes columns, not {path!r}.", where=scope.where)
    found = inputs[0]
    table = scope.plan.table(found.end)
    column = table.column(found.column) if table is not None else None
    if column is not None and isinstance(column.sampler, Semantic):
        kind = kind_named(column.sampler.what) or column.sampler.what
        yield kind
        yield from _shorter(kind)
    yield found.column
    named = kind_named(found.column)
    if named is not None:
        yield named
        yield from _shorter(named)
    if found.column == "name" or found.column.endswith("_name"):
        yield from _NAMES


def _shorter(kind: str) -> Iterator[str]:
    """`car_body` plays body; a country's three letters are called alpha3."""
    if kind == "country_code3":
        yield "alpha3"
    _, _, rest = kind.partition("_")
    if rest:
        yield rest
