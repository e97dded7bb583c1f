"""One Managed Lustre instance."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp

from aidc.blueprint.lustre import LustreMaintenancePlan, LustrePlan, RootSquashPlan


class Lustre(pulumi.ComponentResource):
    """A parallel file system, reached through the range peered with Google's services."""

    instance: pulumi.Output[str]
    address: pulumi.Output[str]
    """Address of the management server, which clients mount from; known once the instance stands."""

    def __init__(
        self,
        plan: LustrePlan,
        *,
        project: str,
        network: pulumi.Input[str],
        private_services: pulumi.Input[str],
        key: pulumi.Input[str] | None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("aidc:storage:Lustre", plan.resource_name, None, opts)
        instance = gcp.lustre.Instance(
            plan.resource_name,
            instance_id=plan.name,
            project=project,
            location=plan.zone,
            # The instance takes no range by name, but none may be made before the peering stands.
            network=pulumi.Output.all(network, private_services).apply(lambda known: known[0]),
            filesystem=plan.filesystem,
            # Texts, not numbers.
            capacity_gib=str(plan.capacity_gib),
            per_unit_storage_throughput=str(plan.mb_per_s_per_tib) if plan.mb_per_s_per_tib is not None else None,
            dynamic_tier_options=gcp.lustre.InstanceDynamicTierOptionsArgs(mode="DEFAULT_CACHE") if plan.mb_per_s_per_tib is None else None,
            kms_key=key,
            access_rules_options=_access_rules(plan.squash) if plan.squash else None,
            maintenance_policy=_maintenance(plan.maintenance) if plan.maintenance else None,
            labels=plan.labels,
            # Everything but the capacity replaces it, and a new one is empty.
            opts=pulumi.ResourceOptions(parent=self, protect=plan.guarded),
        )
        self.instance = instance.instance_id
        self.address = instance.mount_point.apply(lambda mount: mount.partition("@")[0])
        self.register_outputs({"instance": self.instance})


def _access_rules(squash: RootSquashPlan) -> gcp.lustre.InstanceAccessRulesOptionsArgs:
    return gcp.lustre.InstanceAccessRulesOptionsArgs(
        default_squash_mode="ROOT_SQUASH",
        default_squash_uid=squash.uid,
        default_squash_gid=squash.gid,
        access_rules=[
            gcp.lustre.InstanceAccessRulesOptionsAccessRuleArgs(
                name="administrators", ip_address_ranges=list(squash.exempt), squash_mode="NO_SQUASH"
            )
        ],
    )


def _maintenance(plan: LustreMaintenancePlan) -> gcp.lustre.InstanceMaintenancePolicyArgs:
    return gcp.lustre.InstanceMaintenancePolicyArgs(
        weekly_maintenance_windows=gcp.lustre.InstanceMaintenancePolicyWeeklyMaintenanceWindowsArgs(
            day_of_week=plan.day,
            start_time=gcp.lustre.InstanceMaintenancePolicyWeeklyMaintenanceWindowsStartTimeArgs(hours=plan.hour),
        )
    )
