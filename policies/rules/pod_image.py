"""Images of containers: fixed, from a registry that is ours, and none of those that have no place in a cluster."""

from __future__ import annotations

from collections.abc import Iterable

from policies.bag import Bag
from policies.image import Image, image
from policies.pod import WORKLOADS, containers, name_of, templates
from policies.reading import first_of, first_problem, keyed, objects
from policies.rule import rule

SERVICE = "kubernetes:core/v1:Service"


def _image(container: Bag) -> Image | None:
    """Return the image of a container, or None where it names none. Raises Unknown."""
    name = container.text("image")
    return image(name) if name else None


@rule("image-fixed-tag", *WORKLOADS)
def fixed_tag(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        found = _image(container)
        if found and (found.is_fixed_by_digest or found.tag not in ("", "latest")):
            return None
        return f"{name_of(container)} takes {'the newest image of ' + found.path if found else 'no image that is named'}: no tag is fixed"

    return first_problem(containers(workload), check)


@rule("image-digest-pinned", *WORKLOADS)
def digest_pinned(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        found = _image(container)
        if found and found.is_fixed_by_digest:
            return None
        return f"the image {container.text('image') or 'of no name'} of {name_of(container)} has no digest: its tag can be moved"

    return first_problem(containers(workload), check)


@rule("image-pull-policy-always", *WORKLOADS)
def pull_policy_always(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        found = _image(container)
        if found and found.is_fixed_by_digest:
            return None
        floats = found is not None and found.tag in ("", "latest")
        # Kubernetes, images: without a policy it is Always for latest and for no tag, else IfNotPresent.
        policy = container.text("imagePullPolicy") or ("Always" if floats else "IfNotPresent")
        return None if policy == "Always" else f"{name_of(container)} runs whatever its node has under that tag (pull policy {policy})"

    return first_problem(containers(workload), check)


@rule("image-trusted-registry", *WORKLOADS, registries=())
def trusted_registry(workload: Bag, registries: Iterable[str]) -> str | None:
    def check(container: Bag) -> str | None:
        found = _image(container)
        if found is None or found.is_from(registries):
            return None
        return f"{name_of(container)} takes its image from {found.registry}, which is no trusted registry"

    return first_problem(containers(workload), check)


def _is_dashboard(path: str) -> bool:
    return any(part.startswith("kubernetes-dashboard") for part in path.split("/")) or "kubernetesui/" in f"{path}/"


@rule("no-kubernetes-dashboard", *WORKLOADS)
def no_kubernetes_dashboard(workload: Bag) -> str | None:
    def check_labels(holder: Bag) -> str | None:
        keys = ("app", "k8s-app", "app.kubernetes.io/name", "app.kubernetes.io/part-of")
        is_labelled = any(keyed(holder, "metadata.labels", key) == "kubernetes-dashboard" for key in keys)
        return "it is labelled as the Kubernetes dashboard" if is_labelled else None

    def check(container: Bag) -> str | None:
        found = _image(container)
        return f"{name_of(container)} is the Kubernetes dashboard ({found.path})" if found and _is_dashboard(found.path) else None

    return first_of(
        lambda: first_problem(containers(workload), check), lambda: first_problem([workload, *templates(workload)], check_labels)
    )


@rule("no-tiller", *WORKLOADS, SERVICE)
def no_tiller(workload: Bag) -> str | None:
    if workload.type == SERVICE:
        is_tillers = workload.text("metadata.name") == "tiller-deploy" or keyed(workload, "spec.selector", "name") == "tiller"
        return "it is the service of Tiller, the server of Helm 2" if is_tillers else None

    def check(container: Bag) -> str | None:
        found = _image(container)
        is_tiller = found is not None and found.path.rsplit("/", 1)[-1] == "tiller"
        return f"{name_of(container)} is Tiller, the server of Helm 2" if is_tiller else None

    return first_problem(containers(workload), check)


_HOOK_FLAGS = ("--exechook-command", "-exechook-command", "--sync-hook-command", "-sync-hook-command", "--git", "-git")
_HOOK_VARIABLES = frozenset(
    f"{prefix}_{name}" for prefix in ("GITSYNC", "GIT_SYNC") for name in ("EXECHOOK_COMMAND", "HOOK_COMMAND", "SYNC_HOOK_COMMAND", "GIT")
)
"""How git-sync is told to run a program of one's own (git-sync documentation, v3 and v4; Akamai's report on GITSYNC_GIT, 2024)."""


@rule("git-sync-safe", *WORKLOADS)
def git_sync_safe(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        found = _image(container)
        if found is None or "git-sync" not in found.path.rsplit("/", 1)[-1]:
            return None
        flags = (str(part).partition("=")[0] for part in (*container.list("command"), *container.list("args")))
        hook = next((flag for flag in flags if flag in _HOOK_FLAGS), "")
        hook = hook or next((name for one in objects(container, "env") if (name := one.text("name")) in _HOOK_VARIABLES), "")
        return f"{name_of(container)} runs a program for what it fetches ({hook})" if hook else None

    return first_problem(containers(workload), check)
