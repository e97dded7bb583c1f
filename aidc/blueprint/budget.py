"""What a month may cost: limits that `aidc cost` holds the estimate against, and with a billing account a budget that watches the real bill.

Without `billing_account` nothing is made in the cloud: the limits stop a change before it is built, and nobody is told what is spent afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator

from aidc.blueprint.budget_amount import Usd
from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.names import BUDGET, STACK_PATH, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, Spec, listed_twice, sets

LIMITED_NOUNS = (
    "network",
    "keys",
    "access",
    "cluster",
    "reservations",
    "cpu_pools",
    "gpu_pools",
    "tpu_slices",
    "tpu_vms",
    "buckets",
    "filestores",
    "lustres",
    "disks",
    "storage_pools",
    "registry",
)
"""Sections of the stack file that may have a limit of their own: all that make something."""
MAX_CHANNELS = 5
"""Notification channels of one budget (Cloud Billing Budget API, monitoringNotificationChannels)."""
MAX_SHARE = 10
_ACCOUNT = re.compile(r"[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}")
_EMAIL = re.compile(r"[^@\s:]+@[^@\s]+\.[^@\s]+")
_TOPIC = re.compile(r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/topics/[A-Za-z][A-Za-z0-9._~+%-]{2,254}")
_OF_AN_ACCOUNT = ("alert_at", "notify", "pubsub_topic", "covers", "after_credits")


def _check_account(value: str) -> str:
    if not _ACCOUNT.fullmatch(value):
        raise ValueError(f"{shown(value)} is not a billing account: three groups of six digits and capitals A to F, 01A2B3-C4D5E6-F7A8B9")
    return value


def _check_email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError(f"{shown(value)} is not an e-mail address; write name@example.com")
    return value


def _check_topic(value: str) -> str:
    if not _TOPIC.fullmatch(value):
        raise ValueError(f"{shown(value)} is not a topic: write projects/P/topics/T")
    return value


class BudgetSpec(Spec):
    """What a month may cost."""

    monthly_usd: Usd | None = Field(
        default=None, description="US dollars that a month of the stack may cost", **sets("billing.Budget.amount.specifiedAmount")
    )
    per_noun: dict[str, Usd] = Field(default_factory=dict, description="US dollars a month for one section: gpu_pools: 90000")
    per_change_usd: Usd | None = Field(default=None, description="US dollars a month that one change may add")
    billing_account: Annotated[str, AfterValidator(_check_account)] | None = Field(
        default=None,
        description="Billing account that pays for the project; a budget on it watches the real bill",
        **sets("billing.Budget.billingAccount"),
    )
    covers: Literal["project", "stack"] = Field(
        default="project",
        description="What the budget counts: all of the project, or what carries the label of the stack, which network and logs do not",
        **sets("billing.Budget.budgetFilter.projects", "billing.Budget.budgetFilter.labels"),
    )
    after_credits: bool = Field(
        default=True,
        description="Count what is paid after all credits; false counts before any, sustained-use and commitment discounts among them",
        **sets("billing.Budget.budgetFilter.creditTypesTreatment"),
    )
    alert_at: list[Annotated[float, Field(gt=0)]] = Field(
        default_factory=lambda: [0.5, 0.9, 1.0],
        min_length=1,
        max_length=20,
        description="Shares of monthly_usd at which the budget tells, rising",
        **sets("billing.Budget.thresholdRules"),
    )
    notify: list[Annotated[str, AfterValidator(_check_email)]] = Field(
        default_factory=list,
        max_length=MAX_CHANNELS,
        description="E-mail addresses told beside the administrators of the billing account",
        **sets("monitoring.NotificationChannel.labels", "billing.Budget.allUpdatesRule.monitoringNotificationChannels"),
    )
    pubsub_topic: Annotated[str, AfterValidator(_check_topic)] | None = Field(
        default=None,
        description="Topic that hears every update of the spend: projects/P/topics/T",
        **sets("billing.Budget.allUpdatesRule.pubsubTopic"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield sections that do not exist, limits that never hold, shares that do not rise, and what only a billing account can do."""
        for noun, usd in self.per_noun.items():
            if noun not in LIMITED_NOUNS:
                yield f"per_noun.{noun}", one_of(noun, LIMITED_NOUNS, "a section that costs something")
            elif self.monthly_usd is not None and usd > self.monthly_usd:
                yield f"per_noun.{noun}", f"{usd} is more than monthly_usd {self.monthly_usd}, so it never holds. Lower it or remove it"
        yield from self._alert_rules()
        yield from listed_twice("notify", self.notify)
        if self.billing_account is None:
            for field in _OF_AN_ACCOUNT:
                if field in self.model_fields_set:
                    yield (
                        field,
                        "goes with billing_account: without one no budget is made and nobody is told. Name the account or remove it",
                    )
        elif self.monthly_usd is None:
            yield "monthly_usd", "is missing: a budget on a billing account needs the amount of a month"

    def _alert_rules(self) -> Iterator[Rule]:
        for index, share in enumerate(self.alert_at):
            if share > MAX_SHARE:
                yield f"alert_at[{index}]", f"{share:g} is {share * 100:g} % of the budget. Write shares: {share / 100:g} is {share:g} %"
            elif index and share <= self.alert_at[index - 1] <= MAX_SHARE:
                yield f"alert_at[{index}]", f"{share:g} comes after {self.alert_at[index - 1]:g}; list shares once each, rising"


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """One e-mail address that is told."""

    resource_name: str
    email: str
    display_name: str
    labels: dict[str, str]


