"""Tables as files that other programs read."""

from rowsmith.tools.exports.exporting import export
from rowsmith.tools.exports.model import About, Exported, Loss, Options
from rowsmith.tools.exports.registry import FORMATS

__all__ = ["FORMATS", "About", "Exported", "Loss", "Options", "export"]
