"""Animals, plants, weather."""

from __future__ import annotations

from rowsmith.tools.semantics.building import pooled, related
from rowsmith.tools.semantics.entry import Entry


def kinds() -> dict[str, Entry]:
    """The kinds of this family."""
    return dict(
        [
            related(
                "species",
                "animal that a zoo keeps",
                "species",
                "species",
                ("animal_class", "scientific_name"),
            ),
            related("scientific_name", "Latin name of a species", "species", "scientific_name", ("species",)),
            related(
                "animal_class", "Mammal, Bird ...", "species", "animal_class", ("species", "scientific_name")
            ),
            pooled("dog_breed", "breed of a dog"),
            pooled("cat_breed", "breed of a cat"),
            pooled("rabbit_breed", "breed of a rabbit"),
            pooled("pet_name", "name of an animal"),
            pooled("crop", "Wheat, Barley ..."),
            pooled("soil", "clay, loam ..."),
            pooled("weather", "Sunny, Light Rain ..."),
            pooled("season", "Spring, Summer ..."),
        ]
    )
