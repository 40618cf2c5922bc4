"""People: names, gender, titles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pyarrow as pa

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import below, mix
from rowsmith.tools.errors import PlanError
from rowsmith.tools.semantics.arrow_text import (
    Column,
    Fits,
    Text,
    encoded,
    joined,
    kernel,
    plain,
    taken,
    text_array,
    woven,
)
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import countries, first_names, last_names, table
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, Kind, KindType, RelationKind, check_index
from rowsmith.tools.semantics.locales import locale_of_country, locales
from rowsmith.tools.semantics.names import first_and_last, full_name
from rowsmith.tools.semantics.relation import Relation

_LAST, _SECOND = np.uint64(0x4C415354), np.uint64(0x5345434F4E44)
_INITIALS = text_array([f"{letter}." for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"])
_SECOND_SHARE = 0.7
_COUNTRY = ("country", "country_code")
_NAME_ROLES = ("first_name", "last_name", "gender", *_COUNTRY)


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return {
        "person_name": Entry("full name of a person", _NAME_ROLES, PersonName),
        "first_name": Entry("given name", ("person_name", "gender"), FirstName),
        "last_name": Entry("family name", ("person_name", "gender"), LastName),
        "gender": Entry("female, male, now and then non-binary", ("first_name", "person_name"), Gender),
        "prefix": Entry("Mr., Ms., Dr. ...", ("gender", "first_name", "person_name"), Prefix),
        "initials": Entry("initials of a person", ("person_name",), Initials),
    }


def gender_of(fits: Fits, locale: str) -> dict[str, Column]:
    """The gender column that the given columns tell, by their names if need be."""
    if "gender" in fits:
        return {"gender": fits["gender"]}
    given = fits.get("first_name")
    if given is None and "person_name" in fits:
        given, _ = first_and_last(fits["person_name"])
    if given is None:
        return {}
    names = first_names(locale)
    spread = mix(np.arange(len(given), dtype=np.uint64), np.uint64(1))
    rows = names.draw(spread, {"first_name": given})
    known = names.codes("first_name", given) >= 0
    found = names.column("gender", rows).cast(pa.string())
    return {"gender": kernel("if_else", pa.array(known), found, pa.scalar(None, pa.string()))}


@dataclass(frozen=True)
class PersonName:
    """A given and a family name that suit each other; where the locale has it, two family names."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = _NAME_ROLES

    @property
    def size(self) -> int | None:
        return self._first_count * self._last_count

    @property
    def limit(self) -> int | None:
        return (self.size or 0) * (len(_INITIALS) + 1)

    @cached_property
    def _first(self) -> dict[str, Integers]:
        """First rows of the names of each gender, none of them in both."""
        return rows_by_gender(first_names(self.locale), "first_name", shared=False)

    @cached_property
    def _last(self) -> dict[str, Integers]:
        return rows_by_gender(last_names(self.locale), "last_name", shared=True)

    @cached_property
    def _first_count(self) -> int:
        return min(len(rows) for rows in self._first.values())

    @cached_property
    def _last_count(self) -> int:
        return min(len(rows) for rows in self._last.values())

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        if any(role in fits for role in _COUNTRY):
            return self._by_country(bits, fits)
        gender = gender_of(fits, self.locale)
        first = first_names(self.locale)
        rows = first.draw(bits, gender)
        given = plain(first.column("first_name", rows))
        suits = {"gender": first.column("gender", rows)}
        surname = self._surname(bits, suits)
        chosen = _or_else(fits.get("first_name"), given), _or_else(fits.get("last_name"), surname)
        return full_name(*chosen)

    def _by_country(self, bits: Bits, fits: Fits) -> Text:
        """Names as the people of each row's country have; the locale's own where that is not known."""
        codes = list(dict.fromkeys([self.locale, *locale_of_country().values()]))
        nations = countries()
        of_row = [locale_of_country().get(code, self.locale) for code in nations.columns["country_code"]]
        role = next(role for role in _COUNTRY if role in fits)
        told = nations.codes(role, fits[role])
        chosen = np.array([*(codes.index(code) for code in of_row), 0], dtype=np.int64)[told]
        rest = {name: values for name, values in fits.items() if name not in _COUNTRY}
        return woven(chosen, [partial(_drawn_rows, PersonName(code), bits, rest) for code in codes])

    def _surname(self, bits: Bits, suits: Fits) -> Text:
        last = last_names(self.locale)
        surname = plain(last.column("last_name", last.draw(mix(bits, _LAST), suits)))
        if locales()[self.locale].surnames == 1:
            return surname
        second = plain(last.column("last_name", last.draw(mix(bits, _SECOND), suits)))
        has_second = below(mix(bits, _SECOND + np.uint64(1)), _SECOND_SHARE).astype(np.int64)
        return woven(
            has_second, [lambda rows: taken(surname, rows), lambda rows: _double(surname, second, rows)]
        )

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if any(role in fits for role in _NAME_ROLES if role != "gender"):
            raise PlanError(
                "A person_name can be unique or fit first_name, last_name or country, but not both.",
                hint="Drop unique or fits.",
            )
        check_index(index, self.limit or 0, "person_name")
        turn, inner = np.divmod(index, self.size or 1)
        place, surname = np.divmod(inner, self._last_count)
        female = self._is_female(place, surname, fits)
        given = self._pick(first_names(self.locale), "first_name", self._first, place, female)
        family = self._pick(last_names(self.locale), "last_name", self._last, surname, female)
        return self._with_initial(given, family, turn)

    def _is_female(self, place: Integers, surname: Integers, fits: Fits) -> Integers:
        mixed: Integers = (place + surname) % 2
        if "gender" not in fits:
            return mixed
        first = first_names(self.locale)
        codes = first.codes("gender", fits["gender"])
        genders = first.distinct("gender").to_pylist()
        is_known = codes >= 0
        return np.where(is_known, codes == genders.index("female"), mixed).astype(np.int64)

    def _pick(
        self, names: Relation, column: str, rows: dict[str, Integers], at: Integers, female: Integers
    ) -> Text:
        chosen = np.where(female == 1, rows["female"][at], rows["male"][at])
        return plain(names.column(column, chosen))

    def _with_initial(self, given: Text, family: Text, turn: Integers) -> Text:
        plainly = full_name(given, family)
        if not turn.any():
            return plainly
        longer = joined(given, " ", taken(_INITIALS, np.maximum(turn - 1, 0)), " ", family)
        return kernel("if_else", pa.array(turn > 0), longer, plainly)


