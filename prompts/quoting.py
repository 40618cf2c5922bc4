"""Text that somebody else wrote, between tags that it can't close itself."""

from __future__ import annotations


def quoted(text: object, tag: str, **facts: object) -> str:
    """The text between <tag> and </tag>; the tag gets a number where the text already speaks of it.

    Args:
        text: anything; it is put in as it is.
        tag: one lower-case word that says what the text is.
        facts: attributes of the opening tag, ours.
    """
    words = str(text)
    name = _free(tag, words.lower())
    attributes = "".join(f' {fact}="{value}"' for fact, value in facts.items())
    return f"<{name}{attributes}>\n{words}\n</{name}>"


def _free(tag: str, words: str) -> str:
    name, number = tag, 1
    while f"<{name}" in words or f"</{name}" in words:
        number += 1
        name = f"{tag}-{number}"
    return name
