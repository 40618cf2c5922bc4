"""Education: schools, universities, courses."""

from __future__ import annotations

from rowsmith.tools.semantics.building import cooked, pooled, related
from rowsmith.tools.semantics.entry import Entry


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            pooled("university", "university of the locale's country"),
            cooked("school_name", "invented school"),
            related("course_title", "university course", "course", "course_title", ("subject",)),
            related(
                "field_of_study", "subject of a university course", "course", "subject", ("course_title",)
            ),
            ("subject", pooled("subject", "school subject")[1]),
            pooled("academic_degree", "BSc, PhD ..."),
            pooled("academic_title", "Professor, Lecturer ..."),
            pooled("education_level", "Secondary School, Master's Degree ..."),
        ]
    )
