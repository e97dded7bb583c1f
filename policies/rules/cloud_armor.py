"""Cloud Armor: the known hole in Log4j is closed, not only watched."""

from __future__ import annotations

from policies.bag import Bag, NotApplicable
from policies.defaults import effective
from policies.opening import surely
from policies.rule import rule

POLICIES = ("gcp:compute/securityPolicy:SecurityPolicy",)


@rule("armor-blocks-log4j", *POLICIES)
def blocks_log4j(policy: Bag) -> str | None:
    if (kind := str(effective(policy, "type")).upper()) != "CLOUD_ARMOR":
        raise NotApplicable(f"a policy of type {kind} looks into no request")
    about = [one for one in policy.bags("rules") if "cve-canary" in one.text("match.expr.expression")]
    if not about:
        return "no rule looks for the attacks of cve-canary"
    if surely(about, _stops) is not None:
        return None
    return "attacks of cve-canary are watched only" if about[0].on("preview") else f"attacks of cve-canary meet {about[0].text('action')}"


def _stops(one: Bag) -> bool:
    return one.text("action").lower().startswith("deny") and not one.on("preview")
