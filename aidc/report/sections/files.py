"""File systems: Managed Lustre with its throughput, Filestore; and the persistent volumes through which pods mount whatever there is."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType

from aidc.blueprint import Plan
from aidc.blueprint.bucket_volume import LEAST_GKE_VERSION
from aidc.blueprint.filestore import FilestorePlan
from aidc.blueprint.filestore_exports import ExportPlan
from aidc.blueprint.keys import Use
from aidc.blueprint.lustre import LustrePlan
from aidc.report.layout import facts, table
from aidc.report.totals import GIB_PER_TIB, StorageTotals
from aidc.report.units import count, tib


def file_parts(plan: Plan, totals: StorageTotals) -> Iterator[RenderableType]:
    """Yield what there is of file systems."""
    if plan.lustres:
        yield _lustres(plan, totals)
    if plan.filestores:
        yield _filestores(plan, totals)


def volume_parts(plan: Plan) -> Iterator[RenderableType]:
    """Yield the lines of persistent volumes, where there are any."""
    if plan.volumes:
        whose = "the cluster that exists" if plan.cluster.existing else "the cluster"
        yield facts([("volumes", f"{', '.join(volume.name for volume in plan.volumes)} in {whose}; kept when a claim goes")])
    if plan.bucket_volumes:
        said = ", ".join(f"{volume.name} by {volume.storage_class}" for volume in plan.bucket_volumes)
        yield facts([("bucket volumes", said), ("", f"their classes come with GKE {LEAST_GKE_VERSION}")])


def protection(plan: Plan, use: Use, takes_key: bool, guarded: bool) -> str:
    """Return whose key encrypts something, and whether it is guarded."""
    key = "own key" if takes_key and any(key.use == use for key in plan.keys.keys) else "Google's key"
    return f"{key}, {'guarded' if guarded else 'not guarded'}"


def _lustres(plan: Plan, totals: StorageTotals) -> RenderableType:
    made = table(
        [
            ("lustre", "left"),
            ("tier", "left"),
            ("zone", "left"),
            ("TiB", "right"),
            ("MB/s", "right"),
            ("grows to TiB", "right"),
            ("file system", "left"),
            ("protection", "left"),
        ]
    )
    for lustre in plan.lustres:
        made.add_row(
            "",
            lustre.resource_name,
            str(lustre.tier),
            lustre.zone,
            tib(lustre.capacity_gib / GIB_PER_TIB),
            count(lustre.mb_per_s),
            tib(lustre.grows_to_gib / GIB_PER_TIB),
            f"/{lustre.filesystem}",
            protection(plan, "lustres", True, lustre.guarded),
        )
    rows = [(lustre.resource_name, " · ".join(said)) for lustre in plan.lustres if (said := list(_said_of(lustre)))]
    together = f"{tib(totals.lustre_tib)} TiB · {count(totals.lustre_mb_per_s)} MB/s"
    return Group(made, facts([*rows, ("provisioned", together)]))


def _said_of(lustre: LustrePlan) -> Iterator[str]:
    if lustre.squash:
        yield f"root becomes {lustre.squash.uid}:{lustre.squash.gid}, except from {', '.join(lustre.squash.exempt)}"
    if lustre.maintenance:
        yield f"maintained {lustre.maintenance.day[:2]} from {lustre.maintenance.hour:02}:00 UTC"


def _filestores(plan: Plan, totals: StorageTotals) -> RenderableType:
    made = table(
        [("filestore", "left"), ("tier", "left"), ("location", "left"), ("TiB", "right"), ("export", "left"), ("protection", "left")]
    )
    for filestore in plan.filestores:
        made.add_row(
            "",
            filestore.resource_name,
            filestore.tier,
            filestore.location,
            tib(filestore.capacity_gib / GIB_PER_TIB),
            f"/{filestore.share} over {filestore.protocol}",
            protection(plan, "filestores", filestore.encrypted, filestore.guarded),
        )
    said = [(filestore.resource_name, " · ".join(words)) for filestore in plan.filestores if (words := list(_said_of_filestore(filestore)))]
    by_tier = " · ".join(f"{tier} {tib(held)} TiB" for tier, held in totals.filestore_tib_by_tier.items())
    return Group(made, facts([*said, ("provisioned", by_tier)]))


def _said_of_filestore(filestore: FilestorePlan) -> Iterator[str]:
    yield from map(_export, filestore.exports)
    if filestore.exports and all(export.squash for export in filestore.exports):
        yield "new directories at its top need an export with root: keep"
    if not filestore.exports:
        yield "mounted by every address of the network, root stays root"
    if bought := filestore.performance:
        each = f", {count(bought.iops_per_tib)} for each TiB" if bought.iops_per_tib is not None else ""
        yield f"{count(bought.iops)} IOPS bought{each}"
    if filestore.backups:
        yield f"backed up once as {', '.join(backup.name for backup in filestore.backups)}"


def _export(export: ExportPlan) -> str:
    anon = f" as {export.anon_uid or 65534}:{export.anon_gid or 65534}" if export.anon_uid or export.anon_gid else ""
    root = f"root squashed{anon}" if export.squash else "root stays root"
    return f"{', '.join(export.clients)}: {'read only' if export.read_only else 'read and write'}, {root}"
