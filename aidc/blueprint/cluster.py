"""The GKE cluster: regional, private nodes, Dataplane V2, Workload Identity. Own, or one that exists.

Many fields replace a cluster (trap T001); the plan decides them once and the component protects the cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.admitted_images import admitted_image_rules
from aidc.blueprint.errors import shown
from aidc.blueprint.maintenance import MaintenancePlan, MaintenanceSpec, plan_maintenance
from aidc.blueprint.names import CLUSTER, Names
from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Cidr, Field, Name, Rule, Spec, sets
from aidc.catalog.gke_versions import gke_version


class AddOnsSpec(Spec):
    """Managed add-ons of GKE. Unset CSI drivers follow the storage of the stack."""

    gcs_fuse: bool | None = Field(
        default=None,
        description="Cloud Storage FUSE CSI; default on when the stack has buckets",
        **sets("container.Cluster.addonsConfig.gcsFuseCsiDriverConfig"),
    )
    filestore: bool | None = Field(
        default=None,
        description="Filestore CSI; default on when the stack has filestores",
        **sets("container.Cluster.addonsConfig.gcpFilestoreCsiDriverConfig"),
    )
    lustre: bool | None = Field(
        default=None,
        description="Managed Lustre CSI; default on when the stack has lustres",
        **sets("container.Cluster.addonsConfig.lustreCsiDriverConfig"),
    )
    persistent_disk: bool = Field(
        default=True, description="Persistent Disk CSI", **sets("container.Cluster.addonsConfig.gcePersistentDiskCsiDriverConfig")
    )
    ray: bool = Field(default=False, description="Ray operator", **sets("container.Cluster.addonsConfig.rayOperatorConfigs"))
    jobset: bool = Field(
        default=True, description="JobSet metrics of the control plane", **sets("container.Cluster.monitoringConfig.enableComponents")
    )
    slice_controller: bool = Field(
        default=False, description="TPU slice controller", **sets("container.Cluster.addonsConfig.sliceControllerConfig")
    )
    multi_tier_checkpointing: bool = Field(
        default=False,
        description="Checkpoints in RAM and on local disks",
        **sets("container.Cluster.addonsConfig.highScaleCheckpointingConfig"),
    )
    backup: bool = Field(default=False, description="Backup for GKE agent", **sets("container.Cluster.addonsConfig.gkeBackupAgentConfig"))


class ExistingClusterSpec(Spec):
    """A cluster that somebody else owns; pools are added to it."""

    name: Name = Field(max_length=40, description="Name of the cluster", **sets("container.NodePool.cluster"))
    location: str | None = Field(
        default=None, description="Region or zone, default the site's region", **sets("container.NodePool.location")
    )
    multi_networking: bool = Field(
        default=False, description="It was made with multi-networking; pools with an accelerator fabric need that"
    )
    version: str | None = Field(
        default=None, description="Its GKE version, such as 1.35.8-gke.1036000, so that machines too new for it are refused here"
    )

    def rules(self) -> Iterator[Rule]:
        """Yield a version that is not one."""
        if self.version is not None and gke_version(self.version) is None:
            yield "version", f"{shown(self.version)} is not a GKE version; write it as 1.35.8-gke.1036000"


class ClusterSpec(Spec):
    """The GKE cluster."""

    release_channel: Literal["RAPID", "REGULAR", "STABLE", "EXTENDED"] = Field(
        default="REGULAR", description="Release channel; versions follow it", **sets("container.Cluster.releaseChannel")
    )
    endpoint: Literal["dns", "private"] = Field(
        default="dns",
        description="How the control plane is reached: dns (IAM decides, no address opened) or its private address",
        **sets("container.Cluster.controlPlaneEndpointsConfig", "container.Cluster.privateClusterConfig"),
    )
    authorized_cidrs: list[Cidr] = Field(
        default_factory=list,
        description="private: ranges that may reach the control plane beside the nodes",
        **sets("container.Cluster.masterAuthorizedNetworksConfig"),
    )
    maintenance: MaintenanceSpec = Field(default_factory=MaintenanceSpec, description="When GKE may upgrade")
    add_ons: AddOnsSpec = Field(default_factory=AddOnsSpec, description="Managed add-ons")
    accelerator_networks: Literal["stack", "managed"] = Field(
        default="stack",
        description=(
            "stack: the networks of accelerators are VPCs of the stack and pods get them through Network objects; "
            "managed: GKE makes them and pods claim them (DRANET)"
        ),
        **sets("container.Cluster.enableMultiNetworking", "container.NodePool.networkConfig.acceleratorNetworkProfile"),
    )
    managed_prometheus: bool = Field(
        default=True,
        description="Google Cloud Managed Service for Prometheus",
        **sets("container.Cluster.monitoringConfig.managedPrometheus"),
    )
    cost_allocation: bool = Field(
        default=True, description="Costs by namespace and label in the bill", **sets("container.Cluster.costManagementConfig")
    )
    security_posture: Literal["DISABLED", "BASIC", "ENTERPRISE"] = Field(
        default="BASIC", description="Security posture scanning", **sets("container.Cluster.securityPostureConfig")
    )
    binary_authorization: bool = Field(
        default=False, description="Only images that the project's policy admits", **sets("container.Cluster.binaryAuthorization")
    )
    admitted_images: list[str] | None = Field(
        default=None,
        max_length=200,
        description="Images that run beside Google's own, those that the stack installs and its standard repositories, such as "
        "us-docker.pkg.dev/acme/images/**. Given, even empty, the stack makes the project's one policy, and nothing else runs in any cluster "
        "that asks it. Default: the policy is left as it is, and Google's own admits every image",
        **sets("binaryauthorization.Policy.admissionWhitelistPatterns"),
    )
    collective_plugins: Literal["managed", "none"] | None = Field(
        default=None,
        description="managed: the NCCL plug-ins of GPUDirect fabrics are installed on their nodes; none: somebody else installs them. "
        "Default managed, on an existing cluster none: an installer there changes every node of its accelerator, also those of others",
    )
    local_ssd_raid: Literal["managed", "none"] | None = Field(
        default=None,
        description="managed: a DaemonSet makes the arrays of pools with local_ssd: raid0; none: somebody else makes them. "
        "Default managed, on an existing cluster none: what runs with privileges there is its owner's choice",
    )
    existing: ExistingClusterSpec | None = Field(default=None, description="Bring your own cluster instead of making one")

    def rules(self) -> Iterator[Rule]:
        """Yield settings that another choice makes meaningless."""
        if self.endpoint == "dns" and self.authorized_cidrs:
            yield "authorized_cidrs", "goes with endpoint: private; the DNS endpoint has no address to open, IAM decides. Remove it"
        for index, cidr in enumerate(self.authorized_cidrs):
            if cidr == "0.0.0.0/0":
                yield f"authorized_cidrs[{index}]", "0.0.0.0/0 opens the control plane to everybody; name the ranges that need it"
        yield from admitted_image_rules(self.admitted_images)
        if self.admitted_images is not None and not self.binary_authorization and not self.existing:
            yield "admitted_images", "goes with binary_authorization: true; without it nobody asks the policy. Set it, or remove this"
        if self.existing:
            for field in sorted(self.model_fields_set - {"existing", "collective_plugins", "local_ssd_raid", "accelerator_networks"}):
                yield (
                    field,
                    "belongs to a cluster that the stack makes; an existing cluster keeps its own. Remove it or remove cluster.existing",
                )


@dataclass(frozen=True, slots=True)
class AddOnsPlan:
    """Every add-on, on or off."""

    gcs_fuse: bool
    filestore: bool
    lustre: bool
    persistent_disk: bool
    ray: bool
    jobset: bool
    slice_controller: bool
    multi_tier_checkpointing: bool
    backup: bool


@dataclass(frozen=True, slots=True)
class ClusterPlan:
    """The cluster, decided. With `existing` set only its name and location count."""

    name: str
    location: str
    existing: bool
    zones: tuple[str, ...]
    release_channel: str
    dns_endpoint: bool
    control_plane_cidr: str
    authorized_cidrs: tuple[str, ...]
    multi_networking: bool
    collective_plugins: str
    """managed or none."""
    local_ssd_raid: str
    """managed or none."""
    shielded: bool
    """Bare-metal nodes cannot be; then no node of the cluster is held to it (rule NP18)."""
    workload_pool: str
    maintenance: MaintenancePlan
    add_ons: AddOnsPlan
    monitoring_components: tuple[str, ...]
    managed_prometheus: bool
    cost_allocation: bool
    security_posture: str
    binary_authorization: bool
    admitted_images: tuple[str, ...] | None
    """Given, the project's policy is the stack's own and admits these beside what the stack runs itself."""
    guarded: bool
    default_max_pods_per_node: int
    labels: dict[str, str]

    @property
    def asks_a_policy_of_others(self) -> bool:
        """Tell whether images are judged by a policy that the stack does not make."""
        return self.binary_authorization and self.admitted_images is None


@dataclass(frozen=True, slots=True)
class ClusterNeeds:
    """What the rest of the stack asks of the cluster."""

    multi_networking: bool
    gpus: bool
    buckets: bool
    filestores: bool
    lustres: bool
    guarded: bool
    shielded: bool = True


def plan_cluster(
    spec: ClusterSpec,
    site: SitePlan,
    network: NetworkPlan,
    control_plane_cidr: str,
    needs: ClusterNeeds,
    labels: dict[str, str],
    names: Names,
) -> ClusterPlan:
    """Decide the cluster."""
    existing = spec.existing
    return ClusterPlan(
        name=existing.name if existing else names.name(CLUSTER, path="name"),
        location=(existing.location if existing else None) or site.region,
        existing=existing is not None,
        zones=site.cluster_zones,
        release_channel=spec.release_channel,
        dns_endpoint=spec.endpoint == "dns",
        control_plane_cidr=control_plane_cidr,
        authorized_cidrs=_authorized(spec, network),
        multi_networking=existing.multi_networking if existing else needs.multi_networking,
        collective_plugins=spec.collective_plugins or ("none" if existing else "managed"),
        local_ssd_raid=spec.local_ssd_raid or ("none" if existing else "managed"),
        shielded=needs.shielded,
        workload_pool=f"{site.project}.svc.id.goog",
        maintenance=plan_maintenance(spec.maintenance),
        add_ons=_plan_add_ons(spec.add_ons, needs),
        monitoring_components=_monitoring(spec.add_ons, needs),
        managed_prometheus=spec.managed_prometheus,
        cost_allocation=spec.cost_allocation,
        security_posture=spec.security_posture,
        binary_authorization=spec.binary_authorization,
        admitted_images=None if spec.admitted_images is None else tuple(spec.admitted_images),
        guarded=needs.guarded,
        default_max_pods_per_node=64,
        labels=labels,
    )


def _authorized(spec: ClusterSpec, network: NetworkPlan) -> tuple[str, ...]:
    """Return the ranges beside those that GKE admits by itself, the cluster's own subnet: of an existing network its range is not known."""
    if spec.endpoint != "private":
        return ()
    return tuple(spec.authorized_cidrs) if network.existing else (network.nodes_cidr, *spec.authorized_cidrs)


def _plan_add_ons(spec: AddOnsSpec, needs: ClusterNeeds) -> AddOnsPlan:
    chosen = spec.model_dump()
    chosen["gcs_fuse"] = needs.buckets if spec.gcs_fuse is None else spec.gcs_fuse
    chosen["filestore"] = needs.filestores if spec.filestore is None else spec.filestore
    chosen["lustre"] = needs.lustres if spec.lustre is None else spec.lustre
    return AddOnsPlan(**chosen)


def _monitoring(add_ons: AddOnsSpec, needs: ClusterNeeds) -> tuple[str, ...]:
    always = (
        "SYSTEM_COMPONENTS",
        "APISERVER",
        "SCHEDULER",
        "CONTROLLER_MANAGER",
        "STORAGE",
        "POD",
        "DEPLOYMENT",
        "STATEFULSET",
        "DAEMONSET",
        "KUBELET",
        "CADVISOR",
    )
    return (*always, *(("DCGM",) if needs.gpus else ()), *(("JOBSET",) if add_ons.jobset else ()))
