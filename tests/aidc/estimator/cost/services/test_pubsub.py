"""Pub/Sub, worked by hand: 40 a TiB taken in or delivered, 0.27 a GiB-month retained."""

from __future__ import annotations

from decimal import Decimal

TOPIC, SUBSCRIPTION = "gcp:pubsub/topic:Topic", "gcp:pubsub/subscription:Subscription"


def test_a_topic_pays_for_what_is_published_and_retained(lines_of):
    assert lines_of(TOPIC, {}, {"monthly_message_data_tb": 10, "storage_gb": 100}) == {
        "Messages taken in": Decimal(40) * 10,
        "Messages retained by the topic": Decimal("0.27") * 100,
    }


def test_a_subscription_pays_for_what_is_delivered_and_kept(lines_of):
    assert lines_of(SUBSCRIPTION, {"topic": "t"}, {"monthly_message_data_tb": 10, "storage_gb": 20, "snapshot_storage_gb": 30}) == {
        "Messages delivered": Decimal(40) * 10,
        "Acknowledged messages retained": Decimal("0.27") * 20,
        "Messages kept for snapshots": Decimal("0.27") * 30,
    }


def test_an_export_to_bigquery_has_its_own_rate(lines_of):
    exported = {"topic": "t", "bigqueryConfig": {"table": "p.d.t"}}
    assert lines_of(SUBSCRIPTION, exported, {"monthly_message_data_tb": 2}) == {"Messages delivered": Decimal(50) * 2}


def test_ten_gib_are_free_for_the_billing_account(bill_of):
    bill = bill_of(TOPIC, {}, {"monthly_message_data_tb": 1})
    assert bill.usd_per_month == 40 - Decimal(40) * 10 / 1024


def test_nothing_said_is_nothing_counted(bill_of):
    assert [named.reason for named in bill_of(TOPIC, {}).needs_usage] == [
        "nothing is used as far as anybody has said; say monthly_message_data_tb, storage_gb"
    ]
