"""The whole stack file: one section for each noun. Every <Noun>Spec lives in the file of its noun."""

from __future__ import annotations

from typing import Literal

from aidc.blueprint.access import AccessSpec
from aidc.blueprint.bucket import BucketSpec
from aidc.blueprint.budget import BudgetSpec
from aidc.blueprint.cluster import ClusterSpec
from aidc.blueprint.cpu_pool import CpuPoolSpec
from aidc.blueprint.disk import DiskSpec
from aidc.blueprint.filestore import FilestoreSpec
from aidc.blueprint.gpu_pool import GpuPoolSpec
from aidc.blueprint.keys import KeysSpec
from aidc.blueprint.lustre import LustreSpec
from aidc.blueprint.network import NetworkSpec
from aidc.blueprint.policies import PoliciesSpec
from aidc.blueprint.registry import RegistrySpec
from aidc.blueprint.reservation import ReservationSpec
from aidc.blueprint.site import SiteSpec
from aidc.blueprint.spec import Field, Labels, Name, Spec, sets
from aidc.blueprint.storage_pool import StoragePoolSpec
from aidc.blueprint.tpu_slice import TpuSliceSpec
from aidc.blueprint.tpu_vm import TpuVmSpec
from aidc.blueprint.usage import UsageSpec
from aidc.blueprint.waivers import WaiverSpec


class Blueprint(Spec):
    """One environment: what was asked, checked section by section."""

    name: Name = Field(
        max_length=20,
        description="Name of the stack's resources; every cloud name starts with it",
        **sets(
            "container.Cluster.name", "compute.Network.name", "storage.Bucket.name", "kms.KeyRing.name", "serviceaccount.Account.accountId"
        ),
    )
    environment: Literal["dev", "staging", "production", "research"] = Field(description="Kind of environment, a label on everything")
    deletion_guard: bool = Field(
        default=True,
        description="Refuse to delete what holds data or cannot come back: cluster, keys, storage, reservations. Set false and run up before a destroy",
        **sets(
            "*.protect",
            "container.Cluster.deletionProtection",
            "filestore.Instance.deletionProtectionEnabled",
            "compute.StoragePool.deletionProtection",
        ),
    )
    labels: Labels = Field(
        default_factory=dict,
        max_length=60,
        description="Labels on everything that takes them: team, cost centre",
        **sets(
            "container.Cluster.resourceLabels",
            "container.NodePool.nodeConfig.resourceLabels",
            "storage.Bucket.labels",
            "filestore.Instance.labels",
            "filestore.Backup.labels",
            "lustre.Instance.labels",
            "compute.Disk.labels",
            "compute.StoragePool.labels",
            "artifactregistry.Repository.labels",
            "kms.CryptoKey.labels",
            "monitoring.NotificationChannel.userLabels",
        ),
    )
    site: SiteSpec = Field(description="Project, region and zones")
    network: NetworkSpec = Field(default_factory=NetworkSpec, description="The network, own or existing")
    keys: KeysSpec = Field(default_factory=KeysSpec, description="Encryption keys")
    access: AccessSpec = Field(default_factory=AccessSpec, description="Roles of pods and people")
    cluster: ClusterSpec = Field(default_factory=ClusterSpec, description="The GKE cluster, own or existing")
    reservations: list[ReservationSpec] = Field(
        default_factory=list, max_length=100, description="Capacity held before it is used; pools name it"
    )
    cpu_pools: list[CpuPoolSpec] = Field(default_factory=list, max_length=50, description="Node pools without accelerators")
    gpu_pools: list[GpuPoolSpec] = Field(default_factory=list, max_length=200, description="GPU node pools")
    tpu_slices: list[TpuSliceSpec] = Field(default_factory=list, max_length=200, description="TPU slices on GKE")
    tpu_vms: list[TpuVmSpec] = Field(default_factory=list, max_length=100, description="TPU VMs of the Cloud TPU API, without GKE")
    buckets: list[BucketSpec] = Field(default_factory=list, max_length=200, description="Cloud Storage buckets")
    filestores: list[FilestoreSpec] = Field(default_factory=list, max_length=50, description="Filestore instances")
    lustres: list[LustreSpec] = Field(default_factory=list, max_length=50, description="Managed Lustre instances")
    disks: list[DiskSpec] = Field(default_factory=list, max_length=200, description="Hyperdisks that stand by themselves")
    storage_pools: list[StoragePoolSpec] = Field(default_factory=list, max_length=20, description="Hyperdisk storage pools")
    registry: RegistrySpec = Field(
        default_factory=RegistrySpec, description="Artifact Registry: images and packages, in the region of the site"
    )
    budget: BudgetSpec = Field(default_factory=BudgetSpec, description="What a month may cost, and who is told")
    usage: UsageSpec = Field(default_factory=UsageSpec, description="What is used that no resource says, for the estimate of cost")
    policies: PoliciesSpec = Field(default_factory=PoliciesSpec, description="Which rules of the policy pack hold, and how strictly")
    waivers: list[WaiverSpec] = Field(
        default_factory=list, max_length=200, description="Findings of the policy pack that somebody answers for until a day"
    )
