"""Health: diagnoses, medicines, specialties."""

from __future__ import annotations

from rowsmith.tools.semantics.building import pooled, related
from rowsmith.tools.semantics.entry import Entry


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            related("icd10", "ICD-10 code of a diagnosis", "icd10", "icd10", ("diagnosis",)),
            related("diagnosis", "diagnosis in words", "icd10", "diagnosis", ("icd10",)),
            related(
                "drug_name", "medicine by its substance", "drug", "drug_name", ("drug_class", "strength")
            ),
            related("drug_class", "Analgesic, Antibiotic ...", "drug", "drug_class", ("drug_name",)),
            related("strength", "500 mg ..., of the given drug", "drug", "strength", ("drug_name",)),
            pooled("blood_type", "O+, A- ..."),
            pooled("medical_specialty", "Cardiology ..."),
        ]
    )
