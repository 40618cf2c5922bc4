"""Orders after the sign-up, totals equal to the sum of their lines, at 200,000 customers: no violation.

python -P -m rowsmith.evals.benchmarks.totals [--scale 0.01] [--threads 1]
"""

from __future__ import annotations

import sys

from rowsmith.evals.benchmarks.proof import main

if __name__ == "__main__":
    sys.exit(main("totals", "Sums and dates across tables, checked by plain SQL."))
