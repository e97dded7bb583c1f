"""The Pulumi program: blueprint, plan, data centre, outputs."""

import pulumi

from stacks.datacenter import declare, planned

blueprint = pulumi.Config().require_object("blueprint")
plan = planned(blueprint)
outputs = declare(plan)
for name, value in outputs.items():
    pulumi.export(name, value)
