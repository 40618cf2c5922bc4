"""A friendly sampler, the word and its parameters beside it, as its canonical form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan.friendly.parts import (
    CALENDAR_UNITS,
    CYCLES,
    STATISTICS,
    Canonical,
    Friendly,
    items,
    known_keys,
    listed,
    mapping,
    pair,
    scalar,
    shape,
    share,
    spans,
    weighted,
)

Form: TypeAlias = dict[str, Canonical]
Reader: TypeAlias = Callable[[Friendly, Mapping[str, Friendly], str], Form]

SHAPED = ("shape", "bins", *STATISTICS)
PARAMETERS: dict[str, tuple[str, ...]] = {
    "sequence": ("step", "within", "by", "format"),
    "uuid": (),
    "pattern": (),
    "category": ("exact",),
    "states": ("exact",),
    "stages": ("stop",),
    "boolean": ("where", "of", "weight", "exact"),
    "integer": (*SHAPED, "step"),
    "decimal": (*SHAPED, "step", "digits", "ends"),
    "date": (*SHAPED, *CALENDAR_UNITS, "step", "growth", "holidays"),
    "datetime": (*SHAPED, *CALENDAR_UNITS, "step", "growth", "holidays"),
    "time": (*SHAPED, *CALENDAR_UNITS, "step", "growth", "holidays"),
    "after": (*SHAPED, "by", "step"),
    "before": (*SHAPED, "by", "step"),
    "series": ("along", "within", "trend", *CYCLES, "memory", "noise", "anomalies", "low", "high", "digits"),
    "semantic": ("fits", "only", "locale"),
    "reference": ("where", "weight", "exact", "at_least", "at_most", "as", "type", "roots", "depth", "value"),
    "expression": (),
    "query": (),
    "switch": (),
    "lookup": ("by", "otherwise"),
    "bands": ("by",),
    "text": ("fits", "tone", "words", "sentences", "contains", "from", "pool", "locale"),
    "object": (),
    "array": ("count",),
    "constant": (),
    "learned": (),
}
"""Each sampler's word and the parameters that may stand beside it."""

LISTS = ("within", "by", "fits", "contains", "ends", "only")


def read_sampler(value: Friendly, where: str, also: tuple[str, ...] = ()) -> Form:
    """The canonical form of a sampler; `also` names keys beside it that are not its own (modifiers).

    Raises PlanError, located at `where`, for an unknown word or parameter.
    """
    if isinstance(value, str):
        if value not in PARAMETERS:
            raise PlanError(f"{value!r} is no sampler.", where=where, hint=did_you_mean(value, PARAMETERS))
        return _bare(value, where)
    if not isinstance(value, Mapping):
        return {"kind": "constant", "value": scalar(value, where)}
    found = mapping(value, where)
    words = [word for word in PARAMETERS if word in found]
    kind = _the_word(words, found, where)
    known_keys(
        found, (kind, *PARAMETERS[kind], *also), where, f"{kind} (quote an expression that holds a comma)"
    )
    form: Form = {"kind": kind}
    form |= READERS.get(kind, _single)(found[kind], found, where)
    return form | _parameters(kind, found, where)


def read_use(value: Friendly, where: str) -> Form:
    """A sampler inside another: as read_sampler, but a plain word that names no sampler is a constant."""
    if isinstance(value, str) and value not in PARAMETERS:
        return {"kind": "constant", "value": value}
    return read_sampler(value, where)


def _bare(word: str, where: str) -> Form:
    if word == "boolean":
        return {"kind": "boolean", "share": 0.5}
    if word in ("uuid", "sequence"):
        return {"kind": word}
    raise PlanError(f"{word} needs its main value.", where=where, hint=f"Write {{{word}: ...}}.")


def _the_word(words: list[str], found: Mapping[str, Friendly], where: str) -> str:
    # `series` and `text` have no parameter that is a word; `array` and `reference` may stand with one.
    if len(words) == 1:
        return words[0]
    if not words:
        raise PlanError(
            f"No sampler among {', '.join(map(str, found))}.",
            where=where,
            hint=did_you_mean(str(next(iter(found), "")), PARAMETERS),
        )
    raise PlanError(f"Two samplers in one place: {' and '.join(words)}.", where=where)


def _parameters(kind: str, found: Mapping[str, Friendly], where: str) -> Form:
    form: Form = {}
    if "shape" in PARAMETERS[kind] and (law := shape(found, where)) is not None:
        form["shape"] = law
    for name in PARAMETERS[kind]:
        if name not in found or name in SHAPED or name in HANDLED or (kind, name) in HANDLED_BY:
            continue
        place = f"{where}.{name}"
        value = found[name]
        if name in LISTS and not (kind in ("lookup", "bands") and name == "by"):
            form[name] = listed(value, place)
        else:
            form[name] = scalar(value, place)
    return form


