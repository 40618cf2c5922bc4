"""Organisations and the people who work in them."""

from __future__ import annotations

from rowsmith.tools.semantics.building import cooked, pooled, related
from rowsmith.tools.semantics.entry import Entry


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            cooked("company", "invented company"),
            ("company_suffix", pooled("company_ending", "Ltd, GmbH, Inc. ...")[1]),
            pooled("industry", "branch of business"),
            pooled("department", "department of a company"),
            related("job_title", "occupation", "job", "job_title", ("department",)),
            pooled("job_level", "Junior, Senior ..."),
            pooled("skill", "skill of a professional"),
            cooked("bank_name", "invented bank"),
            cooked("shop_name", "invented small shop or maker"),
            cooked("farm_name", "invented farm"),
            cooked("project_name", "project inside a company"),
            cooked("campaign_name", "marketing campaign"),
            cooked("event_name", "festival, conference, fair"),
            pooled("nationality", "American, German ..."),
            pooled("marital_status", "Single, Married ..."),
            pooled("language", "language, in English"),
        ]
    )
