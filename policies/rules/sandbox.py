"""Code that nobody trusts runs in a sandbox: in a namespace, or under a label, that says untrusted."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import UNKNOWN, Bag, Unknown
from policies.namespaces import NAMESPACE, name_of_space, space_of
from policies.pod import WORKLOADS, templates
from policies.reading import first_problem, keys
from policies.rule import State, each, stack_rule
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
def untrusted_sandboxed(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    spaces, unknown = _untrusted_spaces(stack)

    def check(workload: Bag) -> str | None:
        return first_problem(templates(workload), lambda pod: check_pod(workload, pod))

    def check_pod(workload: Bag, pod: Bag) -> str | None:
        if pod.text("spec.runtimeClassName") == "gvisor" or not is_untrusted(workload, pod):
            return None
        return f"untrusted code runs on the kernel of its node (runtimeClassName {pod.text('spec.runtimeClassName') or 'not set'})"

    def is_untrusted(workload: Bag, pod: Bag) -> bool:
        if any(_says_untrusted(holder, "metadata.labels") for holder in (workload, pod)):
            return True
        space = space_of(stack, workload)
        if space in unknown:
            raise unknown[space]
        return space in spaces or "untrusted" in space.split("-")

    return each(stack.of(*WORKLOADS), check)


def _untrusted_spaces(stack: Stack) -> tuple[set[str], dict[str, Unknown]]:
    """Return the namespaces that say untrusted, and those of which it is not known yet."""
    found, unknown = set[str](), dict[str, Unknown]()
    for space in stack.of(NAMESPACE):
        try:
            if _says_untrusted(space, "metadata.labels"):
                found.add(name_of_space(space))
        except Unknown as reason:
            unknown[name_of_space(space)] = reason
    return found, unknown