def _single(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    return {MAIN[str(_kind(found))]: scalar(value, where)}


def _kind(found: Mapping[str, Friendly]) -> str:
    return next(word for word in PARAMETERS if word in found)


def _nothing(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    if value is not None and value is not True:
        raise PlanError("uuid has no main value.", where=where, hint="Write uuid alone.")
    return {}


def _range(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    low, high = pair(value, where)
    return {"low": low, "high": high} | _calendar(found, where)


def _calendar(found: Mapping[str, Friendly], where: str) -> Form:
    made: list[Canonical] = [
        {"unit": unit, "first": first, "last": last, "weight": weight}
        for name, unit in CALENDAR_UNITS.items()
        if name in found
        for first, last, weight in spans(found[name], f"{where}.{name}")
    ]
    return {"spans": made} if made else {}


def _distance(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    if "by" not in found:
        raise PlanError(
            "How far away is not said.", where=where, hint="Add by: [low, high], as in by: [1 day, 30 days]."
        )
    low, high = pair(found["by"], f"{where}.by")
    return {"of": scalar(value, where), "low": low, "high": high}


def _category(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    return {"values": [{"value": one, "weight": weight} for one, weight in weighted(value, where)]}


def _states(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    made: list[Canonical] = []
    for key, said in mapping(value, where, "a map of states").items():
        place = f"{where}.{key}"
        if isinstance(said, Mapping):
            known_keys(said, ("weight", "fills"), place, "A state")
            fills = listed(said["fills"], place) if "fills" in said else []
            made.append(
                {"value": scalar(key, place), "weight": scalar(said.get("weight", 1), place), "fills": fills}
            )
        else:
            made.append({"value": scalar(key, place), "weight": scalar(said, place)})
    return {"values": made}


def _stages(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    stops = {scalar(k, where): scalar(v, where) for k, v in mapping(found.get("stop") or {}, where).items()}
    values = [scalar(one, where) for one in items(value, where, "a list of stages")]
    for stop in stops:
        if stop not in values:
            raise PlanError(
                f"stop names {stop!r}, which is no stage.",
                where=where,
                hint=did_you_mean(str(stop), map(str, values)),
            )
    return {"values": [{"value": one, "stop": stops.get(one, 0.0)} for one in values]}


def _boolean(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    return {"share": share(value, where)}


def _series(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    cycles: list[Canonical] = [
        {"cycle": name, "first": first, "last": last, "factor": factor}
        for name in CYCLES
        if name in found
        for first, last, factor in spans(found[name], f"{where}.{name}")
    ]
    return {"level": scalar(value, where), "cycles": cycles}


def _reference(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    targets: list[Canonical] = []
    if isinstance(value, Mapping):
        named = [(str(k), v) for k, v in mapping(value, where).items()]
    else:
        named = [(str(one), 1.0) for one in listed(value, where)]
    for text, said in named:
        table, _, column = text.partition(".")
        target: Form = {"table": table}
        if column:
            target["column"] = column
        if isinstance(said, Mapping):
            known_keys(said, ("weight", "type_value"), where, "A target")
            target |= {str(k): scalar(v, where) for k, v in said.items()}
        else:
            target["weight"] = scalar(said, where)
        targets.append(target)
    form: Form = {"tables": targets}
    if "as" in found:
        form["columns"] = listed(found["as"], where)
    return form


def _switch(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    arms: list[Canonical] = []
    for number, said in enumerate(items(value, where, "a list of arms"), start=1):
        place = f"{where}.switch[{number}]"
        arm = mapping(said, place, "an arm {when, use}")
        known_keys(arm, ("when", "share", "use"), place, "An arm")
        if "use" not in arm:
            raise PlanError("The arm says no sampler.", where=place, hint="Add use: ...")
        made: Form = {"use": read_use(arm["use"], place)}
        arms.append(made | {k: scalar(arm[k], place) for k in ("when", "share") if k in arm})
    return {"arms": arms}


def _lookup(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    entries: list[Canonical] = [
        {"key": scalar(key, where), "use": read_use(use, f"{where}.{key}")}
        for key, use in mapping(value, where, "a map of values").items()
    ]
    form: Form = {"entries": entries}
    if "otherwise" in found:
        form["otherwise"] = read_use(found["otherwise"], f"{where}.otherwise")
    return form


def _bands(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    made: list[Canonical] = []
    for one in items(value, where, "a list of bands [from, value]"):
        parts = items(one, where, "a band [from, value]")
        if len(parts) != 2:
            raise PlanError("A band is [from, value].", where=where)
        made.append({"low": scalar(parts[0], where), "use": read_use(parts[1], where)})
    return {"bands": made}


def _text(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    form: Form = {"about": scalar(value, where)}
    form |= {k: list(pair(found[k], f"{where}.{k}")) for k in ("words", "sentences") if k in found}
    return form | ({"source": scalar(found["from"], where)} if "from" in found else {})


def _object(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    fields: list[Canonical] = [
        {"name": str(name), "sampler": read_use(use, f"{where}.{name}")}
        for name, use in mapping(value, where, "a map of fields").items()
    ]
    return {"fields": fields}


def _array(value: Friendly, found: Mapping[str, Friendly], where: str) -> Form:
    return {"item": read_use(value, where), "count": read_count(found.get("count", [1, 3]), f"{where}.count")}


def read_count(value: Friendly, where: str) -> Form:
    """`[1, 5]` is an integer between them, a bare number a constant, else a sampler."""
    if isinstance(value, list | tuple):
        low, high = pair(value, where)
        return {"kind": "integer", "low": low, "high": high}
    return read_sampler(value, where)


READERS: dict[str, Reader] = {
    "uuid": _nothing,
    "category": _category,
    "states": _states,
    "stages": _stages,
    "boolean": _boolean,
    "integer": _range,
    "decimal": _range,
    "date": _range,
    "datetime": _range,
    "time": _range,
    "after": _distance,
    "before": _distance,
    "series": _series,
    "reference": _reference,
    "switch": _switch,
    "lookup": _lookup,
    "bands": _bands,
    "text": _text,
    "object": _object,
    "array": _array,
}

MAIN = {
    "sequence": "start", "pattern": "regex", "semantic": "what", "expression": "sql", "query": "sql",
    "constant": "value", "learned": "source",
}  # fmt: skip

HANDLED = (*CALENDAR_UNITS, *CYCLES, "stop", "as", "otherwise", "words", "sentences", "from", "count")
"""Parameters that a reader of its own has turned already."""

HANDLED_BY = (("after", "by"), ("before", "by"))
