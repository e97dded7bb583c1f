"""Who gets into machines, as whom machines act, and what reaches them."""

from __future__ import annotations

import re

from policies.bag import Bag, NotApplicable, Unknown
from policies.grants import grant_types
from policies.machines import MACHINES, means, switch
from policies.rule import rule
from policies.rules.public_grants import to_everybody

PROJECT_METADATA = "gcp:compute/projectMetadata:ProjectMetadata"
PROJECT_METADATA_ITEM = "gcp:compute/projectMetadataItem:ProjectMetadataItem"
GATEWAYS = ("gateway", "gw", "nat", "router", "vpn", "appliance")
_IMAGES = ("gcp:compute/imageI", "gcp:compute/snapshotI")
_DEFAULT_ACCOUNT = "-compute@developer.gserviceaccount.com"


@rule("vm-no-default-service-account", *MACHINES)
def no_default_service_account(machine: Bag) -> str | None:
    email = machine.text("serviceAccount.email")
    if not email or email == "default":
        return "it names no service account of its own"
    return f"it acts as {email}, which every machine of the project may be" if _is_default(email) else None


@rule("vm-no-default-account-full-scope", *MACHINES)
def no_default_account_full_scope(machine: Bag) -> str | None:
    if not machine.has("serviceAccount"):
        return None
    scopes = {str(scope).rsplit("/", 1)[-1] for scope in machine.list("serviceAccount.scopes")}
    if "cloud-platform" not in scopes or not _is_default(machine.text("serviceAccount.email")):
        return None
    return "the default service account may use every API of the project"


@rule("vm-block-project-ssh-keys", *MACHINES)
def block_project_ssh_keys(machine: Bag) -> str | None:
    return None if switch(machine, "block-project-ssh-keys") else "keys of the project open it"


@rule("project-os-login", PROJECT_METADATA, PROJECT_METADATA_ITEM)
def project_os_login(metadata: Bag) -> str | None:
    if metadata.type == PROJECT_METADATA_ITEM:
        if metadata.text("key") != "enable-oslogin":
            raise NotApplicable("the entry is about something else")
        is_on = means(metadata.get("value"))
    else:
        is_on = switch(metadata, "enable-oslogin")
    return None if is_on else "IAM does not decide who logs in"


@rule("vm-os-login-not-disabled", *MACHINES)
def os_login_not_disabled(machine: Bag) -> str | None:
    return "it switches OS Login off" if switch(machine, "enable-oslogin") is False else None


@rule("vm-no-serial-port", *MACHINES)
def no_serial_port(machine: Bag) -> str | None:
    return "its serial port takes logins" if switch(machine, "serial-port-enable") else None


@rule("vm-no-ip-forwarding", *MACHINES, gateways=GATEWAYS)
def no_ip_forwarding(machine: Bag, gateways: tuple[str, ...]) -> str | None:
    name = _name(machine)
    if name.startswith("gke-"):
        raise NotApplicable("nodes of GKE forward packets for their pods")
    if set(re.split(r"[^a-z0-9]+", name)) & set(gateways):
        raise NotApplicable(f"{name} is a gateway by its name")
    return "it forwards packets of others" if machine.on("canIpForward") else None


@rule("vm-no-public-ip", *MACHINES)
def no_public_ip(machine: Bag) -> str | None:
    for interface in machine.bags("networkInterfaces"):
        if interface.has("accessConfigs"):
            return "it has a public address"
        if interface.has("ipv6AccessConfigs"):
            return "it has a public IPv6 address"
    return None


@rule("image-not-public", *(kind for kind in grant_types() if kind.startswith(_IMAGES)))
def image_not_public(grant: Bag) -> str | None:
    return to_everybody(grant)


def _is_default(email: str) -> bool:
    return email in ("", "default") or email.lower().endswith(_DEFAULT_ACCOUNT)


def _name(machine: Bag) -> str:
    try:
        return machine.text("name") or machine.name
    except Unknown:
        return machine.name
