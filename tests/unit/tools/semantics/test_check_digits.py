from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rowsmith.tools.chance.arrays import Bits
from rowsmith.tools.semantics import semantic_kind
from rowsmith.tools.semantics.arrow_text import listed
from rowsmith.tools.semantics.check_digits import with_ean, with_iban, with_imo, with_luhn, with_vin
from rowsmith.tools.semantics.locales import locales
from rowsmith.tools.semantics.patterns import Bytes


def cells(*texts: str) -> Bytes:
    return np.array([list(text.encode()) for text in texts], dtype=np.uint8)


def texts(table: Bytes) -> list[str]:
    return [bytes(row).decode() for row in table]


def test_known_numbers() -> None:
    assert texts(with_luhn(cells("7992739871", "0000000000"))) == ["79927398713", "00000000000"]
    assert texts(with_ean(cells("978030640615", "400638133393"))) == ["9780306406157", "4006381333931"]
    assert texts(with_imo(cells("907472"))) == ["9074729"]
    assert texts(with_iban(cells("DE00370400440532013000"))) == ["DE89370400440532013000"]
    assert texts(with_iban(cells("GB00WEST12345698765432"))) == ["GB82WEST12345698765432"]
    assert texts(with_vin(cells("1M8GDM9AKP042788"))) == ["1M8GDM9AXKP042788"]


def _mod97(iban: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97


@pytest.mark.parametrize("locale", list(locales()))
def test_every_iban_is_valid(locale: str, bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("iban", locale).draw(bits(50)))
    assert all(_mod97(iban) == 1 for iban in drawn)


def test_german_ibans_have_their_length(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("iban", "de_DE").draw(bits(50)))
    assert all(iban.startswith("DE") and len(iban) == 22 and iban[2:].isdigit() for iban in drawn)


def _luhn(number: str) -> bool:
    digits = [int(sign) for sign in reversed(number)]
    return (sum(digits[0::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def test_cards_pass_luhn(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("credit_card").draw(bits(200)))
    assert all(_luhn(number) and len(number) == 16 for number in drawn)


def test_ships_and_books_pass_their_checks(bits: Callable[..., Bits]) -> None:
    for ship in listed(semantic_kind("imo_number").draw(bits(200))):
        assert sum(
            int(sign) * weight for sign, weight in zip(ship[:6], range(7, 1, -1), strict=True)
        ) % 10 == int(ship[6])
    for book in listed(semantic_kind("isbn13").draw(bits(200))):
        assert book.startswith("978")
        assert sum(int(sign) * (1, 3)[place % 2] for place, sign in enumerate(book)) % 10 == 0


def test_vins_have_no_ambiguous_letters(bits: Callable[..., Bits]) -> None:
    drawn = listed(semantic_kind("vin").draw(bits(300)))
    assert all(len(vin) == 17 and not set(vin) & set("IOQ") for vin in drawn)
