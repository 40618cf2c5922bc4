"""Check digits, verified in SQL; each function gives the condition that a text's digits agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
VIN_LETTERS, VIN_DIGITS = "ABCDEFGHJKLMNPRSTUVWXYZ", "12345678123457923456789"
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def luhn(value: str) -> str:
    """ISO/IEC 7812-1, annex B, for up to 19 digits."""
    turned = f"reverse({value})"
    parts = [f"coalesce({_digit(turned, place)}, 0)" for place in range(1, 20, 2)]
    for place in range(2, 20, 2):
        double = f"2 * coalesce({_digit(turned, place)}, 0)"
        parts.append(f"(({double}) // 10 + ({double}) % 10)")
    return f"({' + '.join(parts)}) % 10 = 0"


def ean13(value: str) -> str:
    """GS1 General Specifications, 7.9; the same sum serves ISBN-13."""
    return f"{_weighted(value, [1, 3] * 6 + [1])} % 10 = 0"


def imo(value: str) -> str:
    """IMO resolution A.1117(30): six digits weighted 7 to 2, of whose sum the last digit is the seventh."""
    digits = f"right({value}, 7)"
    return f"{_weighted(digits, [7, 6, 5, 4, 3, 2])} % 10 = {_digit(digits, 7)}"


def vin(value: str) -> str:
    """ISO 3779 in the reading of 49 CFR 565.15: the ninth sign is the weighted sum modulo 11."""
    digits = f"translate({value}, '{VIN_LETTERS}', '{VIN_DIGITS}')"
    return f"substr('0123456789X', ({_weighted(digits, VIN_WEIGHTS)} % 11 + 1)::bigint, 1) = substr({value}, 9, 1)"


def iban(value: str) -> str:
    """ISO 13616 with ISO/IEC 7064, MOD 97-10: letters are 10 to 35, the first four signs go to the end."""
    signs = f"string_split(substr({value}, 5) || substr({value}, 1, 4), '')"
    numbers = f"list_transform({signs}, lambda x: strpos('{ALPHABET}', x) - 1)"
    step = "lambda a, x: (a * (case when x > 9 then 100 else 10 end) + x) % 97"
    return f"list_reduce(list_prepend(0, {numbers}), {step}) = 1"


def _digit(value: str, place: int) -> str:
    return f"try_cast(substr({value}, {place}, 1) as integer)"


def _weighted(value: str, weights: Sequence[int]) -> str:
    parts = [f"{weight} * {_digit(value, place)}" for place, weight in enumerate(weights, start=1) if weight]
    return f"({' + '.join(parts)})"


CHECKS: dict[str, Callable[[str], str]] = {"luhn": luhn, "ean13": ean13, "imo": imo, "vin": vin, "iban": iban}
"""By the names that formats.json uses."""
