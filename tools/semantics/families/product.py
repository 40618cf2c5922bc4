"""Products and what describes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from rowsmith.tools.chance.arrays import Bits, Integers
from rowsmith.tools.chance.streams import mix, uniform_integers
from rowsmith.tools.semantics.arrow_text import Column, Fits, Text, joined, taken, text_array, woven
from rowsmith.tools.semantics.building import pooled, related
from rowsmith.tools.semantics.check_digits import with_ean
from rowsmith.tools.semantics.checked import CheckedKind
from rowsmith.tools.semantics.entry import Entry
from rowsmith.tools.semantics.facts import table
from rowsmith.tools.semantics.groups import UNKNOWN
from rowsmith.tools.semantics.kind import NO_FITS, NO_KEY, Kind, KindType, check_index
from rowsmith.tools.semantics.patterns import Patterns
from rowsmith.tools.semantics.pools import load_pool

_HEAD, _CATEGORY, _ITEM = (np.uint64(0x50524F44 + step) for step in range(3))
_BRANDED_SHARE = 4


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            ("product_name", Entry("product as a shop lists it", ("product_category",), ProductName)),
            related("product_category", "department of a shop", "product", "category", ()),
            related("product_type", "plain word for a product", "product", "product", ("product_category",)),
            pooled("brand", "invented brand"),
            pooled("color", "colour"),
            pooled("color_hex", "colour as #rrggbb"),
            pooled("material", "material"),
            pooled("unit", "unit of measure"),
            ("ean13", Entry("article number with its check digit", (), ean13)),
            pooled("payment_method", "Credit Card, PayPal ..."),
            pooled("shipping_method", "Standard, Express ..."),
        ]
    )


def ean13(locale: str) -> Kind:
    return CheckedKind(
        "ean13", Patterns.of(["40##########", "50##########", "73##########", "80##########"]), with_ean
    )


@dataclass(frozen=True)
class _Shelf:
    """What a category sells: adjectives that suit it, and products that no other category has."""

    adjectives: Text
    products: Text

    def __len__(self) -> int:
        return len(self.adjectives) * len(self.products)

    def named(self, spread: Integers) -> Text:
        word, item = np.divmod(spread, len(self.products))
        return joined(taken(self.adjectives, word % len(self.adjectives)), " ", taken(self.products, item))


@dataclass(frozen=True)
class ProductName:
    """An adjective and a product of the category, now and then after a brand."""

    locale: str
    type: KindType = "text"
    fits: tuple[str, ...] = ("product_category", "category")

    @cached_property
    def _categories(self) -> list[str]:
        return [str(name) for name in table("product").distinct("category").to_pylist()]

    @cached_property
    def _shelves(self) -> list[_Shelf]:
        products, adjectives = table("product").columns, table("adjective").columns
        pairs = list(zip(products["product"], products["category"], strict=True))
        owners: dict[str, set[str]] = {}
        for product, category in pairs:
            owners.setdefault(product, set()).add(category)
        suits = list(zip(adjectives["adjective"], adjectives["category"], strict=True))
        return [
            _Shelf(
                text_array([word for word, where in suits if where == name]),
                text_array([word for word, where in pairs if where == name and len(owners[word]) == 1]),
            )
            for name in self._categories
        ]

    @property
    def size(self) -> int | None:
        least = min(len(shelf) for shelf in self._shelves)
        return least * (len(load_pool("brand")) + 1)

    @property
    def limit(self) -> int | None:
        return self.size

    def _category(self, bits: Bits, fits: Fits) -> Integers:
        drawn = uniform_integers(mix(bits, _CATEGORY), len(self._shelves))
        given = fits.get("product_category", fits.get("category"))
        if given is None:
            return drawn
        codes = table("product").codes("category", given)
        return np.where(codes == UNKNOWN, drawn, codes)

    def draw(self, bits: Bits, fits: Fits = NO_FITS) -> Column:
        brand = uniform_integers(mix(bits, _HEAD), len(load_pool("brand")) * _BRANDED_SHARE)
        brand = np.where(brand < len(load_pool("brand")), brand + 1, 0)
        spread = uniform_integers(mix(bits, _ITEM), 2**40)
        return self._named(self._category(bits, fits), spread, brand)

    def at(self, index: Integers, fits: Fits = NO_FITS, key: np.uint64 = NO_KEY) -> Column:
        check_index(index, self.size or 0, "product_name")
        category = self._category(mix(index.astype(np.uint64), key), fits)
        brand, spread = np.divmod(index, (self.size or 0) // (len(load_pool("brand")) + 1))
        return self._named(category, spread, brand)

    def _named(self, category: Integers, spread: Integers, brand: Integers) -> Text:
        names = woven(category, [partial(_named_rows, shelf, spread) for shelf in self._shelves])
        branded = joined(load_pool("brand").text(np.maximum(brand - 1, 0)), " ", names)
        has_brand = (brand > 0).astype(np.int64)
        return woven(has_brand, [lambda rows: taken(names, rows), lambda rows: taken(branded, rows)])


def _named_rows(shelf: _Shelf, spread: Integers, rows: Integers) -> Text:
    return shelf.named(spread[rows])
