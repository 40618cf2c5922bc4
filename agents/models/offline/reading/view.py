"""A matched phrase as its builder sees it: slots as entities, places and quantities, and the context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.grammar.sentence import Sentence
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.statements import Place, Span, Statement
from rowsmith.agents.models.offline.text.items import Item, Mention
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.times import Clock, Duration, Window


@dataclass(frozen=True, slots=True)
class Reading:
    """Statements and the index of the item after the words that they were read from."""

    statements: tuple[Statement, ...]
    end: int


@dataclass(slots=True)
class View:
    found: Found
    sentence: Sentence
    context: Context

    @property
    def start(self) -> int:
        return self.found.start

    @property
    def end(self) -> int:
        return self.found.end

    @property
    def quote(self) -> Span:
        return self.sentence.span(self.found.start, self.found.end)

    def quote_to(self, end: int) -> Span:
        return self.sentence.span(self.found.start, max(end, self.found.start + 1))

    def item(self, name: str) -> Item | None:
        return self.found.get(name)

    def has(self, name: str) -> bool:
        return self.found.get(name) is not None

    def word(self, name: str) -> str:
        item = self.found.get(name)
        return item.word if item else ""

    def entity(self, name: str) -> str:
        """The entity in a slot; "" without one."""
        item = self.found.get(name)
        return item.value if item is not None and item.symbol == "E" and isinstance(item.value, str) else ""

    def mention(self, name: str) -> Mention | None:
        """What a slot mentions: the words of an A or X item, or a plain word."""
        item = self.found.get(name)
        if item is None:
            return None
        return mention_of(item)

    def place(self, name: str, entity: str = "") -> Place | None:
        mention = self.mention(name)
        return (
            self.context.place(mention, entity)
            if mention is not None and self.context.vocabulary.entities
            else None
        )

    def quantity(self, name: str) -> Quantity | None:
        item = self.found.get(name)
        return quantity_of(item) if item else None

    def window(self, name: str) -> Window | None:
        item = self.found.get(name)
        return window_of(item) if item else None

    def duration(self, name: str) -> Duration | None:
        item = self.found.get(name)
        return item.value if item is not None and isinstance(item.value, Duration) else None

    def clock(self, name: str) -> Clock | None:
        item = self.found.get(name)
        return item.value if item is not None and isinstance(item.value, Clock) else None

    def subject(self) -> Place | None:
        """The attribute that a predicate speaks of: the last one named, or the phrase that waits to become one."""
        context = self.context
        if context.pending is not None and context.vocabulary.entities:
            context.attribute = context.place(context.pending, context.entity if context.listing else "")
            context.pending = None
        return context.attribute

    def made(self, *statements: Statement, end: int | None = None) -> Reading:
        return Reading(statements, self.found.end if end is None else end)

    def items_from(self, at: int) -> Sequence[Item]:
        return self.sentence.items[at:]


def mention_of(item: Item) -> Mention:
    if isinstance(item.value, Mention):
        return item.value
    words = tuple((item.word if item.symbol != "E" else item.raw.lower()).replace("_", " ").split())
    return Mention(words, tuple(item.raw.split()))


def quantity_of(item: Item) -> Quantity | None:
    if isinstance(item.value, Quantity):
        return item.value
    if isinstance(item.value, Duration):
        return Quantity(item.value.low, item.value.high, unit=item.value.unit)
    return None


def window_of(item: Item) -> Window | None:
    if isinstance(item.value, Window):
        return item.value
    if item.symbol == "Y" and isinstance(item.value, Quantity) and item.value.low is not None:
        return Window.year(int(item.value.low))
    return None


Builder = Callable[[View], Reading | None]
