"""All kinds of fault by name."""

from __future__ import annotations

from rowsmith.tools.errors import UsageError, did_you_mean
from rowsmith.tools.faults.kinds import derived, emptiness, keys, moments, numbers, rows, structure, texts
from rowsmith.tools.faults.model import Find

FOUND_BY: tuple[Find, ...] = (
    structure.missing_table, structure.missing_column, structure.renamed_column, structure.numbers_as_text,
    structure.stuck_column,
    rows.missing_row, rows.duplicate_row, rows.childless_parent, rows.too_many_children, rows.orphan,
    rows.null_reference, rows.circle, rows.changed_written_row,
    keys.duplicate_key, keys.null_key, keys.number_gap, keys.number_gap_within, keys.duplicate_unique,
    keys.duplicate_within,
    emptiness.unexpected_null, emptiness.filled_null, emptiness.null_elsewhere,
    numbers.below_range, numbers.above_range, numbers.wrong_sign, numbers.unit_slip, numbers.lost_separator,
    numbers.sentinel_number, numbers.off_step, numbers.wrong_ending,
    moments.too_early, moments.too_late, moments.epoch_date, moments.wrong_century, moments.before_its_start,
    moments.after_its_end, moments.too_far_apart, moments.wrong_weekday, moments.wrong_month,
    moments.wrong_hour, moments.off_grid,
    texts.unknown_category, texts.wrong_case, texts.misspelt_category, texts.trailing_space, texts.empty_text,
    texts.placeholder, texts.broken_pattern, texts.cut_text, texts.email_without_at, texts.letter_in_phone,
    texts.wrong_check_digit, texts.digit_in_name, texts.broken_encoding, texts.markup, texts.long_text,
    texts.short_text, texts.foreign_email,
    derived.stale_total, derived.rounding_slip, derived.stale_copy, derived.wrong_flag, derived.flag_elsewhere,
    derived.swapped_totals,
)  # fmt: skip
"""From faults of whole tables to faults of single values."""


def kinds() -> dict[str, Find]:
    """What finds the spots of each kind, by the kind's name."""
    return {find.__name__: find for find in FOUND_BY}


def kind(name: str) -> Find:
    """What finds the spots of that kind. Raises UsageError where there is none."""
    known = kinds()
    if name not in known:
        hint = did_you_mean(name, list(known)) or f"Known are {', '.join(known)}."
        raise UsageError(f"There is no kind of fault {name!r}.", where="kinds", hint=hint)
    return known[name]


def says(name: str) -> str:
    """The kind in one sentence."""
    return (kind(name).__doc__ or name.replace("_", " ")).strip()
