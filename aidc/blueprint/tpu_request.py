"""A request for queued TPUs, rendered: what the provider's queued resource cannot say, complete, to be sent to the Cloud TPU API by hand.

Owns the body of projects.locations.queuedResources.create, API v2 (docs.cloud.google.com/tpu/docs/reference/rest/v2, read 2026-11-24), and the two
commands around it. Nothing here is sent by `pulumi up`: see docs/adr/0008-queued-tpus-are-requests.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aidc.blueprint.network import NetworkPlan
from aidc.blueprint.reservation_window import SECONDS_PER_HOUR
from aidc.blueprint.site import SitePlan

if TYPE_CHECKING:
    from aidc.blueprint.tpu_vm import TpuVmPlan

API = "https://tpu.googleapis.com/v2"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"


@dataclass(frozen=True, slots=True)
class QueueWishes:
    """What is asked of the queue beside the nodes; empty texts and no hours for what is not."""

    guaranteed: bool
    spot: bool
    reservation: str
    valid_until: str
    valid_for_hours: int


@dataclass(frozen=True, slots=True)
class TpuRequestPlan:
    """A request to be sent by hand: its id, address and body, how to send it, and how to take it back before the stack is destroyed."""

    id: str
    url: str
    body: dict[str, Any]
    said: tuple[str, ...]
    """The wishes in words."""
    send: str
    withdraw: str


def request_of(plan: TpuVmPlan, id_: str, nodes: int, wishes: QueueWishes, site: SitePlan, network: NetworkPlan) -> TpuRequestPlan:
    """Render the request for the nodes of one entry."""
    parent = f"projects/{site.project}/locations/{plan.zone}"
    url = f"{API}/{parent}/queuedResources?queuedResourceId={id_}"
    spec: dict[str, Any] = {"parent": parent, "node": _node(plan, site, network)}
    # Several nodes of one request are given together or not at all.
    spec |= {"nodeId": id_} if nodes == 1 else {"multisliceParams": {"nodeCount": nodes, "nodeIdPrefix": id_}}
    place = f"--project={site.project} --zone={plan.zone}"
    return TpuRequestPlan(
        id=id_,
        url=url,
        body={"tpu": {"nodeSpec": [spec]}, **_queue(wishes)},
        said=tuple(_said(wishes, nodes)),
        send=f'curl --fail -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H "Content-Type: application/json" -d @- "{url}"',
        withdraw=f"gcloud compute tpus queued-resources delete {id_} {place} --force",
    )


def _node(plan: TpuVmPlan, site: SitePlan, network: NetworkPlan) -> dict[str, Any]:
    shape: dict[str, Any] = {"acceleratorType": plan.accelerator_type}
    if plan.config_type:
        shape = {"acceleratorConfig": {"type": plan.config_type, "topology": plan.topology}}
    disks = [{"sourceDisk": disk.disk, "mode": disk.mode} for disk in plan.data_disks]
    return {
        **shape,
        "runtimeVersion": plan.runtime_version,
        "networkConfig": {"network": network.uri, "subnetwork": network.subnet_uri(site.region), "enableExternalIps": False},
        "serviceAccount": {"email": f"{plan.account_id}@{site.project}.iam.gserviceaccount.com", "scope": [SCOPE]},
        "shieldedInstanceConfig": {"enableSecureBoot": plan.secure_boot},
        "labels": plan.labels,
        "metadata": plan.metadata,
        "tags": list(plan.tags),
        **({"dataDisks": disks} if disks else {}),
    }


def _queue(wishes: QueueWishes) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if wishes.spot:
        body["spot"] = {}
    if wishes.guaranteed or wishes.reservation:
        body["guaranteed"] = {"reserved": True} if wishes.reservation else {}
    if wishes.reservation:
        body["reservationName"] = wishes.reservation
    if wishes.valid_until:
        body["queueingPolicy"] = {"validUntilTime": wishes.valid_until}
    if wishes.valid_for_hours:
        body["queueingPolicy"] = {"validUntilDuration": f"{wishes.valid_for_hours * SECONDS_PER_HOUR}s"}
    return body


def _said(wishes: QueueWishes, nodes: int) -> list[str]:
    said = ["guaranteed"] * wishes.guaranteed + ["spot"] * wishes.spot
    said += [f"reservation {wishes.reservation.rpartition('/')[2]}"] * bool(wishes.reservation)
    said += [f"until {wishes.valid_until}"] * bool(wishes.valid_until)
    said += [f"for {wishes.valid_for_hours} hours"] * bool(wishes.valid_for_hours)
    return said + [f"{nodes} nodes together"] * (nodes > 1)
