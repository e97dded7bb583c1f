"""The fact tables are whole: every row has a source and names what exists."""

from __future__ import annotations

import csv

import pytest

from aidc.rehearsal import facts, services
from aidc.rehearsal.outputs import Context
from aidc.rehearsal.schema import schema_of

TABLED = facts.by_type("properties")


def test_every_file_is_described_in_the_readme():
    readme = (facts.FOLDER / "README.md").read_text()
    for path in facts.FOLDER.iterdir():
        assert path.name == "README.md" or f"| {path.name} |" in readme, path.name


@pytest.mark.parametrize(
    "name",
    [
        "properties",
        "refinements",
        "identities",
        "outputs",
        "references",
        "key_users",
        "services",
        "kubernetes_immutable",
        "private_access_users",
    ],
)
def test_every_row_has_a_source(name):
    assert all(row["source"] for row in facts.table(name))


def test_the_property_table_has_the_types_that_a_blueprint_may_touch():
    assert len(TABLED) == 124
    assert len(facts.table("properties")) > 5700


@pytest.mark.parametrize("name", ["references", "key_users", "refinements"])
def test_paths_exist_in_the_schemas_of_their_types(name):
    for row in facts.table(name):
        if row["type"] in TABLED and row["path"]:
            schema = schema_of(row["type"])
            assert schema is not None
            assert schema.find(row["path"]) is not None, row


def test_groups_name_properties_that_exist():
    for type_ in TABLED:
        root = schema_of(type_)
        assert root is not None
        for found in root.walk():
            for path in (*found.conflicts, *found.exactly_one, *found.at_least_one, *found.required_with):
                assert root.find(path) is not None, (type_, found.path, path)


def test_every_template_of_an_output_can_be_filled():
    context = Context(
        "gcp:container/nodePool:NodePool",
        "projects/p/x/y",
        {"location": "us-central1"},
        {"project": "p", "region": "us-central1", "zone": ""},
    )
    for row in facts.table("outputs"):
        row["value"].format_map(context)


def test_every_key_user_has_a_service_agent():
    for row in facts.table("key_users"):
        assert services.agent_email(row["api"], "p").endswith(".iam.gserviceaccount.com")


def test_every_key_user_is_also_a_reference():
    references = {(row["type"], row["path"]) for row in facts.table("references")}
    assert {(row["type"], row["path"]) for row in facts.table("key_users")} <= references


def test_no_row_stands_twice():
    for name in ("refinements", "references", "key_users", "outputs", "kubernetes_immutable", "services"):
        lines = (facts.FOLDER / f"{name}.csv").read_text().splitlines()
        assert len(lines) == len(set(lines)), name
        assert all(len(row) == len(next(csv.reader(lines))) for row in csv.reader(lines)), name


def test_a_resource_type_without_an_api_of_its_own_needs_none():
    assert services.api_of("gcp:projects/service:Service") is None
    assert services.api_of("gcp:container/cluster:Cluster") == "container.googleapis.com"
