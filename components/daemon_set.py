"""A DaemonSet of the stack: pods that prepare nodes, with the rights that each step needs.

Why a container is privileged, or a pod in a namespace of the node, stands as an annotation on its DaemonSet.
"""

from __future__ import annotations

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes.core import v1 as core

from aidc.blueprint.daemon_set import SYSTEM_NAMESPACE, DaemonSetPlan
from aidc.catalog.daemon_sets import DaemonSet, HostFolder, Step

NOBODY = 65535


def metadata(name: str, namespace: str, annotations: dict[str, str] | None = None) -> kubernetes.meta.v1.ObjectMetaArgs:
    """Return the name, place and labels of an object that the stack makes in its cluster."""
    return kubernetes.meta.v1.ObjectMetaArgs(
        name=name, namespace=namespace, labels={"k8s-app": name, "app.kubernetes.io/managed-by": "aidc"}, annotations=annotations
    )


def declare_daemon_set(plan: DaemonSetPlan, opts: pulumi.ResourceOptions) -> None:
    """Declare it, on the nodes that its plan names and no others."""
    fact = plan.fact
    kubernetes.apps.v1.DaemonSet(
        fact.name,
        # Whether its pods stand depends on nodes that come and go, from none at all with flex-start; a deployment does not wait for them.
        metadata=metadata(fact.name, SYSTEM_NAMESPACE, {"pulumi.com/skipAwait": "true", **_reasons(fact)}),
        spec=kubernetes.apps.v1.DaemonSetSpecArgs(
            selector=kubernetes.meta.v1.LabelSelectorArgs(match_labels={"k8s-app": fact.name}),
            update_strategy=kubernetes.apps.v1.DaemonSetUpdateStrategyArgs(
                type="RollingUpdate",
                rolling_update=kubernetes.apps.v1.RollingUpdateDaemonSetArgs(max_unavailable=_number_or_share(fact.max_unavailable)),
            ),
            template=core.PodTemplateSpecArgs(
                metadata=kubernetes.meta.v1.ObjectMetaArgs(labels={"k8s-app": fact.name, "name": fact.name}), spec=_pod(plan)
            ),
        ),
        opts=opts,
    )


def _reasons(fact: DaemonSet) -> dict[str, str]:
    steps = {f"aidc/privileged.{step.name}": step.privileged_because for step in (*fact.steps, fact.stays)}
    namespaces = {"aidc/host-network": fact.host_network_because, "aidc/host-pid": fact.host_pid_because}
    return {key: reason for key, reason in {**steps, **namespaces}.items() if reason}


def _number_or_share(text: str) -> int | str:
    return text if text.endswith("%") else int(text)


def _pod(plan: DaemonSetPlan) -> core.PodSpecArgs:
    fact = plan.fact
    folders = list(dict.fromkeys(folder for step in (*fact.steps, fact.stays) for folder in step.folders))
    volumes = {_volume_name(folder): _volume(folder) for folder in folders}
    return core.PodSpecArgs(
        priority_class_name="system-node-critical",
        automount_service_account_token=False,
        host_network=bool(fact.host_network_because) or None,
        host_pid=bool(fact.host_pid_because) or None,
        affinity=_affinity(plan),
        # Pools carry taints of GKE, for GPUs and for arm64, and any taint that their stack file gives them.
        tolerations=[core.TolerationArgs(operator="Exists")],
        init_containers=[_container(step) for step in fact.steps] or None,
        containers=[_container(fact.stays)],
        volumes=list(volumes.values()) or None,
    )


def _affinity(plan: DaemonSetPlan) -> core.AffinityArgs:
    wanted = {
        "cloud.google.com/gke-accelerator": list(plan.accelerators),
        "node.kubernetes.io/instance-type": list(plan.machine_types),
        **{key: [value] for key, value in plan.node_labels},
        "kubernetes.io/arch": [plan.fact.architecture],
    }
    terms = [core.NodeSelectorRequirementArgs(key=key, operator="In", values=values) for key, values in wanted.items() if values]
    return core.AffinityArgs(
        node_affinity=core.NodeAffinityArgs(
            required_during_scheduling_ignored_during_execution=core.NodeSelectorArgs(
                node_selector_terms=[core.NodeSelectorTermArgs(match_expressions=terms)]
            )
        )
    )


def _container(step: Step) -> core.ContainerArgs:
    return core.ContainerArgs(
        name=step.name,
        image=step.image.reference,
        command=list(step.command) or None,
        env=[core.EnvVarArgs(name=name, value=value) for name, value in step.environment] or None,
        volume_mounts=[
            core.VolumeMountArgs(name=_volume_name(folder), mount_path=folder.path, read_only=folder.read_only or None)
            for folder in step.folders
        ]
        or None,
        resources=_resources(step),
        security_context=_security(step),
        liveness_probe=_probe(step, step.health_delay_s),
        readiness_probe=_probe(step, None),
    )


def _resources(step: Step) -> core.ResourceRequirementsArgs:
    huge = {"hugepages-2Mi": f"{step.huge_pages_2mib * 2}Mi"} if step.huge_pages_2mib else {}
    memory = {"memory": f"{step.memory_limit_mib}Mi"} if step.memory_limit_mib else {}
    return core.ResourceRequirementsArgs(
        requests={"cpu": f"{step.cpu_millicores}m", "memory": f"{step.memory_mib}Mi", **huge}, limits={**memory, **huge} or None
    )


def _security(step: Step) -> core.SecurityContextArgs:
    if step.privileged_because:
        return core.SecurityContextArgs(privileged=True)
    if step.is_idle:
        return core.SecurityContextArgs(
            allow_privilege_escalation=False,
            capabilities=core.CapabilitiesArgs(drop=["ALL"]),
            read_only_root_filesystem=True,
            run_as_non_root=True,
            run_as_user=NOBODY,
        )
    return core.SecurityContextArgs(allow_privilege_escalation=False)


def _probe(step: Step, delay_s: int | None) -> core.ProbeArgs | None:
    if step.health_port is None:
        return None
    return core.ProbeArgs(http_get=core.HTTPGetActionArgs(path="/healthz", port=step.health_port), initial_delay_seconds=delay_s)


def _volume_name(folder: HostFolder) -> str:
    return folder.host_path.strip("/").replace("/", "-").replace(".", "-") or folder.path.strip("/").lower()


def _volume(folder: HostFolder) -> core.VolumeArgs:
    if not folder.host_path:
        return core.VolumeArgs(name=_volume_name(folder), empty_dir=core.EmptyDirVolumeSourceArgs(medium="HugePages-2Mi"))
    kind = "DirectoryOrCreate" if folder.create else None
    return core.VolumeArgs(name=_volume_name(folder), host_path=core.HostPathVolumeSourceArgs(path=folder.host_path, type=kind))
