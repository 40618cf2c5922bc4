"""Reads one clause from left to right: the longest phrase at each place, else the mention or word that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rowsmith.agents.models.offline.grammar.rules import Found
from rowsmith.agents.models.offline.grammar.sentence import Sentence
from rowsmith.agents.models.offline.lexicon.load import words
from rowsmith.agents.models.offline.ontology.knowledge import is_known as is_known_entity
from rowsmith.agents.models.offline.reading.build_windows import is_participle
from rowsmith.agents.models.offline.reading.context import Context
from rowsmith.agents.models.offline.reading.event_dates import event_place
from rowsmith.agents.models.offline.reading.links import (
    hand_over,
    is_many_to_many,
    link_between,
    parents_of,
    refer,
)
from rowsmith.agents.models.offline.reading.listing import (
    goes_on,
    is_bare_list,
    is_list_place,
    is_listed_reference,
    is_object,
    is_subject,
    opens_list,
)
from rowsmith.agents.models.offline.reading.lists import names_after, states_after, values_after
from rowsmith.agents.models.offline.reading.phrases import BUILDERS, statements_grammar
from rowsmith.agents.models.offline.reading.statements import (
    Children,
    Distinct,
    During,
    Filled,
    Has,
    OneOf,
    Place,
    Refers,
    ShareOf,
    Statement,
    Written,
)
from rowsmith.agents.models.offline.reading.states import declared_value
from rowsmith.agents.models.offline.reading.view import Reading, View, mention_of
from rowsmith.agents.models.offline.text.items import Item

SINGLING = words("clause_reader", "singling")
ROLES = words("clause_reader", "roles")
LISTING = words("clause_reader", "listing")
OPENERS = words("clause_reader", "openers")
GLUE = words("clause_reader", "glue")
VALUE_GLUE = words("clause_reader", "value_glue")
CONTINUING = words("clause_reader", "continuing")
NO_VALUES = words("clause_reader", "no_values")
NAMING = words("clause_reader", "naming")
OWNING = words("clause_reader", "owning")


class ClauseReader:
    """Collects the statements of clauses, in a context that lives on between them."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.statements: list[Statement] = []
        self.covered: list[tuple[int, int]] = []
        self.patterns: set[str] = set()

    def add(self, statements: Iterable[Statement]) -> None:
        for statement in statements:
            made = self.straightened(statement)
            if getattr(statement, "instead", False):
                self.forget(statement)
            self.statements.extend(made)
            for one in made:
                if isinstance(one, OneOf):
                    self.context.values[one.place] = one.values
                elif isinstance(one, Written) and one.attributes[0] == "name":
                    self.context.values[Place(one.entity, "name")] = tuple(row[0] for row in one.rows)
                elif isinstance(one, ShareOf) and one.condition.op == "=" and one.among is None:
                    self.context.shares[one.condition] = one.quantity

    def forget(self, statement: Statement) -> None:
        """Takes back what this statement says anew."""
        match statement:
            case OneOf(place):
                self.statements = [
                    s for s in self.statements if not (isinstance(s, OneOf) and s.place == place)
                ]
            case Children(parent, child):
                self.statements = [
                    s
                    for s in self.statements
                    if not (
                        isinstance(s, Children) and (s.parent, s.child) == (parent, child) and s.when is None
                    )
                ]
            case _:
                pass

    def straightened(self, statement: Statement) -> list[Statement]:
        """Children of a parent that are too few for it are reached through a table between."""
        if not isinstance(statement, Children) or statement.when is not None:
            return [statement]
        context, parent, child = self.context, statement.parent, statement.child
        if not is_many_to_many(context, parent, child, statement.quantity):
            name_by_parent(context, parent, child)
            refer(context, child, parent)
            context.counted.setdefault(child, parent)
            return [statement, Refers(child, parent, statement.quote)]
        link = link_between(context, parent, child)
        first, second = refer(context, link, parent), refer(context, link, child)
        context.counted.setdefault(link, parent)
        hand_over(context, child, link)
        context.speak_of(link)
        return [
            Children(parent, link, statement.quantity, statement.quote),
            Refers(link, parent, statement.quote),
            Refers(link, child, statement.quote),
            Distinct(link, (second,), statement.quote, within=(first,)),
        ]

    def cover(self, start: int, end: int) -> None:
        self.covered.append((start, end))

    def read(self, sentence: Sentence, continued: bool = False) -> None:
        """Reads a clause; one that is `continued` after a semicolon goes on with the list before it."""
        listing, entity = self.context.listing, self.context.listing_entity
        self.context.new_clause()
        self.context.adjacent = False
        if continued and listing and entity and len(sentence) and sentence.items[0].word in CONTINUING:
            self.context.speak_of(entity)
            self.context.listing = True
        self.run(sentence)
        self.bind_waiting()
        self.context.listing_entity = self.context.entity

    def bind_waiting(self) -> None:
        """A window at the head of a clause (over June 2024 ...) is of what the clause speaks of in the end."""
        context = self.context
        if context.waiting is None:
            return
        span, quote = context.waiting
        context.waiting = None
        if context.entity:
            named = context.turn > 0 and context.entity not in context.grids
            place = event_place(context, context.entity) if named else Place(context.entity, "")
            self.add([During(place, span, quote)])

    def read_column(self, place: Place, sentence: Sentence) -> None:
        """What stands beside a sketched column."""
        context = self.context
        context.new_clause()
        context.attribute, context.adjacent, context.just = place, True, True
        self.run(sentence)

    def run(self, sentence: Sentence) -> None:
        """Reads the items; where no entity is known at all, nothing can be said of one."""
        if not self.context.vocabulary.entities:
            return
        if is_bare_list(self.context, sentence.items):
            self.context.listing, self.context.listed = True, []
        at = 0
        while at < len(sentence):
            at = self.values(sentence, at) or self.phrase(sentence, at) or self.step(sentence, at)

    def phrase(self, sentence: Sentence, at: int) -> int:
        """The end of the longest phrase at this item; 0 where there is none."""
        for found in statements_grammar().all_at(sentence, at):
            reading = self.build(found, sentence)
            if reading is not None and reading.end > at:
                self.accept(reading, sentence, at)
                self.patterns.add(found.rule.pattern)
                self.context.just = False
                return reading.end
        return 0

    def build(self, found: Found, sentence: Sentence) -> Reading | None:
        saved = self.context.save()
        reading = BUILDERS[found.rule.makes](View(found, sentence, self.context))
        if reading is None:
            self.context.restore(saved)
        return reading

    def accept(self, reading: Reading, sentence: Sentence, at: int) -> None:
        self.add(reading.statements)
        self.cover(*sentence.span(at, reading.end))
        for statement in reading.statements:
            if isinstance(statement, Filled) and statement.empty_share is not None:
                self.context.optional.add(statement.place)

    def values(self, sentence: Sentence, at: int) -> int:
        """The end of a list of values after an attribute, or of names after an entity; 0 without one."""
        context, items = self.context, sentence.items
        if items[at].word == "either" and not context.just and context.entity:
            saved = self.context.save()
            found = states_after(items, at, context.entity, context)
            if found is not None:
                self.add(found[0])
                self.cover(*sentence.span(at, found[1]))
                return found[1]
            self.context.restore(saved)
        if items[at].word == "(" and at + 1 < len(items) and items[at + 1].word in NO_VALUES:
            return 0
        if context.just and (context.pending is not None or context.attribute is not None):
            saved = self.context.save()
            place = self.subject()
            found = values_after(items, at, place, context) if place is not None else None
            if found is not None:
                self.add(found[0])
                self.cover(*sentence.span(at, found[1]))
                context.just = False
                if at == 1 and goes_on(context, items, found[1], place):
                    context.listing, context.listed = True, []
                return found[1]
            self.context.restore(saved)
        elif context.naming:
            saved = self.context.save()
            found = names_after(items, at, context.naming, context)
            if found is not None:
                self.add(found[0])
                self.cover(*sentence.span(at, found[1]))
                context.naming = ""
                return found[1]
            self.context.restore(saved)
        return 0

    def subject(self) -> Place | None:
        context = self.context
        if context.pending is not None and context.vocabulary.entities:
            context.attribute = context.place(context.pending, context.entity if context.listing else "")
            context.pending = None
        return context.attribute

    def step(self, sentence: Sentence, at: int) -> int:
        """Passes one item: a mention changes what is spoken of."""
        item = sentence.items[at]
        if item.symbol == "E" and isinstance(item.value, str):
            self.entity(sentence.items, at, item.value)
        elif item.symbol in {"A", "X"}:
            self.name(sentence.items, at)
        else:
            self.word(sentence.items, at)
        return at + 1

    def entity(self, items: Sequence[Item], at: int, name: str) -> None:
        context = self.context
        before = items[at - 1].word if at and not items[at - 1].symbol.isupper() else ""
        context.adjacent = False
        if (
            at
            and name != context.entity
            and context.entity
            and items[at - 1].word in ROLES
            and not (at > 1 and items[at - 2].symbol == "E")
        ):
            self.refer_in_role(items, at, name)
            return
        if context.listing and name != context.entity and is_listed_reference(items, at):
            self.refer_to(name, item_span(items, at))
            return
        if before in SINGLING and not is_object(items, at):
            context.each = name
        if is_subject(items, at) or not context.entity:
            context.speak_of(name)
            context.listing = False
            context.naming = name
        else:
            context.recent = [n for n in context.recent if n != name] + [name]
            context.naming = name if before in OWNING else ""
        self.cover(*item_span(items, at))

    def refer_in_role(self, items: Sequence[Item], at: int, parent: str) -> None:
        """start station, end station: two references to one table."""
        context, child, role = self.context, self.context.entity, items[at - 1].word
        one = context.vocabulary.entities[parent].one.split("_")[-1]
        column = f"{role}_{one}_id"
        quote = (items[at - 1].start, items[at].end)
        refer(context, child, parent, column)
        self.add([Refers(child, parent, quote, role=column)])
        self.cover(*quote)

    def refer_to(self, parent: str, quote: tuple[int, int]) -> None:
        context, child = self.context, self.context.entity
        if child in parents_of(context, parent) and parent not in parents_of(context, child):
            return
        refer(context, child, parent)
        self.add([Refers(child, parent, quote)])
        self.cover(*quote)

    def name(self, items: Sequence[Item], at: int) -> None:
        """An attribute, or a phrase that becomes one when something is said of it."""
        context, item = self.context, items[at]
        mention = mention_of(item)
        context.naming = ""
        if context.turn and item.raw.isupper() and declared_value(context, context.entity, mention.words):
            return
        if context.listing and context.entity and is_list_place(items, at):
            place = context.declare(context.entity, mention)
            context.attribute, context.pending, context.adjacent, context.just = place, None, True, True
            context.listed.append(place)
            self.add([Has(place, (item.start, item.end))])
            self.cover(item.start, item.end)
            return
        found = context.existing(mention)
        if found is not None and (
            item.symbol == "A" or len(mention.words) > 1 or found.entity == context.entity
        ):
            context.attribute, context.pending, context.adjacent, context.just = found, None, True, True
            self.cover(item.start, item.end)
        else:
            context.attribute, context.pending, context.adjacent, context.just = None, mention, True, True

    def word(self, items: Sequence[Item], at: int) -> None:
        context, item = self.context, items[at]
        word = item.word
        if (word in LISTING and opens_list(context, items, at + 1)) or (
            word in OPENERS and context.naming and opens_list(context, items, at + 1)
        ):
            context.listing, context.listed = True, []
        context.just = context.just and word in VALUE_GLUE
        done = item.symbol == "w" and is_participle(item.raw.lower())
        if item.symbol.isupper() or (word not in GLUE and not done):
            context.adjacent = False
        if word not in NAMING:
            context.naming = ""


def name_by_parent(context: Context, parent: str, child: str) -> None:
    """Items of a ticket are ticket items: the fuller words say what is known of them."""
    owner, entity = context.vocabulary.entities[parent], context.vocabulary.entities[child]
    fuller = (owner.words[-1], *entity.words)
    if len(entity.words) == 1 and is_known_entity(fuller):
        entity.aliases.append(entity.words)
        entity.words = fuller


def item_span(items: Sequence[Item], at: int) -> tuple[int, int]:
    return items[at].start, items[at].end
