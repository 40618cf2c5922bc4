"""Every kind of key at once, at 1,000,000 rows: no orphan, no doubled key, shares as asked.

python -P -m rowsmith.evals.benchmarks.keys [--scale 0.01] [--threads 1]
"""

from __future__ import annotations

import sys

from rowsmith.evals.benchmarks.proof import main

if __name__ == "__main__":
    sys.exit(main("keys", "Every kind of key at once, checked by plain SQL."))
