"""The project's policy of Binary Authorization: it denies every image that is not named, and knows what the stack itself runs.

A project has one policy, so one stack makes it; destroying the stack brings back Google's own, which admits everything. Images of Google's system are
judged by Google's policy (Binary Authorization API, Policy: globalPolicyEvaluationMode). Repositories that stand for a public registry are not
admitted by themselves: through them anybody's image would run.
"""

from __future__ import annotations

from dataclasses import dataclass

from aidc.blueprint.cluster import ClusterPlan
from aidc.blueprint.collective_plugin import CollectivePluginPlan
from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan
from aidc.blueprint.registry import RegistryPlan
from aidc.catalog.daemon_sets import Image


@dataclass(frozen=True, slots=True)
class ImagePolicyPlan:
    """What the policy admits, in order: images of the stack's DaemonSets and of what jobs must carry, its repositories, what the stack file names."""

    admitted: tuple[str, ...]


def plan_image_policy(
    cluster: ClusterPlan, plugins: tuple[CollectivePluginPlan, ...], raid: LocalSsdRaidPlan | None, registry: RegistryPlan
) -> ImagePolicyPlan | None:
    """Decide the policy, or None where it is left as it is."""
    if cluster.existing or cluster.admitted_images is None:
        return None
    sets = [one for plugin in plugins for one in plugin.daemon_sets]
    sets += [raid.daemon_set] if raid and raid.daemon_set else []
    installed = [_pattern(image) for one in sets for image in one.fact.images]
    carried = [
        _pattern(image) for one in plugins for image in (one.plugin.sidecar and one.plugin.sidecar.image, one.plugin.job_image) if image
    ]
    own = [f"{one.address}/**" for one in registry.repositories if one.format == "DOCKER" and one.holds_its_own]
    return ImagePolicyPlan(tuple(dict.fromkeys((*sorted({*installed, *carried}), *own, *cluster.admitted_images))))


def _pattern(image: Image) -> str:
    """Return every tag of an image, of which a pod may name the digest too; right below a registry no wildcard may stand, so there the one tag."""
    folder = image.repository.partition("/")[2]
    return f"{image.repository}:*" if "/" in folder else image.reference
