"""Who says whether a measurement holds: small values that can be compared and copied."""

from rowsmith.tools.checks.judges.counts import PILOT, CountedShares, CountJudge, ShareJudge, SharesJudge
from rowsmith.tools.checks.judges.shapes import (
    QUARTILES,
    ChiSquareJudge,
    EvenJudge,
    PopularityJudge,
    SeasonJudge,
    VarietyJudge,
)
from rowsmith.tools.checks.judges.statistics import (
    ErrorJudge,
    MeanJudge,
    QuantileJudge,
    RankJudge,
    SdJudge,
    SpreadJudge,
)
from rowsmith.tools.checks.judges.verdicts import OnlyRow, share_verdict

__all__ = [
    "PILOT",
    "QUARTILES",
    "ChiSquareJudge",
    "CountJudge",
    "CountedShares",
    "ErrorJudge",
    "EvenJudge",
    "MeanJudge",
    "OnlyRow",
    "PopularityJudge",
    "QuantileJudge",
    "RankJudge",
    "SdJudge",
    "SeasonJudge",
    "ShareJudge",
    "SharesJudge",
    "SpreadJudge",
    "VarietyJudge",
    "share_verdict",
]
