"""Whether a requirement is meant for a resource is told by its labels."""

from __future__ import annotations

import pytest

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.node_pools import CLUSTER, NODE_POOL
from policies.purpose import only_for_strict_data, only_in_production

BUCKET = "gcp:storage/bucket:Bucket"


def _labelled(kind, **labels):
    inputs = {BUCKET: {"labels": labels}, CLUSTER: {"resourceLabels": labels}, NODE_POOL: {"nodeConfig": {"resourceLabels": labels}}}
    return Bag(kind, "a", "urn:a", inputs[kind], {})


@pytest.mark.parametrize("kind", [BUCKET, CLUSTER, NODE_POOL])
def test_what_says_nothing_counts_as_production_with_data_to_protect(kind):
    only_in_production(_labelled(kind, team="research"))
    only_for_strict_data(_labelled(kind, team="research"))


@pytest.mark.parametrize("kind", [BUCKET, CLUSTER, NODE_POOL])
def test_a_label_says_that_it_is_not_of_production(kind):
    with pytest.raises(NotApplicable, match="^a label says that this is not production$"):
        only_in_production(_labelled(kind, environment="dev"))


@pytest.mark.parametrize("kind", [BUCKET, CLUSTER, NODE_POOL])
def test_strict_data_counts_in_every_environment(kind):
    only_for_strict_data(_labelled(kind, environment="dev", data="restricted"))
    with pytest.raises(NotApplicable, match="^a label says that the data is open, or that this is not production$"):
        only_for_strict_data(_labelled(kind, environment="dev"))


def test_a_label_to_come_may_still_say_that_open_data_is_strict():
    with pytest.raises(Unknown):
        only_for_strict_data(_labelled(BUCKET, environment="dev", purpose=UNKNOWN))
    only_for_strict_data(_labelled(BUCKET, purpose=UNKNOWN))
