"""Package formats: what each takes from outside, held to the enumerations of the provider."""

from __future__ import annotations

from aidc.catalog.package_formats import PACKAGE_FORMATS
from aidc.rehearsal.schema import schema_of

REPOSITORY = "gcp:artifactregistry/repository:Repository"


def test_public_upstreams_are_those_that_the_provider_takes():
    schema = schema_of(REPOSITORY)
    for name, kind in PACKAGE_FORMATS.items():
        public = f"remoteRepositoryConfig.{name}Repository.publicRepository"
        found = schema.find(f"{public}.repositoryBase" if kind.upstream_path else public)
        assert set(kind.upstreams) == (set(found.enum) if found else set()), name


def test_only_formats_with_an_upstream_can_be_remote():
    assert {name for name, kind in PACKAGE_FORMATS.items() if not kind.remote} == {"go", "kfp", "generic"}
    assert all(kind.custom_upstream != kind.upstream_path for kind in PACKAGE_FORMATS.values() if kind.remote)
