"""The budget as Cloud Billing gets it, and whom it tells."""

from __future__ import annotations

from typing import Any

import pytest

BUDGET, CHANNEL = "gcp:billing/budget:Budget", "gcp:monitoring/notificationChannel:NotificationChannel"
WATCHED = {"monthly_usd": 1500.25, "billing_account": "01A2B3-C4D5E6-F7A8B9"}


@pytest.fixture(scope="module")
def declared(declare, plan_of):
    """Declare the budget of a stack."""

    def run(**fields: Any):
        alarm = plan_of(budget={**WATCHED, **fields}).budget.alarm

        def program() -> None:
            from components.budget import Budget

            Budget(alarm, project="acme-lab")

        return declare(program)

    return run


def test_the_amount_the_project_and_the_shares_are_sent(declared):
    assert declared().only(BUDGET).inputs == {
        "billingAccount": "01A2B3-C4D5E6-F7A8B9",
        "displayName": "lab-month",
        "amount": {"specifiedAmount": {"currencyCode": "USD", "units": "1500", "nanos": 250_000_000.0}},
        "budgetFilter": {"projects": ["projects/123456789012"], "calendarPeriod": "MONTH", "creditTypesTreatment": "INCLUDE_ALL_CREDITS"},
        "thresholdRules": [{"thresholdPercent": 0.5}, {"thresholdPercent": 0.9}, {"thresholdPercent": 1.0}],
    }


def test_every_address_is_a_channel_that_stands_before_the_budget_tells_it(declared):
    found = declared(notify=["a@example.com", "b@example.com"])
    channels = found.all(CHANNEL)
    assert [(one.inputs["type"], one.inputs["labels"]) for one in channels] == [
        ("email", {"email_address": "a@example.com"}),
        ("email", {"email_address": "b@example.com"}),
    ]
    assert channels[0].inputs["userLabels"] == {"stack": "lab", "environment": "dev", "managed-by": "aidc"}
    budget = found.only(BUDGET)
    assert {one.urn for one in channels} <= set(budget.dependencies)
    assert len(budget.inputs["allUpdatesRule"]["monitoringNotificationChannels"]) == 2
    assert "schemaVersion" not in budget.inputs["allUpdatesRule"]


def test_a_topic_hears_every_update_and_the_label_narrows_what_counts(declared):
    inputs = declared(pubsub_topic="projects/acme-lab/topics/spend", covers="stack").only(BUDGET).inputs
    assert inputs["allUpdatesRule"] == {"pubsubTopic": "projects/acme-lab/topics/spend", "schemaVersion": "1.0"}
    assert inputs["budgetFilter"]["labels"] == {"stack": "lab"}
