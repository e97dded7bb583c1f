"""Grants to everybody."""

from __future__ import annotations

from policies.bag import Bag
from policies.grants import grant_types, granted, role_of
from policies.principals import is_public
from policies.rule import rule


def to_everybody(bag: Bag) -> str | None:
    """Return the problem of a grant to everybody, for the rules of each service too."""
    found = granted(bag, None, is_public)
    return f"{role_of(found[0])} is granted to {found[1]}" if found else None


@rule("iam-no-public-principals", *grant_types())
def no_public_principals(grant: Bag) -> str | None:
    return to_everybody(grant)


@rule("dataproc-iam-not-public", *(kind for kind in grant_types() if kind.startswith("gcp:dataproc/clusterIAM")))
def dataproc_cluster(grant: Bag) -> str | None:
    return to_everybody(grant)


@rule("pubsub-topic-not-public", *(kind for kind in grant_types() if kind.startswith("gcp:pubsub/topicIAM")))
def topic(grant: Bag) -> str | None:
    return to_everybody(grant)
