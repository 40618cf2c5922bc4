"""What an unquoted word means, and which words need quotes.

Read as the YAML 1.2 core schema, with two differences for the writer's sake: ISO dates are dates, and digits
with a leading zero (a postcode, 007) are text. Written so that readers of YAML 1.1 see the same.
"""

from __future__ import annotations

import datetime as dt
import json
import re

from rowsmith.tools.plan.friendly.parts import Friendly, scalar

NULL = re.compile(r"~|null|Null|NULL|")
BOOLEAN = re.compile(r"(true|True|TRUE)|false|False|FALSE")
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
OCTAL, HEXADECIMAL = re.compile(r"0o[0-7]+"), re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN")
DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?")

TAKEN_FOR_ELSE = re.compile(
    r"y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF|<<|="
    r"|[-+]?0[0-9_]+|[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?0o[0-7]+"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?([0-9][0-9_]*)?\.?[0-9_]*([eE][-+]?[0-9]+)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
)
"""What a YAML 1.1 reader takes for a boolean, a number, a date or a merge."""

INDICATORS = frozenset("?:,[]{}#&*!|>'\"%@`")


def resolve(text: str) -> str | bool | int | float | None:
    """The value of an unquoted word, a date as ISO text. Raises ValueError for a day that does not exist and for infinities."""
    if NULL.fullmatch(text):
        return None
    if found := BOOLEAN.fullmatch(text):
        return found[1] is not None
    if INTEGER.fullmatch(text):
        return int(text)
    if OCTAL.fullmatch(text) or HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    if FLOAT.fullmatch(text):
        return float(text)
    if NOT_FINITE.fullmatch(text):
        raise ValueError(f"{text} is no finite number.")
    return _moment(text)


def _moment(text: str) -> str:
    """A day or moment in ISO's long form, any other text as it is."""
    if DATE.fullmatch(text):
        year, month, day = map(int, text.split("-"))
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError as error:
            raise ValueError(f"There is no day {text}.") from error
    if MOMENT.fullmatch(text):
        try:
            return dt.datetime.fromisoformat(text).isoformat(sep=" ")
        except ValueError as error:
            raise ValueError(f"There is no moment {text}.") from error
    return text


def spelt(value: Friendly, *, flow: bool) -> str:
    """A scalar as YAML, quoted only where it has to be; `flow` when it stands inside braces or brackets."""
    value = scalar(value, "")
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if _plain(text, flow=flow) else _quoted(text)


def _float(value: float) -> str:
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")


def _plain(text: str, *, flow: bool) -> bool:
    if not text.isprintable() or text != text.strip() or not _means_itself(text):
        return False
    if (
        text[0] in INDICATORS
        or (text[0] in "-?:" and text[1:2] in ("", " ", "-", "."))
        or text.startswith("...")
    ):
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not (flow and any(letter in ",[]{}:" for letter in text))


def _means_itself(text: str) -> bool:
    """Read back unquoted, by us and by others, it is this text; a date is a date to all."""
    if DATE.fullmatch(text) or MOMENT.fullmatch(text):
        return _is_itself(text)
    return _is_itself(text) and not TAKEN_FOR_ELSE.fullmatch(text)


def _is_itself(text: str) -> bool:
    try:
        return resolve(text) == text
    except ValueError:
        return False


def _quoted(text: str) -> str:
    if not text.isprintable():
        return _escaped(text)
    if "'" in text and '"' not in text and "\\" not in text:
        return f'"{text}"'
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def _escaped(text: str) -> str:
    letters = (letter if letter.isprintable() else _escape(letter) for letter in text)
    return '"' + "".join(json.dumps(one)[1:-1] if one in '"\\' else one for one in letters) + '"'


def _escape(letter: str) -> str:
    code = ord(letter)
    return {"\n": "\\n", "\t": "\\t"}.get(letter) or (
        f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    )
