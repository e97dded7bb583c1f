"""The budget in Cloud Billing that watches the real bill, and the e-mail addresses that it tells."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.budget import AlarmPlan, ChannelPlan


class Budget(pulumi.ComponentResource):
    """A budget on somebody else's billing account, with its notification channels. It tells; it stops nothing."""

    budget: pulumi.Output[str]

    def __init__(self, plan: AlarmPlan, *, project: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:care:Budget", "budget", None, opts)
        self._project = project
        self.budget = self._budget(plan, [self._channel(channel) for channel in plan.channels])
        self.register_outputs({"budget": self.budget})

    def _channel(self, plan: ChannelPlan) -> pulumi.Output[str]:
        return gcp.monitoring.NotificationChannel(
            plan.resource_name,
            project=self._project,
            display_name=plan.display_name,
            type="email",
            labels={"email_address": plan.email},
            user_labels=plan.labels,
            opts=pulumi.ResourceOptions(parent=self),
        ).name

    def _budget(self, plan: AlarmPlan, channels: list[pulumi.Output[str]]) -> pulumi.Output[str]:
        return gcp.billing.Budget(
            "budget",
            billing_account=plan.billing_account,
            display_name=plan.display_name,
            amount=gcp.billing.BudgetAmountArgs(
                specified_amount=gcp.billing.BudgetAmountSpecifiedAmountArgs(
                    currency_code="USD", units=str(plan.units), nanos=plan.nanos or None
                )
            ),
            budget_filter=gcp.billing.BudgetBudgetFilterArgs(
                projects=[plan.project],
                labels=plan.labels or None,
                calendar_period="MONTH",
                credit_types_treatment=plan.credit_types_treatment,
            ),
            threshold_rules=[gcp.billing.BudgetThresholdRuleArgs(threshold_percent=share) for share in plan.thresholds],
            all_updates_rule=_told(plan, channels) if channels or plan.pubsub_topic else None,
            opts=pulumi.ResourceOptions(parent=self),
        ).name


def _told(plan: AlarmPlan, channels: list[pulumi.Output[str]]) -> gcp.billing.BudgetAllUpdatesRuleArgs:
    return gcp.billing.BudgetAllUpdatesRuleArgs(
        monitoring_notification_channels=channels or None,
        pubsub_topic=plan.pubsub_topic or None,
        # The one version that the API has of what it publishes.
        schema_version="1.0" if plan.pubsub_topic else None,
    )