def _drawn_rows(kind: PersonName, bits: Bits, fits: Fits, rows: Integers) -> Text:
    return plain(kind.draw(bits[rows], {role: taken(plain(values), rows) for role, values in fits.items()}))


def _or_else(given: Column | None, made: Text) -> Text:
    return made if given is None else kernel("coalesce", plain(given), made)


def _double(first: Text, second: Text, rows: Integers) -> Text:
    return joined(taken(first, rows), " ", taken(second, rows))


def rows_by_gender(names: Relation, column: str, *, shared: bool) -> dict[str, Integers]:
    """A row for each distinct name of each gender, common ones first; unless shared, a name has one gender."""
    genders = names.columns.get("gender", [""] * len(names))
    best: dict[tuple[str, str], int] = {}
    commonest: list[int] = np.argsort(-names.weights, kind="stable").tolist()
    for row in commonest:
        name, gender = names.columns[column][row], genders[row]
        best.setdefault((name, gender if shared else ""), row)
    found = {
        gender: [row for row in best.values() if genders[row] in (gender, "")]
        for gender in ("female", "male")
    }
    return {gender: np.array(rows, dtype=np.int64) for gender, rows in found.items()}


def FirstName(locale: str) -> Kind:  # noqa: N802 - reads as the other kinds of the table
    return _NamePart("first_name", locale)


def LastName(locale: str) -> Kind:  # noqa: N802
    return _NamePart("last_name", locale)


@dataclass(frozen=True)
class _NamePart:
    """A given or a family name; taken from the full name where there is one."""

    part: str
    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("person_name", "gender")

    @cached_property
    def _kind(self) -> RelationKind:
        names = first_names(self.locale) if self.part == "first_name" else last_names(self.locale)
        return RelationKind(self.part, names, self.part, ("gender",) if "gender" in names.columns else ())

    @property
    def size(self) -> int | None:
        return self._kind.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        drawn = self._kind.draw(bits, fits)
        if "person_name" not in fits:
            return drawn
        given, family = first_and_last(fits["person_name"])
        return kernel("coalesce", given if self.part == "first_name" else family, plain(drawn))

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        if "person_name" in fits:
            raise PlanError(f"A {self.part} that fits a person_name can't be unique by itself.")
        return self._kind.at(index, {}, key)


@dataclass(frozen=True)
class Gender:
    """The gender that goes with a given name, else female and male alike and one in a hundred non-binary."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("first_name", "person_name")

    @cached_property
    def _kind(self) -> RelationKind:
        return RelationKind("gender", table("gender"), "gender", ())

    @property
    def size(self) -> int | None:
        return self._kind.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        drawn = self._kind.draw(bits)
        told = gender_of({role: fits[role] for role in self.fits if role in fits}, self.locale)
        return kernel("coalesce", plain(told["gender"]), plain(drawn)) if told else drawn

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        return self._kind.at(index)


@dataclass(frozen=True)
class Prefix:
    """A form of address that suits the gender."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("gender", "first_name", "person_name")

    @cached_property
    def _kind(self) -> RelationKind:
        usual = {"language": self.locale[:2]}
        return RelationKind("prefix", table("prefix"), "prefix", ("language", "gender"), usual)

    @property
    def size(self) -> int | None:
        return self._kind.size

    @property
    def limit(self) -> int | None:
        return self.size

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        language = encoded(text_array([self.locale[:2]]), np.zeros(len(bits), dtype=np.int64))
        return self._kind.draw(bits, {"language": language, **gender_of(fits, self.locale)})

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        return self._kind.at(index)


@dataclass(frozen=True)
class Initials:
    """Two capital letters, those of the name where there is one."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("person_name",)
    size: int | None = 676
    limit: int | None = 676

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        names = fits.get("person_name")
        if names is None:
            names = PersonName(self.locale).draw(bits)
        first, last = first_and_last(names)
        letters = [kernel("utf8_upper", kernel("utf8_slice_codeunits", part, 0, 1)) for part in (first, last)]
        return kernel("fill_null", joined(*letters), "XX")

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, 676, "initials")
        letters = text_array([chr(65 + place) for place in range(26)])
        return joined(taken(letters, index // 26), taken(letters, index % 26))
