"""The APIs of the project. Everything else depends on them."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.services import ServicesPlan


class Services(pulumi.ComponentResource):
    """Enabled APIs. They outlive the stack: disabling one could break others in the project."""

    def __init__(self, plan: ServicesPlan, *, project: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("aidc:foundation:Services", "services", None, opts)
        for name in plan.names:
            gcp.projects.Service(
                name.partition(".")[0],
                project=project,
                service=name,
                disable_on_destroy=False,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
