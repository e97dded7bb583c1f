"""Dated list prices in US dollars: versioned tables, each row with its day, its source and how far it can be trusted.

Nothing here is a live quote. A price that no table holds is None, with the reason where one is known (`no_public_price`).
"""

from aidc.catalog.prices.allowances import Allowance, allowances
from aidc.catalog.prices.price import Price, Term, Tier
from aidc.catalog.prices.spot_history import SpotChange, spot_history
from aidc.catalog.prices.tables import no_public_price, price, price_regions, priced_items, source_text

__all__ = [
    "Allowance",
    "Price",
    "SpotChange",
    "Term",
    "Tier",
    "allowances",
    "no_public_price",
    "price",
    "price_regions",
    "priced_items",
    "source_text",
    "spot_history",
]
