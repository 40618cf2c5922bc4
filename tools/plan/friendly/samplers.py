"""A sampler as it is spelt: the word, its main value, and its parameters beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rowsmith.tools.errors import PlanError, did_you_mean
from rowsmith.tools.plan import samplers as model
from rowsmith.tools.plan.canonical import Canonical, Form
from rowsmith.tools.plan.data import Data
from rowsmith.tools.plan.friendly.nested import Arms, Bands, Ends, StagesPart, States, Targets, UuidPart
from rowsmith.tools.plan.friendly.parts import (
    ByName,
    Field,
    Friendly,
    Part,
    Record,
    Said,
    Schema,
    Spelt,
    as_form,
    as_key,
    below,
    closed,
    fields_of,
    known_keys,
    mapping,
    scalar,
)
from rowsmith.tools.plan.friendly.shapes import CALENDAR, FACTORS, SHAPE
from rowsmith.tools.plan.friendly.values import (
    MANY,
    NUMBER,
    ONE,
    PAIR,
    SHARE,
    WEIGHTED,
    pair,
)

BARE: dict[str, Friendly] = {"uuid": True, "sequence": 1, "boolean": 0.5}
"""The words that may stand alone, and the main value that each then means."""


@dataclass(frozen=True)
class Word:
    """A sampler's word: the model that it stands for, its main value, and what may stand beside it."""

    model: type[Data]
    main: Part
    beside: tuple[Part, ...] = ()

    @property
    def word(self) -> str:
        return cast("str", self.model.model_fields["kind"].default)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (self.main, *self.beside)

    @property
    def parameters(self) -> tuple[str, ...]:
        keys = (key for part in self.parts for key in part.keys)
        return tuple(key for key in keys if key != self.word)

    def read(self, said: Said, where: str) -> Form:
        return {"kind": self.word} | {k: v for part in self.parts for k, v in part.read(said, where).items()}

    def write(self, form: Form) -> Spelt:
        return {k: v for part in self.parts for k, v in part.write(form).items()}

    def schema(self, extra: Schema) -> Schema:
        """The schema of the map that this word stands in, `extra` being keys that are not its own."""
        fields = fields_of(self.model)
        own = {k: v for part in self.parts for k, v in part.schema(fields).items()}
        own[self.word] = as_form(own[self.word]) | {
            "description": " ".join((self.model.__doc__ or "").split())
        }
        return closed(own | extra, [self.word])


def read_sampler(value: Friendly, where: str, also: Sequence[str] = ()) -> Form:
    """The canonical form of a sampler; `also` names keys beside it that are not its own (modifiers).

    Raises PlanError, located at `where`, for an unknown word or parameter.
    """
    if isinstance(value, str):
        return _bare_word(value, where)
    if not isinstance(value, Mapping):
        if isinstance(value, list | tuple):
            hint = "A choice of values is {category: [...]}, a range {integer: [low, high]}."
            raise PlanError("A list is no sampler.", where=where, hint=hint)
        return {"kind": "constant", "value": scalar(value, where)}
    said = mapping(value, where)
    word = WORDS[_the_word(said, where)]
    _own_keys(said, word, where, also)
    return word.read(said, where)


def write_sampler(form: Form) -> Spelt:
    """The map of a sampler: its word, its main value, its parameters."""
    return WORDS[as_key(form["kind"])].write(form)


def shortened(spelt: Spelt) -> Friendly:
    """A bare word or a bare constant where the map says no more than that."""
    if len(spelt) != 1:
        return spelt
    ((word, main),) = spelt.items()
    if word in BARE and type(main) is type(BARE[word]) and main == BARE[word]:
        return word
    return main if word == "constant" and not isinstance(main, str) else spelt


def _bare_word(word: str, where: str) -> Form:
    if word not in WORDS:
        raise PlanError(f"{word!r} is no sampler.", where=where, hint=did_you_mean(word, WORDS))
    if word not in BARE:
        raise PlanError(f"{word} needs its main value.", where=where, hint=f"Write {{{word}: ...}}.")
    return WORDS[word].read({word: BARE[word]}, where)


def _the_word(said: Said, where: str) -> str:
    words = [word for word in WORDS if word in said]
    if len(words) == 1:
        return words[0]
    if words:
        raise PlanError(f"Two samplers in one place: {' and '.join(words)}.", where=where)
    hint = did_you_mean(str(next(iter(said), "")), WORDS)
    raise PlanError(f"No sampler among {', '.join(map(str, said)) or 'nothing'}.", where=where, hint=hint)


def _own_keys(said: Said, word: Word, where: str, also: Sequence[str]) -> None:
    allowed = (word.word, *word.parameters, *also)
    # {expression: round(a, 2)} reads as the key "expression" and the key "2)" without a value.
    torn = next((str(key) for key, value in said.items() if key not in allowed and value is None), None)
    if torn is not None:
        hint = "Quote the expression: it holds a comma."
        raise PlanError(f"{word.word} has no {torn!r}.", where=below(where, torn), hint=hint)
    known_keys(said, allowed, where, word.word)


