"""Binary Authorization policies: what they admit, not only that there is one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policies.bag import Bag
from policies.defaults import effective
from policies.reading import first_problem
from policies.rule import rule

POLICY = "gcp:binaryauthorization/policy:Policy"
_PUBLIC_REGISTRIES = re.compile(
    r"(?:(?:.+\.)?docker\.(?:io|com)|quay\.io|ghcr\.io|(?:.+\.)?gcr\.io|.+\.pkg\.dev|registry\.k8s\.io|public\.ecr\.aws|mcr\.microsoft\.com"
    r"|nvcr\.io|registry\.gitlab\.com|(?:.+\.)?redhat\.(?:com|io)|docker\.elastic\.co|lscr\.io)"
)
"""Hosts on which anybody can have a repository, or on which one publisher serves everybody."""
_OF_GKE = "gke.gcr.io"
"""Where Google keeps the images of GKE's own pods, and nobody else any: the sample policies of the product list it whole."""


@rule("binauthz-default-not-allow-all", POLICY)
def default_not_allow_all(policy: Bag) -> str | None:
    mode = policy.text("defaultAdmissionRule.evaluationMode")
    if mode in ("REQUIRE_ATTESTATION", "ALWAYS_DENY"):
        return None
    return f"the default rule says {mode or 'nothing'}, so every image that no other rule names is admitted"


@rule("binauthz-default-enforced", POLICY)
def default_enforced(policy: Bag) -> str | None:
    mode = policy.text("defaultAdmissionRule.enforcementMode")
    if mode == "ENFORCED_BLOCK_AND_AUDIT_LOG":
        return None
    return f"the default rule says {mode or 'nothing'}: what it denies is at most logged, and runs"


@rule("binauthz-allowlist-narrow", POLICY)
def allowlist_narrow(policy: Bag) -> str | None:
    return first_problem(policy.bags("admissionWhitelistPatterns"), _width)


def _width(entry: Bag) -> str | None:
    pattern = entry.text("namePattern")
    return f"the pattern {pattern:.80} lets in images of anybody without any check" if _is_wide(pattern) else None


def _is_wide(pattern: str) -> bool:
    """Tell whether a pattern spans a registry that is not one's own: a bare wildcard, one in the host, or one right below a public host."""
    host, _, rest = pattern.strip().lower().removeprefix("https://").partition("/")
    if "*" in host:
        return True
    is_public = host != _OF_GKE and _PUBLIC_REGISTRIES.fullmatch(host.split(":")[0]) is not None
    return is_public and (not rest or "*" in rest.split("/")[0])


@rule("binauthz-attestors-named", POLICY)
def attestors_named(policy: Bag) -> str | None:
    return first_problem(_admissions(policy), _attestors)


def _attestors(admission: Bag) -> str | None:
    if admission.text("evaluationMode") != "REQUIRE_ATTESTATION" or _names_one(admission):
        return None
    return f"{admission.path}evaluationMode asks for attestations and no attestor is named"


def _names_one(admission: Bag) -> bool:
    stated = admission.values.get("requireAttestationsBies")
    return any(one not in (None, "") for one in (stated if isinstance(stated, list) else [stated]))


@rule("binauthz-cluster-rules-not-weaker", POLICY)
def cluster_rules_not_weaker(policy: Bag) -> str | None:
    return first_problem(policy.bags("clusterAdmissionRules"), _weakness)


def _weakness(admission: Bag) -> str | None:
    cluster = admission.text("cluster") or "a cluster"
    if admission.text("evaluationMode") == "ALWAYS_ALLOW":
        return f"the rule of {cluster:.80} admits every image"
    if admission.text("enforcementMode") == "DRYRUN_AUDIT_LOG_ONLY":
        return f"the rule of {cluster:.80} only logs what it denies"
    return None


def _admissions(policy: Bag) -> Iterator[Bag]:
    yield from policy.bags("defaultAdmissionRule")
    yield from policy.bags("clusterAdmissionRules")


@rule("binauthz-global-policy", POLICY)
def global_policy(policy: Bag) -> str | None:
    mode = effective(policy, "globalPolicyEvaluationMode")
    return (
        None if mode == "ENABLE" else f"images of Google's own system are judged by this policy, for globalPolicyEvaluationMode is {mode}"
    )
