"""What resources cost: any Pulumi program's record, priced from dated list prices.

resources → pricers say what is consumed (`charge.py`) → rating finds the rate (`rating.py`) → allowances give away what is free → `Bill`.
"""

from aidc.estimator.cost.bill import Bill, Line, Unpriced
from aidc.estimator.cost.estimate import estimate
from aidc.estimator.cost.usage import Usage, UsageError, read_usage

__all__ = ["Bill", "Line", "Unpriced", "Usage", "UsageError", "estimate", "read_usage"]