class Use:
    """A sampler inside another: a map, a bare word, or else a constant."""

    def read(self, value: Friendly, where: str) -> Form:
        if isinstance(value, str) and value not in WORDS:
            return {"kind": "constant", "value": value}
        return read_sampler(value, where)

    def write(self, form: Canonical) -> Friendly:
        spelt = write_sampler(as_form(form))
        plain = spelt.get("constant")
        return plain if isinstance(plain, str) and plain not in WORDS else shortened(spelt)

    def schema(self, field: Schema) -> Schema:
        return {"$ref": "#/$defs/use"}


class Count:
    """`[1, 5]` is an integer between them, a bare number a constant, else a sampler."""

    def read(self, value: Friendly, where: str) -> Form:
        if isinstance(value, list | tuple):
            low, high = pair(value, where)
            return {"kind": "integer", "low": low, "high": high}
        return read_sampler(value, where)

    def write(self, form: Canonical) -> Friendly:
        spelt = write_sampler(as_form(form))
        bounds = spelt.get("integer")
        return bounds if list(spelt) == ["integer"] and isinstance(bounds, list) else shortened(spelt)

    def schema(self, field: Schema) -> Schema:
        return {"$ref": "#/$defs/count"}


USE, COUNT = Use(), Count()
ARM = Record(
    "An arm", model.Arm, (Field("when", ONE), Field("share", NUMBER), Field("use", USE)), needed=("use",)
)
ENTRIES = ByName(USE, name="key", value="use", what="a map of values")
FIELDS = ByName(USE, value="sampler", what="a map of fields")

_BETWEEN = "Add by: [low, high], as in by: [1 day, 30 days]."
_MOMENT = (SHAPE, CALENDAR, Field("step", ONE), Field("growth", NUMBER), Field("holidays", ONE))
_APART = (Ends("by", missing=_BETWEEN), SHAPE, Field("step", ONE))
_LIMITS = (Field("low", NUMBER), Field("high", NUMBER), Field("digits", ONE))
_LENGTHS = (Field("words", PAIR), Field("sentences", PAIR))
_WHO = (Field("where", ONE), Field("of", ONE), Field("weight", ONE), Field("exact", ONE))

_ALL = (
    Word(
        model.Sequence,
        Field("sequence", ONE, "start", default=1),
        (Field("step", ONE), Field("within", MANY), Field("by", MANY), Field("format", ONE)),
    ),
    Word(model.Uuid, UuidPart()),
    Word(model.Pattern, Field("pattern", ONE, "regex")),
    Word(model.Category, Field("category", WEIGHTED, "values"), (Field("exact", ONE),)),
    Word(model.States, Field("states", States(), "values"), (Field("exact", ONE),)),
    Word(model.Stages, StagesPart()),
    Word(model.Boolean, Field("boolean", SHARE, "share"), _WHO),
    Word(model.Integer, Ends("integer"), (Field("step", NUMBER), SHAPE)),
    Word(
        model.Decimal, Ends("decimal"), (Field("digits", ONE), Field("step", NUMBER), Field("ends", MANY), SHAPE)
    ),
    Word(model.Date, Ends("date"), _MOMENT),
    Word(model.DateTime, Ends("datetime"), _MOMENT),
    Word(model.Time, Ends("time"), _MOMENT),
    Word(model.After, Field("after", ONE, "of"), _APART),
    Word(model.Before, Field("before", ONE, "of"), _APART),
    Word(
        model.Series,
        Field("series", ONE, "level"),
        (
            Field("along", ONE), Field("within", MANY), Field("trend", NUMBER), FACTORS, Field("memory", NUMBER),
            Field("noise", NUMBER), Field("anomalies", NUMBER), *_LIMITS,
        ),
    ),
    Word(
        model.Semantic,
        Field("semantic", ONE, "what"),
        (Field("fits", MANY), Field("only", MANY), Field("locale", ONE)),
    ),
    Word(
        model.Reference,
        Field("reference", Targets(), "tables"),
        (
            Field("where", ONE), Field("weight", ONE), Field("exact", ONE), Field("at_least", ONE),
            Field("at_most", ONE), Field("as", MANY, "columns"), Field("type", ONE), Field("roots", ONE),
            Field("depth", ONE), Field("value", ONE),
        ),
    ),
    Word(model.Expression, Field("expression", ONE, "sql")),
    Word(model.Query, Field("query", ONE, "sql")),
    Word(model.Switch, Field("switch", Arms(ARM), "arms")),
    Word(model.Lookup, Field("lookup", ENTRIES, "entries"), (Field("by", ONE), Field("otherwise", USE))),
    Word(model.Bands, Field("bands", Bands(USE), "bands"), (Field("by", ONE),)),
    Word(
        model.Text,
        Field("text", ONE, "about"),
        (
            Field("fits", MANY), Field("tone", ONE), *_LENGTHS, Field("contains", MANY),
            Field("from", ONE, "source"), Field("pool", ONE), Field("per_row", ONE), Field("turns", PAIR),
            Field("locale", ONE),
        ),
    ),
    Word(model.Object, Field("object", FIELDS, "fields")),
    Word(model.Array, Field("array", USE, "item"), (Field("count", COUNT),)),
    Word(model.Constant, Field("constant", ONE, "value")),
    Word(model.Learned, Field("learned", ONE, "source")),
)  # fmt: skip

WORDS: dict[str, Word] = {word.word: word for word in _ALL}
"""Every sampler by its word."""

PARAMETERS: dict[str, tuple[str, ...]] = {name: word.parameters for name, word in WORDS.items()}
"""Each sampler's word and the parameters that may stand beside it."""
