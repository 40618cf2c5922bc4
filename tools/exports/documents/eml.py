"""E-mails: the template's first lines are the head, up to an empty line."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from rowsmith.tools.errors import UsageError
from rowsmith.tools.exports.documents.writing import write_documents
from rowsmith.tools.exports.losses import none
from rowsmith.tools.exports.model import Format, Options
from rowsmith.tools.exports.source import Source


def message(text: str) -> EmailMessage:
    """The e-mail that a text stands for. Raises UsageError for a line of the head that names nothing."""
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    made = EmailMessage(policy=SMTP)
    for line in filter(str.strip, head.split("\n")):
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise UsageError(
                f"{line!r} is no line of an e-mail's head.",
                where="document",
                hint="Write Subject: and the like, then an empty line, then the text.",
            )
        try:
            made[name.strip()] = value.strip()
        except ValueError as error:
            raise UsageError(f"This can't be in an e-mail's head ({error}).", where="document") from error
    made.set_content(body)
    return made


def _save(text: str, path: Path) -> None:
    path.write_bytes(message(text).as_bytes())


def write(source: Source, folder: Path, options: Options) -> None:
    """A file per row."""
    write_documents(source, folder, options, "eml", _save)


FORMAT = Format("an e-mail file per row", write, none)
