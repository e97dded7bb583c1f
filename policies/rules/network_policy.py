"""Network policies: what they close, and that none opens everything again."""

from __future__ import annotations

from contextlib import suppress

from policies.bag import Bag, Unknown
from policies.reading import first_of, first_problem, objects
from policies.rule import rule
from policies.selector import is_empty

NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_PEERS = {"Ingress": ("ingress", "from"), "Egress": ("egress", "to")}


def is_about_all(policy: Bag) -> bool:
    """Say whether a policy is about every pod of its namespace. Its namespace and selector are known when it says so."""
    with suppress(Unknown):
        return not policy.has("spec.podSelector.matchLabels") and not policy.has("spec.podSelector.matchExpressions")
    return False


def closes(policy: Bag, way: str) -> bool:
    """Say whether a policy closes a way (Ingress, Egress) for every pod of its namespace, but for what its own rules name. Raises Unknown.

    Kubernetes, network policies: without policyTypes ingress is closed, egress where there are egress rules.
    """
    field, _ = _PEERS[way]
    if policy.has("spec.podSelector.matchLabels") or policy.has("spec.podSelector.matchExpressions"):
        return False
    types = policy.list("spec.policyTypes")
    covers = way in types if types else policy.get("spec") is not None and (way == "Ingress" or policy.has("spec.egress"))
    return covers and not any(_opens_all(entry, way, of_cluster=False) for entry in objects(policy, f"spec.{field}"))


def _opens_all(entry: Bag, way: str, *, of_cluster: bool) -> bool:
    """Say whether a rule of a policy names nobody and no port; with `of_cluster` also whether it names all pods of all namespaces."""
    _, peers = _PEERS[way]
    if entry.has("ports"):
        return False
    if not entry.has(peers):
        return True
    return any(not peer.values or (of_cluster and _is_everybody(peer)) for peer in objects(entry, peers))


def _is_everybody(peer: Bag) -> bool:
    """Say whether a peer is every pod of every namespace."""
    return is_empty(peer, "namespaceSelector") and (peer.get("podSelector") is None or is_empty(peer, "podSelector"))


@rule("network-policy-selects-pods", NETWORK_POLICY)
def selects_pods(policy: Bag) -> str | None:
    def check(way: str) -> str | None:
        field, peers = _PEERS[way]
        is_open = first_problem(objects(policy, f"spec.{field}"), lambda entry: "open" if _opens_all(entry, way, of_cluster=True) else None)
        return f"a rule of {field} opens it {'from' if peers == 'from' else 'to'} everybody: its selectors are empty" if is_open else None

    return first_of(lambda: check("Ingress"), lambda: check("Egress"))
