"""What a repository must say in its mode and format, and what its registry must agree on: the rules of RegistrySpec and RepositorySpec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aidc.blueprint.errors import one_of, shown
from aidc.blueprint.registry_fields import RepositoryFields
from aidc.blueprint.spec import Rule, listed_twice
from aidc.catalog.package_formats import PACKAGE_FORMATS
from aidc.did_you_mean import did_you_mean

_ADDRESS = re.compile(r"https://[a-z0-9.-]+(:[0-9]+)?(/[^\s?#]*)?")
_PATH = re.compile(r"[A-Za-z0-9._~-]+(/[A-Za-z0-9._~-]+)*")


def broken_rules(spec: RepositoryFields) -> Iterator[Rule]:
    """Yield every rule that one repository breaks by itself."""
    if spec.mode == "remote":
        yield from _remote_rules(spec)
    if spec.mode == "virtual":
        yield from _virtual_rules(spec)
    for field, mode, given in (
        ("upstream", "remote", spec.upstream),
        ("upstream_path", "remote", spec.upstream_path),
        ("members", "virtual", spec.members),
    ):
        if given and spec.mode != mode:
            yield field, f"goes with mode: {mode}, not with {spec.mode}. Set mode: {mode} or remove it"
    yield from _docker_rules(spec)
    yield from _cleanup_rules(spec)


def _remote_rules(spec: RepositoryFields) -> Iterator[Rule]:
    kind = PACKAGE_FORMATS[spec.format]
    if not kind.remote:
        remote = ", ".join(name for name, other in PACKAGE_FORMATS.items() if other.remote)
        yield "format", f"{spec.format} repositories cannot be remote; those of {remote} can"
        return
    known = spec.upstream in kind.upstreams
    if spec.upstream is None:
        yield "upstream", f"is missing: {', '.join(kind.upstreams)}{' or an https address' if kind.custom_upstream else ''}"
    elif not known and "://" not in spec.upstream:
        yield "upstream", one_of(spec.upstream, kind.upstreams, f"an upstream for {spec.format}")
    elif not known and not kind.custom_upstream:
        yield "upstream", f"{spec.format} takes no address of its own: {', '.join(kind.upstreams)}"
    elif not known and not _ADDRESS.fullmatch(spec.upstream):
        yield "upstream", f"{shown(spec.upstream)} is not an https address: a host and a path, without a user and a query"
    if kind.upstream_path and spec.upstream_path is None:
        yield "upstream_path", f"is missing: the repository below {spec.upstream or kind.upstreams[0]}, such as debian/dists/bookworm"
    elif spec.upstream_path is not None and not kind.upstream_path:
        yield "upstream_path", f"goes with apt and yum, not with {spec.format}. Remove it"
    elif spec.upstream_path is not None and not _PATH.fullmatch(spec.upstream_path):
        yield "upstream_path", f"{shown(spec.upstream_path)} is not a path: words and slashes, none at either end"


def _virtual_rules(spec: RepositoryFields) -> Iterator[Rule]:
    if not PACKAGE_FORMATS[spec.format].virtual:
        virtual = ", ".join(name for name, other in PACKAGE_FORMATS.items() if other.virtual)
        yield "format", f"{spec.format} repositories cannot be virtual; those of {virtual} can"
    if not spec.members:
        yield "members", "is missing: the repositories that it puts together, [own, hub]"
    yield from listed_twice("members", spec.members)


def _docker_rules(spec: RepositoryFields) -> Iterator[Rule]:
    if spec.immutable_tags and (spec.format != "docker" or spec.mode != "standard"):
        yield "immutable_tags", f"is for standard docker repositories, not for {spec.mode} {spec.format}. Remove it"
    if spec.scanning is not None and (spec.format != "docker" or spec.mode == "virtual"):
        yield "scanning", f"is for docker repositories that hold images, not for {spec.mode} {spec.format}. Remove it"


def _cleanup_rules(spec: RepositoryFields) -> Iterator[Rule]:
    if spec.cleanup_dry_run and not spec.cleanup:
        yield "cleanup_dry_run", "has nothing to try. Add cleanup or remove it"
    if spec.cleanup and spec.mode == "virtual":
        yield "cleanup", "is for repositories that hold something; a virtual one only points at others. Move it to its members"
    elif spec.cleanup and not any(step.delete_older_than_days for step in spec.cleanup):
        yield "cleanup", "keeps what nothing deletes. Add a step such as {delete_older_than_days: 90}"
    kinds = [(step.delete_older_than_days is None, step.tags) for step in spec.cleanup]
    for index, (step, kind) in enumerate(zip(spec.cleanup, kinds, strict=True)):
        if step.tags != "any" and spec.format != "docker":
            yield f"cleanup[{index}].tags", f"is for docker, not for {spec.format}. Remove it"
        if kind in kinds[:index]:
            yield f"cleanup[{index}]", f"says the same as cleanup[{kinds.index(kind)}] with another number. Keep one of the two"


def rules_between(repositories: Sequence[RepositoryFields]) -> Iterator[Rule]:
    """Yield what repositories of one registry have against each other."""
    by_name: dict[str, RepositoryFields] = {}
    for index, spec in enumerate(repositories):
        if spec.name in by_name:
            first = [other.name for other in repositories].index(spec.name)
            yield (
                f"repositories[{index}].name",
                f"{spec.name} is the name of repositories[{first}] already; a repository needs a name of its own",
            )
        by_name.setdefault(spec.name, spec)
    for index, spec in enumerate(repositories):
        yield from ((f"repositories[{index}].{field}", text) for field, text in _member_rules(spec, by_name))


def _member_rules(spec: RepositoryFields, by_name: dict[str, RepositoryFields]) -> Iterator[Rule]:
    fits = [name for name, other in by_name.items() if other.format == spec.format and other.mode != "virtual"]
    outside = ""
    for index, name in enumerate(spec.members):
        member = by_name.get(name)
        if member is None or name not in fits:
            why = "is not a repository of this registry" if member is None else f"is {member.mode} {member.format}"
            yield (
                f"members[{index}]",
                f"{shown(name)} {why}; {spec.format} from standard and remote ones: {', '.join(fits) or 'none'}.{did_you_mean(name, fits)}",
            )
        elif member.mode == "remote":
            outside = outside or name
        elif outside:
            yield f"members[{index}]", f"{name} comes after {outside}: a public package of the same name would win. Put {name} first"
