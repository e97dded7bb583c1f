"""Pods and the kernel: no privileges, no capabilities beyond what a web server needs (the Baseline and Restricted pod security standards)."""

from __future__ import annotations

from collections.abc import Collection

from policies.accelerators import GPU, asked_for
from policies.bag import Bag, Unknown
from policies.pod import WORKLOADS, containers, excuse, name_of, on_linux, pod_of
from policies.reading import first_problem, objects, texts
from policies.rule import rule

_BASELINE = frozenset(
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ]
)
"""Capabilities that a pod may add (pod security standards, Baseline)."""


def _capabilities(container: Bag, change: str, *, among: Collection[str] = (), beyond: Collection[str] = ()) -> list[str]:
    """Return the capabilities that a container adds or drops which are among or beyond some, as the kernel calls them without CAP_.

    Raises Unknown when there are none and some are not known yet.
    """
    found = set[str]()
    try:
        for text in texts(container, f"securityContext.capabilities.{change}"):
            name = text.upper().removeprefix("CAP_")
            if name in among or (beyond and name not in beyond):
                found.add(name)
    except Unknown:
        if not found:
            raise
    return sorted(found)


@rule("pod-not-privileged", *WORKLOADS)
def not_privileged(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        if not container.on("securityContext.privileged"):
            return None
        excuse(workload, f"privileged.{container.text('name')}")
        return f"{name_of(container)} is privileged: it is root on its node"

    return first_problem(containers(workload), check)


@rule("pod-no-privilege-escalation", *WORKLOADS)
def no_privilege_escalation(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        stated = container.get("securityContext.allowPrivilegeEscalation")
        if stated is not None and not container.on("securityContext.allowPrivilegeEscalation"):
            return None
        if container.on("securityContext.privileged"):
            excuse(workload, f"privileged.{container.text('name')}")
        said = "does not forbid" if stated is None else "allows"
        return f"{name_of(container)} {said} that a process gains more privileges than its parent has"

    return first_problem(containers(workload), check)


@rule("pod-no-added-capabilities", *WORKLOADS)
def no_added_capabilities(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        added = _capabilities(container, "add", beyond=_BASELINE)
        if "IPC_LOCK" in added and asked_for(pod_of(container, workload), GPU):  # RDMA pins memory
            added = _capabilities(container, "add", beyond={*_BASELINE, "IPC_LOCK"})
        return f"{name_of(container)} adds the capability {', '.join(added)}" if added else None

    return first_problem(containers(workload), check)


@rule("pod-no-sys-admin", *WORKLOADS)
def no_sys_admin(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        added = _capabilities(container, "add", among=("SYS_ADMIN", "SYS_MODULE", "ALL"))
        return f"{name_of(container)} adds the capability {', '.join(added)}: as good as root on its node" if added else None

    return first_problem(containers(workload), check)


@rule("pod-drop-all-capabilities", *WORKLOADS)
def drop_all_capabilities(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        if _capabilities(container, "drop", among=("ALL",)):
            return None
        return f"{name_of(container)} drops {', '.join(_capabilities(container, 'drop', beyond=('ALL',))) or 'no capability'}, not ALL"

    return first_problem(containers(workload), check)


@rule("pod-drop-net-raw", *WORKLOADS)
def drop_net_raw(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        if _capabilities(container, "add", among=("NET_RAW", "ALL")):
            return f"{name_of(container)} adds NET_RAW and can forge packets"
        kept = not _capabilities(container, "drop", among=("ALL", "NET_RAW"))
        return f"{name_of(container)} keeps NET_RAW and can forge packets" if kept else None

    return first_problem(containers(workload), check)


@rule("pod-no-privileged-ports", *WORKLOADS)
def no_privileged_ports(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        for port in objects(container, "ports"):
            number = port.number("containerPort")
            if number is not None and number < 1024:
                return f"{name_of(container)} listens on port {number:.0f}, which only root may open"
        return None

    return first_problem(containers(workload), check)
