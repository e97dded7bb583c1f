"""What a resource consumes in a month, before any price is known. Pricers yield charges and gaps; nobody but rating multiplies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from aidc.catalog.prices import Term

if TYPE_CHECKING:
    from aidc.estimator.cost.reader import Reader


@dataclass(frozen=True, slots=True)
class Commitment:
    """A share of the quantity bought for 1 or 3 years: that share is billed for every hour of the month, run or not."""

    term: Literal["1y", "3y"]
    coverage: Decimal


@dataclass(frozen=True, slots=True)
class Charge:
    """A quantity of one price item in a month.

    `unit` must be the unit of the price (rating refuses any other, so that GiB are never multiplied by a rate for GB). `quantity` is what is
    expected; `minimum` and `maximum` where it can move by itself (autoscaling). For what runs, `running` is how many units run at once (machines,
    chips, vCPUs, GiB of memory) and `hours_each` for how many hours of the month: they decide the sustained-use discount, and a commitment bills
    its share of `running` for every hour of the month. `by_usage` marks what no input of the resource says.
    """

    component: str
    item: str
    region: str
    quantity: Decimal
    unit: str
    term: Term = "on-demand"
    running: Decimal | None = None
    hours_each: Decimal | None = None
    commitment: Commitment | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    by_usage: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that costs money and has no price here, or whose quantity nobody knows: the bill becomes a lower bound."""

    component: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """What was assumed in pricing a resource, for the reader of the bill; no money."""

    text: str


@dataclass(frozen=True, slots=True)
class Free:
    """A resource that costs nothing by itself, and why: it belongs among the free ones and not among those that wait for usage."""

    reason: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Money given back for one resource at the scope of the billing account or the project, shared by all resources that earn it.

    `usd_per_month` is the whole credit; it is used up by the charges of `component` lines of the resources that yield it.
    """

    name: str
    component: str
    usd_per_month: Decimal
    scope: Literal["project", "billing account"]
    source: str
    as_of: str


Pricer = Callable[["Reader"], Iterator[Charge | Gap | Note | Free | Credit]]
