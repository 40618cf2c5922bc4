"""Items: what the grammar reads. A word with its lemma, a mark, or something recognised, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rowsmith.agents.models.offline.lexicon.load import mapping
from rowsmith.agents.models.offline.text.inflection import singular
from rowsmith.agents.models.offline.text.quantity import Quantity
from rowsmith.agents.models.offline.text.spelling import corrected
from rowsmith.agents.models.offline.text.times import Clock, Duration, Window
from rowsmith.agents.models.offline.text.tokens import Token, TokenKind


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an attribute: their lemmas, as they were written, and the entity named with them."""

    words: tuple[str, ...]
    raws: tuple[str, ...]
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.owner}.{' '.join(self.words)}" if self.owner else " ".join(self.words)


Value = Quantity | Window | Duration | Clock | Mention | str | None


@dataclass(frozen=True, slots=True)
class Item:
    """A unit of a sentence.

    `symbol` is a capital letter for what has been recognised (N number, Y year, C code, Q quoted ...), "w" for a
    word and "" for a mark; `word` is the lemma of a word, the mark itself, or the text of something recognised.
    """

    symbol: str
    word: str
    start: int
    end: int
    spaced: bool = True
    value: Value = None
    raw: str = ""

    @property
    def key(self) -> str:
        """What a grammar looks the item up by: its symbol if it is recognised, else the lemma or the mark."""
        return self.symbol if self.symbol.isupper() else self.word


PRONOUNS_BEFORE_IS = frozenset(
    {"it", "that", "there", "who", "what", "he", "she", "this", "here", "where", "let"}
)


def lemma(text: str, before: str = "") -> str:
    """The dictionary form that phrase tables are written in: has, have -> have; orders -> order; yrs -> year."""
    low = text.lower().replace("’", "'")
    if low == "'s" and before in PRONOUNS_BEFORE_IS:
        return "be"
    short = mapping("abbreviations", "words").get(low)
    if short is not None:
        return short
    form = mapping("verbs", "forms").get(low)
    if form is not None:
        return form
    one = singular(low)
    return mapping("abbreviations", "words").get(one, one)


def number_value(text: str) -> float:
    """8,000 and 1 500 and 5k and 2.5M as a number."""
    low = text.replace(",", "").replace(" ", "").replace(" ", "").lower()
    for ending, times in (("mio", 1e6), ("mln", 1e6), ("bn", 1e9), ("k", 1e3), ("m", 1e6)):
        if low.endswith(ending):
            return float(low.removesuffix(ending)) * times
    return float(low)


def is_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2100


def spelt(text: str) -> str:
    """The word as it was meant: lower-case words are corrected, names and abbreviations are not."""
    if not text.islower() or not text.isalpha() or text in mapping("abbreviations", "words"):
        return text
    return corrected(text)


def item_of(token: Token, before: str) -> Item:
    """One token as an item; `before` is the lemma of the word before it."""
    place = (token.start, token.end, token.spaced)
    match token.kind:
        case TokenKind.number:
            symbol = "Y" if is_year(token.text) else "N"
            return Item(symbol, token.text, *place, Quantity.exactly(number_value(token.text)), token.text)
        case TokenKind.code:
            return Item("C", token.text, *place, token.text, token.text)
        case TokenKind.email:
            return Item("I", token.text, *place, token.text, token.text)
        case TokenKind.quoted:
            return Item("Q", token.text, *place, token.text[1:-1], token.text)
        case TokenKind.date:
            return Item("D", token.text, *place, Window.parse(token.text), token.text)
        case TokenKind.clock:
            return Item("H", token.text, *place, Clock.parse(token.text), token.text)
        case TokenKind.word:
            text = spelt(token.text)
            return Item("w", lemma(text, before), *place, None, text)
        case TokenKind.mark:
            return Item(
                "", mapping("abbreviations", "words").get(token.text, token.text), *place, None, token.text
            )


def to_items(tokens: list[Token]) -> list[Item]:
    items: list[Item] = []
    for at, token in enumerate(tokens):
        item = item_of(token, items[-1].word if items else "")
        items.append(replace(item, word="--") if is_dash(tokens, at) else item)
    return items


def is_dash(tokens: list[Token], at: int) -> bool:
    """A hyphen with space on both sides that does not stand between numbers is a dash."""
    if tokens[at].text != "-" or not tokens[at].spaced or at + 1 >= len(tokens) or not tokens[at + 1].spaced:
        return False
    return not (at and TokenKind.number is tokens[at - 1].kind and tokens[at + 1].kind is TokenKind.number)
