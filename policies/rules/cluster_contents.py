"""What a cluster must have because of what runs in it: backups of its state, drivers of its volumes, scans, audit logs, load balancing."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import UNKNOWN, Bag, NotApplicable, Unknown
from policies.clusters import CLUSTER, not_for_autopilot, switched_on
from policies.defaults import effective
from policies.pod import DAEMON_SET, STATEFUL_SET
from policies.purpose import only_for_strict_data
from policies.rule import State, each, stack_rule
from policies.stack import Stack

BACKUP_PLAN = "gcp:gkebackup/backupPlan:BackupPlan"
REPOSITORY = "gcp:artifactregistry/repository:Repository"
VOLUMES = ("kubernetes:core/v1:PersistentVolume", "kubernetes:core/v1:PersistentVolumeClaim")
INGRESSES = tuple(f"kubernetes:{group}:Ingress" for group in ("networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"))
GATEWAYS = tuple(f"kubernetes:gateway.networking.k8s.io/{version}:Gateway" for version in ("v1", "v1beta1", "v1alpha2"))
INGRESS_CLASS = "kubernetes.io/ingress.class"


@stack_rule("cluster-backup-agent", CLUSTER)
def backup_agent(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    clusters = stack.of(CLUSTER)
    claims = any(one.has("spec.volumeClaimTemplates") for one in stack.of(STATEFUL_SET))
    has_volumes = len(clusters) == 1 and (claims or bool(stack.of(*VOLUMES)))
    planned = {id(cluster) for plan in stack.of(BACKUP_PLAN) for cluster in _planned(stack, plan)}

    def check(cluster: Bag) -> str | None:
        if not has_volumes and id(cluster) not in planned:
            raise NotApplicable("neither a backup plan nor volumes of the stack belong to the cluster")
        is_on = switched_on(cluster, "addonsConfig.gkeBackupAgentConfig.enabled")
        reason = "there is a backup plan" if id(cluster) in planned else "pods keep state in volumes"
        return None if is_on else f"{reason} and the agent of Backup for GKE is off"

    return each(clusters, check)


def _planned(stack: Stack, plan: Bag) -> tuple[Bag, ...]:
    """Return the cluster of a backup plan; where it cannot be told and there is only one, that one."""
    try:
        cluster = stack.referred(plan, "cluster", CLUSTER)
    except Unknown:
        clusters = stack.of(CLUSTER)
        return clusters if len(clusters) == 1 else ()
    return (cluster,) if cluster else ()


@stack_rule("cluster-vulnerability-scanning", CLUSTER)
def vulnerability_scanning(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    repositories = [one for one in stack.of(REPOSITORY) if _holds_images(one)]
    is_scanned = bool(repositories) and not any(_is_unscanned(one) for one in repositories)

    def check(cluster: Bag) -> str | None:
        mode = effective(cluster, "securityPostureConfig.vulnerabilityMode")
        if mode != "VULNERABILITY_DISABLED" or is_scanned:
            return None
        return "images are scanned neither in the cluster nor in a registry of the stack"

    return each(stack.of(CLUSTER), check)


def _holds_images(repository: Bag) -> bool:
    return repository.values.get("format") == "DOCKER" and repository.values.get("mode") != "VIRTUAL_REPOSITORY"


def _is_unscanned(repository: Bag) -> bool:
    try:
        return repository.text("vulnerabilityScanningConfig.enablementConfig") == "DISABLED"
    except Unknown:
        return False


@stack_rule("cluster-auditd-logging", CLUSTER)
def auditd_logging(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    is_collected = any("auditd" in name for daemon in stack.of(DAEMON_SET) for name in _names(daemon))

    def check(cluster: Bag) -> str | None:
        if is_collected:
            return None
        not_for_autopilot(cluster, "Google sets what nodes log")
        only_for_strict_data(cluster)
        return "no DaemonSet of the stack collects the audit log of the nodes' kernel"

    return each(stack.of(CLUSTER), check)


def _names(daemon: Bag) -> Iterator[str]:
    """Yield what a DaemonSet and its containers are called, lower case."""
    metadata = daemon.values.get("metadata")
    yield str(metadata.get("name", "") if isinstance(metadata, dict) else "").lower()
    yield daemon.name.lower()
    try:
        for container in daemon.bags("spec.template.spec.containers"):
            yield str(container.values.get("name", "")).lower()
    except Unknown:
        return


@stack_rule("cluster-http-load-balancing", CLUSTER)
def http_load_balancing(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    asking = [*filter(_is_for_gke, stack.of(*INGRESSES)), *filter(_is_gateway_of_gke, stack.of(*GATEWAYS))]

    def check(cluster: Bag) -> str | None:
        if not asking:
            raise NotApplicable("the stack has neither an Ingress nor a Gateway of GKE")
        is_off = switched_on(cluster, "addonsConfig.httpLoadBalancing.disabled")
        return f"{asking[0].name:.60} waits for a load balancer, and the add-on that makes it is off" if is_off else None

    return each(stack.of(CLUSTER), check)


def _is_for_gke(ingress: Bag) -> bool:
    annotations = _mapping(_mapping(ingress.values.get("metadata")).get("annotations"))
    stated = _mapping(ingress.values.get("spec")).get("ingressClassName") or annotations.get(INGRESS_CLASS) or "gce"
    return stated is UNKNOWN or str(stated).startswith("gce")


def _is_gateway_of_gke(gateway: Bag) -> bool:
    stated = _mapping(gateway.values.get("spec")).get("gatewayClassName") or "gke"
    return stated is UNKNOWN or str(stated).startswith("gke")


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
