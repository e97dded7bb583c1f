"""Pods and what confines them: seccomp, AppArmor, SELinux, /proc, sysctls. The lists are those of the pod security standards, Baseline."""

from __future__ import annotations

from policies.bag import Bag
from policies.pod import WORKLOADS, containers, contexts, name_of, on_linux, pod_of, templates
from policies.reading import first_of, first_problem, keyed, keys, objects
from policies.rule import rule

_SELINUX_TYPES = ("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_SYSCTLS = frozenset(
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    }
)
_CONFINED = ("RuntimeDefault", "Localhost")
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"


@rule("pod-seccomp-profile", *WORKLOADS)
def seccomp_profile(workload: Bag) -> str | None:
    on_linux(workload)

    def check(container: Bag) -> str | None:
        kind = container.text("securityContext.seccompProfile.type")
        kind = kind or pod_of(container, workload).text("spec.securityContext.seccompProfile.type")
        return (
            None if kind in _CONFINED else f"{name_of(container)} may make every system call: its seccomp profile is {kind or 'not stated'}"
        )

    return first_of(lambda: first_problem(contexts(workload), _is_unconfined), lambda: first_problem(containers(workload), check))


def _is_unconfined(context: Bag) -> str | None:
    return f"the seccomp profile of {context.name} is Unconfined" if context.text("seccompProfile.type") == "Unconfined" else None


@rule("pod-apparmor-confined", *WORKLOADS)
def apparmor_confined(workload: Bag) -> str | None:
    def check(context: Bag) -> str | None:
        kind = context.text("appArmorProfile.type")
        return f"the AppArmor profile of {context.name} is {kind}" if kind and kind not in _CONFINED else None

    def check_annotations(pod: Bag) -> str | None:
        for key in keys(pod, "metadata.annotations"):
            kind = str(keyed(pod, "metadata.annotations", key)) if key.startswith(_APPARMOR) else "runtime/default"
            if kind != "runtime/default" and not kind.startswith("localhost/"):
                return f"the AppArmor profile of container {key.removeprefix(_APPARMOR)} is {kind}"
        return None

    return first_of(lambda: first_problem(contexts(workload), check), lambda: first_problem(templates(workload), check_annotations))


@rule("pod-no-custom-selinux", *WORKLOADS)
def no_custom_selinux(workload: Bag) -> str | None:
    def check(context: Bag) -> str | None:
        if (kind := context.text("seLinuxOptions.type")) not in _SELINUX_TYPES:
            return f"{context.name} set the SELinux type {kind}"
        own = next((field for field in ("user", "role") if context.text(f"seLinuxOptions.{field}")), "")
        return f"{context.name} set an SELinux {own} of their own" if own else None

    return first_problem(contexts(workload), check)


@rule("pod-default-proc-mask", *WORKLOADS)
def default_proc_mask(workload: Bag) -> str | None:
    def check(context: Bag) -> str | None:
        mask = context.text("procMount")
        return f"{context.name} sees what /proc hides (procMount is {mask})" if mask not in ("", "Default") else None

    return first_problem(contexts(workload), check)


@rule("pod-safe-sysctls", *WORKLOADS)
def safe_sysctls(workload: Bag) -> str | None:
    def check(pod: Bag) -> str | None:
        names = (one.text("name").replace("/", ".") for one in objects(pod, "spec.securityContext.sysctls"))
        unsafe = sorted(name for name in names if name not in _SYSCTLS)
        return f"pods set {', '.join(unsafe)}, which reaches beyond them" if unsafe else None

    return first_problem(templates(workload), check)


@rule("pod-no-windows-host-process", *WORKLOADS)
def no_windows_host_process(workload: Bag) -> str | None:
    def check(context: Bag) -> str | None:
        return f"{context.name} run as a process of the Windows node (hostProcess)" if context.on("windowsOptions.hostProcess") else None

    return first_problem(contexts(workload), check)


@rule("pod-security-context-stated", *WORKLOADS)
def security_context_stated(workload: Bag) -> str | None:
    def check_pod(pod: Bag) -> str | None:
        return None if pod.has("spec.securityContext") else "the pods have no security context"

    def check(container: Bag) -> str | None:
        return None if container.has("securityContext") else f"{name_of(container)} has no security context"

    return first_of(lambda: first_problem(templates(workload), check_pod), lambda: first_problem(containers(workload), check))
