"""Code that nobody trusts runs in a sandbox: in a namespace, or under a label, that says untrusted."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import UNKNOWN, Bag
from policies.pod import WORKLOADS, templates
from policies.reading import first_problem, keys
from policies.rule import stack_rule
from policies.rules.namespace import NAMESPACE
from policies.rules.serving import in_turn
from policies.stack import Stack


def _says_untrusted(holder: Bag, path: str) -> bool:
    """Say whether a label says untrusted: as its value, or as its name with true. Raises Unknown when the labels as a whole are unknown."""
    for key, value in keys(holder, path).items():
        name = key.rpartition("/")[2].lower()
        if value is not UNKNOWN and (
            str(value).lower() == "untrusted" or (name in ("untrusted", "untrusted-code") and str(value).lower() == "true")
        ):
            return True
    return False


@stack_rule("workload-untrusted-sandboxed", *WORKLOADS)
def untrusted_sandboxed(stack: Stack) -> Iterator[tuple[Bag | None, str]]:
    spaces = {space.text("metadata.name") or space.name for space in stack.of(NAMESPACE) if _says_untrusted(space, "metadata.labels")}

    def check(workload: Bag) -> str | None:
        space = workload.text("metadata.namespace")
        is_all = _says_untrusted(workload, "metadata.labels") or space in spaces or "untrusted" in space.split("-")

        def check_pod(pod: Bag) -> str | None:
            if not is_all and not _says_untrusted(pod, "metadata.labels"):
                return None
            sandbox = pod.text("spec.runtimeClassName")
            return (
                None if sandbox == "gvisor" else f"untrusted code runs on the kernel of its node (runtimeClassName {sandbox or 'not set'})"
            )

        return first_problem(templates(workload), check_pod)

    return in_turn(stack.of(*WORKLOADS), check)
