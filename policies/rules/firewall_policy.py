"""Firewall policies of networks, folders and the organisation: nobody gets in from everywhere."""

from __future__ import annotations

from policies.bag import Bag
from policies.opening import POLICIES, POLICY_RULES, policy_rule_from_everyone, surely
from policies.rule import rule


@rule("firewall-policy-no-public-ingress", *POLICY_RULES, *POLICIES)
def no_public_ingress(bag: Bag) -> str | None:
    if bag.type not in POLICIES:
        return "it admits every address of the internet" if policy_rule_from_everyone(bag) else None
    found = surely(bag.bags("rules"), policy_rule_from_everyone)
    return None if found is None else f"its rule of priority {found.text('priority') or 'not stated'} admits every address of the internet"
