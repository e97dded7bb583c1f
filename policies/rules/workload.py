"""Workloads as they stand: made by a controller, named and labelled, spread over nodes, each pod with a disk of its own."""

from __future__ import annotations

import re

from policies.bag import Bag, NotApplicable
from policies.pod import DEPLOYMENT, POD, STATEFUL_SET, WORKLOADS
from policies.reading import first_problem, keys, objects
from policies.rule import rule


@rule("workload-spread", DEPLOYMENT, STATEFUL_SET)
def spread(workload: Bag) -> str | None:
    replicas = workload.number("spec.replicas")
    if replicas is not None and replicas < 2:
        raise NotApplicable("a single replica has nothing to spread")
    pod = "spec.template.spec"
    is_spread = workload.has(f"{pod}.affinity.podAntiAffinity") or workload.has(f"{pod}.topologySpreadConstraints")
    return None if is_spread else "all replicas may run on one node: neither topologySpreadConstraints nor podAntiAffinity"


@rule("no-bare-pods", POD)
def no_bare_pods(pod: Bag) -> str | None:
    is_owned = pod.has("metadata.ownerReferences")
    return None if is_owned else "nothing makes the pod again when its node goes"


@rule("statefulset-headless-service", STATEFUL_SET)
def headless_service(workload: Bag) -> str | None:
    if not workload.has("spec.serviceName"):
        return "it names no service, so its pods have no names of their own (serviceName)"

    def check(claim: Bag) -> str | None:
        modes = claim.list("spec.accessModes")
        wrong = not modes or any(mode not in ("ReadWriteOnce", "ReadWriteOncePod") for mode in modes)
        called = claim.text("metadata.name") or "without a name"
        return f"the claim {called} is not for one pod alone (accessModes: {', '.join(map(str, modes)) or 'none'})" if wrong else None

    return first_problem(objects(workload, "spec.volumeClaimTemplates"), check)


_KEY = re.compile(r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?\Z")
_VALUE = re.compile(r"([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?\Z")
_OWNERS = ("owner", "team")
_COSTS = ("cost-center", "cost-centre", "costcenter", "cost_center", "cost_centre", "costcentre")


@rule("workload-recommended-labels", *WORKLOADS)
def recommended_labels(workload: Bag) -> str | None:
    labels = keys(workload, "metadata.labels")
    for key, value in labels.items():
        if not _KEY.match(key) or (isinstance(value, str) and not _VALUE.match(value)):
            return f"the label {key[:80]} has no valid syntax"
    stated = {key for key, value in labels.items() if value != ""}
    names = {key.rpartition("/")[2].lower() for key in stated}
    lacking = [] if "app.kubernetes.io/name" in stated else ["app.kubernetes.io/name"]
    lacking += [words[0] for words in (_OWNERS, _COSTS) if not names & set(words)]
    return f"labels are missing: {', '.join(lacking)}" if lacking else None
