"""Rules between storage and the other sections: what file systems need of the network, and of each other."""

from __future__ import annotations

from collections.abc import Iterator

from aidc.blueprint.errors import Problem
from aidc.blueprint.lustre import filesystem_of
from aidc.blueprint.schema import Blueprint


def storage_incoherences(blueprint: Blueprint) -> Iterator[Problem]:
    """Yield every problem that file systems have with the network and with each other."""
    yield from _peered_range(blueprint)
    yield from _filesystems(blueprint)


def _peered_range(blueprint: Blueprint) -> Iterator[Problem]:
    existing = blueprint.network.existing
    if existing is None or existing.private_services_range is not None:
        return
    products = ["Filestore"] * bool(blueprint.filestores) + ["Managed Lustre"] * bool(blueprint.lustres)
    if products:
        reaches = "reaches" if len(products) == 1 else "reach"
        yield Problem(
            0,
            "network.existing.private_services_range",
            f"is missing; {' and '.join(products)} {reaches} the network through a range peered with Google's services. Name it",
        )


def _filesystems(blueprint: Blueprint) -> Iterator[Problem]:
    """A node cannot mount two instances whose file systems share a name (Managed Lustre documentation, CSI driver, limitations)."""
    first: dict[str, int] = {}
    names = [spec.name for spec in blueprint.lustres]
    for index, spec in enumerate(blueprint.lustres):
        filesystem = filesystem_of(spec)
        other = first.setdefault(filesystem, index)
        if other != index and spec.name not in names[:index]:
            text = (
                f"{filesystem} is the file system of lustres[{other}] already, and no node can mount both. Give one of the two another name"
            )
            yield Problem(0, f"lustres[{index}].filesystem", text)
