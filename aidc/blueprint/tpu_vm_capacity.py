"""How a TPU VM is obtained: on-demand, spot, from the project's reservation, or through the queue.

The provider's queued resource says nodes and nothing else (trap T045): no tier, no reservation, no end of waiting, no identity of its own. Whoever
wants one of those sends a request that the stack renders; the wish is never dropped. See docs/adr/0008-queued-tpus-are-requests.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aidc.blueprint.maintenance import Moment
from aidc.blueprint.spec import Field, Name, ProjectId, Rule, Spec, sets

TpuVmMode = Literal["on-demand", "spot", "reservation", "queued"]
_OF_THE_QUEUE = (
    "made_by",
    "guaranteed",
    "spot",
    "reservation",
    "reservation_project",
    "valid_until",
    "valid_for_hours",
    "accept_default_identity",
)
_ONLY_BY_REQUEST = ("guaranteed", "spot", "reservation", "reservation_project", "valid_until", "valid_for_hours")


class TpuVmCapacitySpec(Spec):
    """One way to get TPU VMs. Fields beside `mode` belong to the queue."""

    mode: TpuVmMode = Field(
        description="How the TPUs are obtained; reservation: whichever TPU reservation the project has in the zone",
        **sets("tpu.V2Vm.schedulingConfig.spot", "tpu.V2Vm.schedulingConfig.reserved"),
    )
    made_by: Literal["pulumi", "request"] = Field(
        default="pulumi",
        description="queued: pulumi makes a queued resource of nodes alone; request renders one, with all that is asked for, to be sent by hand",
        **sets("tpu.V2QueuedResource.name"),
    )
    guaranteed: bool = Field(default=False, description="queued by request: the guaranteed tier; once given, not taken back")
    spot: bool = Field(default=False, description="queued by request: the spot tier")
    reservation: Name | None = Field(default=None, description="queued by request: the reservation to draw on, of the stack or any other")
    reservation_project: ProjectId | None = Field(
        default=None, description="queued by request: the project that owns a shared reservation, default the site's"
    )
    valid_until: Moment | None = Field(default=None, description="queued by request: when to stop waiting, with time zone")
    valid_for_hours: int | None = Field(default=None, ge=1, le=8760, description="queued by request: hours to wait, from sending it")
    accept_default_identity: bool = Field(
        default=False,
        description="queued by pulumi: yes, the nodes run as the project's default account, without Secure Boot, labels and network tag",
    )

    def rules(self) -> Iterator[Rule]:
        """Yield what does not belong to the mode, what the provider's queued resource cannot say, and wishes that exclude each other."""
        if self.mode != "queued":
            for field in _OF_THE_QUEUE:
                if field in self.model_fields_set:
                    yield field, f"goes with mode: queued, not with {self.mode}{self._hint(field)}"
            return
        if self.made_by == "pulumi":
            yield from self._pulumi_rules()
        elif self.accept_default_identity:
            yield "accept_default_identity", "a request carries the identity of its own. Remove it"
        yield from self._exclusions()

    def _hint(self, field: str) -> str:
        if field == "reservation" and self.mode == "reservation":
            return "; a TPU VM only says that it is reserved. To name the reservation use mode: queued with made_by: request"
        return ". Remove it or change the mode"

    def _pulumi_rules(self) -> Iterator[Rule]:
        for field in _ONLY_BY_REQUEST:
            if field in self.model_fields_set:
                yield (
                    field,
                    "the provider's queued resource cannot say it. Set made_by: request: the stack then renders what you send to Google",
                )
        if not self.accept_default_identity:
            yield (
                "accept_default_identity",
                "the provider's queued resource has no identity: its nodes run as the project's default service account, without Secure Boot, "
                "labels and network tag. Set it to true to have that, or made_by: request",
            )

    def _exclusions(self) -> Iterator[Rule]:
        if self.spot and (self.guaranteed or self.reservation is not None):
            yield "spot", f"excludes {'guaranteed' if self.guaranteed else 'a reservation'}; a request has one tier. Remove one of the two"
        if self.reservation_project is not None and self.reservation is None:
            yield "reservation_project", "goes with reservation. Name the reservation"
        if self.valid_until is not None and self.valid_for_hours is not None:
            yield "valid_until", "say either valid_until or valid_for_hours"
        if self.valid_until is not None and self.valid_until.tzinfo is None:
            yield "valid_until", "times need a time zone: 2027-03-01T00:00:00Z"
