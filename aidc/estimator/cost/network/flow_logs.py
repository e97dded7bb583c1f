"""VPC Flow Logs that a configuration of their own switches on: what is generated, and what Cloud Logging keeps of it. Source: VPC price page."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.estimator.cost.charge import Charge, Free, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.usage_key import Keys, UsageKey
from aidc.estimator.cost.used import used

_TYPES = (
    "gcp:networkmanagement/vpcFlowLogsConfig:VpcFlowLogsConfig",
    "gcp:networkmanagement/organizationVpcFlowLogsConfig:OrganizationVpcFlowLogsConfig",
)


def flow_logs(reader: Reader) -> Iterator[Charge | Free]:
    """Price a configuration of VPC Flow Logs."""
    if reader.text("state") == "DISABLED":
        yield Free("the flow logs are switched off")
        return
    yield from used(reader, "monthly_generated_gb", "Flow logs generated", "network.flow-logs", "global", "GiB")
    yield from used(reader, "monthly_generated_gb", "Flow logs kept by Cloud Logging", "logging.vended", "global", "GiB")


PRICERS: dict[str, Pricer] = dict.fromkeys(_TYPES, flow_logs)
KEYS: dict[str, Keys] = dict.fromkeys(_TYPES, (UsageKey("monthly_generated_gb", "GiB a month", "Flow logs that are generated"),))
