"""What a forwarding rule leads to: a load balancer, a Private Service Connect endpoint, or a Classic VPN gateway.

Only rules of the first kind share the flat price of the first five. Sources: load balancing price page; VPC price page, Private Service Connect;
Cloud VPN documentation (rules of a Classic VPN gateway carry ESP, UDP 500 and UDP 4500, and bill nothing beside the tunnel).
"""

from __future__ import annotations

from typing import Literal

from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import Resource

ForwardingKind = Literal["balancer", "endpoint", "api endpoint", "vpn"]
_ATTACHMENT = "gcp:compute/serviceAttachment:ServiceAttachment"
_VPN_GATEWAY = "gcp:compute/vPNGateway:VPNGateway"
_API_BUNDLES = ("all-apis", "vpc-sc")


def kind_of(resource: Resource, whole: Whole) -> ForwardingKind:
    """Return the kind of a rule. An unknown target is followed through the stated dependencies; nothing found is a load balancer."""
    target = resource.inputs.get("target") or ""
    text = target if isinstance(target, str) else ""
    if text.rsplit("/", 1)[-1] in _API_BUNDLES:
        return "api endpoint"
    if resource.inputs.get("ipProtocol") == "ESP" or "/targetVpnGateways/" in text:
        return "vpn"
    if whole.referred(resource, target, (_VPN_GATEWAY,)):
        return "vpn"
    if "/serviceAttachments/" in text or whole.referred(resource, target, (_ATTACHMENT,)):
        return "endpoint"
    return "endpoint" if resource.inputs.get("loadBalancingScheme") == "" and target else "balancer"