@dataclass(frozen=True, slots=True)
class AlarmPlan:
    """The budget in Cloud Billing: what it counts, when it tells and whom. `nanos` are billionths of a dollar beside the whole `units`."""

    display_name: str
    billing_account: str
    units: int
    nanos: int
    project: str
    """As the API takes it: projects/NUMBER."""
    labels: dict[str, str]
    """The one label that counted resources carry; empty where all of the project counts."""
    credit_types_treatment: Literal["INCLUDE_ALL_CREDITS", "EXCLUDE_ALL_CREDITS"]
    thresholds: tuple[float, ...]
    channels: tuple[ChannelPlan, ...]
    pubsub_topic: str


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """The limits of the stack in US dollars a month, None or absent where there is none. Without `alarm` they only hold before a change."""

    monthly_usd: Decimal | None
    per_noun: dict[str, Decimal]
    per_change_usd: Decimal | None
    alarm: AlarmPlan | None

    @property
    def limits_anything(self) -> bool:
        """Tell whether there is any limit."""
        return bool(self.per_noun) or self.monthly_usd is not None or self.per_change_usd is not None


def plan_budget(spec: BudgetSpec, site: SitePlan, labels: dict[str, str], names: Names) -> BudgetPlan:
    """Decide the limits, and the budget where there is an account to set it on."""
    alarm = _plan_alarm(spec, spec.monthly_usd, site, labels, names) if spec.billing_account and spec.monthly_usd else None
    return BudgetPlan(spec.monthly_usd, dict(spec.per_noun), spec.per_change_usd, alarm)


def _plan_alarm(spec: BudgetSpec, usd: Decimal, site: SitePlan, labels: dict[str, str], names: Names) -> AlarmPlan:
    name = names.name(BUDGET, "month", path=STACK_PATH)
    return AlarmPlan(
        display_name=name,
        billing_account=spec.billing_account or "",
        units=int(usd),
        nanos=int((usd - int(usd)) * 10**9),
        project=f"projects/{site.project_number}",
        labels={"stack": labels["stack"]} if spec.covers == "stack" else {},
        credit_types_treatment="INCLUDE_ALL_CREDITS" if spec.after_credits else "EXCLUDE_ALL_CREDITS",
        thresholds=tuple(spec.alert_at),
        channels=tuple(ChannelPlan(f"notify/{email}", email, f"{name}: {email}", labels) for email in spec.notify),
        pubsub_topic=spec.pubsub_topic or "",
    )
