"""Examples of codes as regular expressions: KTX-0042 is [A-Z]{3}-[0-9]{4}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

RUN = re.compile(r"[0-9]+|[A-Z]+|[a-z]+|<\w+>|[^0-9A-Za-z<]+")
MIXED = re.compile(r"(?=[0-9A-Z]*[0-9])(?=[0-9A-Z]*[A-Z])[0-9A-Z]{4,8}")
WORDS_FOR_DIGITS = {"major", "minor", "patch", "n", "nn", "nnn", "nnnn", "number", "num", "year", "digits"}


def regex_of(examples: Sequence[str], names: Sequence[str] = ()) -> str:
    """The form that these examples show; `names` are words whose beginnings are kept as they are (INV, ORD)."""
    forms = list(dict.fromkeys(form_of(example, names) for example in examples))
    if len(forms) == 1:
        return common_prefix(examples, forms[0])
    merged = merge(examples)
    return merged or "(" + "|".join(forms) + ")"


def form_of(example: str, names: Sequence[str]) -> str:
    parts = re.split(r"([-/ ])", example)
    if len(parts) == 1:
        return "".join(run_form(run) for run in RUN.findall(example))
    return "".join(part_form(part, names, i == 0) for i, part in enumerate(parts))


def part_form(part: str, names: Sequence[str], leading: bool) -> str:
    if not part:
        return ""
    if leading and part.isdigit() and re.fullmatch(r"(19|20)\d\d", part):
        return part
    if leading and (year := re.fullmatch(r"([A-Z]{1,4})((?:19|20)\d\d)", part)):
        return re.escape(year[1] + year[2])
    if leading and part.isupper() and part.isalpha() and is_prefix(part, names):
        return part
    if MIXED.fullmatch(part) and not leading and alternates(part):
        return f"[0-9A-Z]{{{len(part)}}}"
    return "".join(run_form(run) for run in RUN.findall(part))


def alternates(part: str) -> bool:
    """True where letters and digits change more than once: 7F3K, 92QX beside it, and not AB12."""
    return len(RUN.findall(part)) > 2 or part[0].isdigit()


def is_prefix(part: str, names: Sequence[str]) -> bool:
    low = part.lower()
    return any(
        name.startswith(low) or low.startswith(name) or consonants(name).startswith(low)
        for name in names
        if len(name) > 1
    )


def consonants(word: str) -> str:
    return word[:1] + "".join(c for c in word[1:] if c not in "aeiou")


def run_form(run: str) -> str:
    count = f"{{{len(run)}}}" if len(run) > 1 else ""
    if run.startswith("<"):
        return "[0-9]{1,2}" if run[1:-1].lower() in WORDS_FOR_DIGITS else "[A-Za-z0-9]{1,8}"
    if run.isdigit():
        return f"[0-9]{count}"
    if run.isalpha() and run.isupper():
        return f"[A-Z]{count}"
    return re.escape(run) if not run.isalpha() else run


def common_prefix(examples: Sequence[str], form: str) -> str:
    """With several examples, the letters before the first dash stay when all share them: WH-01, WH-04."""
    if len(examples) < 2:
        return form
    heads = {re.match(r"[A-Za-z]*-?", example).group() for example in examples}  # type: ignore[union-attr]  # always matches
    head = next(iter(heads))
    if len(heads) != 1 or not head:
        return form
    return re.escape(head) + form_of(examples[0][len(head) :], ())


def merge(examples: Sequence[str]) -> str | None:
    """Examples whose runs are of the same kinds but of different lengths: 7A, 10C."""
    runs = [[(kind(r), len(r)) for r in RUN.findall(example)] for example in examples]
    kinds = {tuple(k for k, _ in run) for run in runs}
    if len(kinds) != 1 or "" in next(iter(kinds)):
        return None
    made = ""
    for column in zip(*runs, strict=True):
        lengths = [length for _, length in column]
        low, high = min(lengths), max(lengths)
        made += f"[{column[0][0]}]" + (
            "" if high == 1 else f"{{{low}}}" if low == high else f"{{{low},{high}}}"
        )
    return made


def kind(run: str) -> str:
    if run.isdigit():
        return "0-9"
    return "A-Z" if run.isupper() else "a-z" if run.islower() else ""


def code_range(first: str, last: str) -> tuple[str, tuple[str, ...]]:
    """WH-01 ... WH-04: the form and the codes themselves, when they are few."""
    head = re.match(r".*?(?=\d+$)", first)
    tails = [re.search(r"\d+$", code) for code in (first, last)]
    if head is None or tails[0] is None or tails[1] is None or not last.startswith(head.group()):
        return regex_of([first, last]), ()
    start, end, width = int(tails[0].group()), int(tails[1].group()), len(tails[0].group())
    codes = tuple(f"{head.group()}{number:0{width}}" for number in range(start, min(end, start + 999) + 1))
    return regex_of([first, last]), codes


def group_lengths(text: str) -> list[tuple[str, int]]:
    return [(key, len(list(group))) for key, group in groupby(text)]
