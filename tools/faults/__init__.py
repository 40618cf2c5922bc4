"""Known faults, put into good tables on purpose."""

from rowsmith.tools.faults.catalog import kinds, says
from rowsmith.tools.faults.found import is_found
from rowsmith.tools.faults.model import Ground, Planted, PlantedRow, Spot
from rowsmith.tools.faults.planting import corrupt, plant, spots

__all__ = [
    "Ground",
    "Planted",
    "PlantedRow",
    "Spot",
    "corrupt",
    "is_found",
    "kinds",
    "plant",
    "says",
    "spots",
]
