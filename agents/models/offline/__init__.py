"""The built-in model: reads English about data by rules, and says what it did not understand."""

from rowsmith.agents.models.offline.model import OfflineModel

__all__ = ["OfflineModel"]
