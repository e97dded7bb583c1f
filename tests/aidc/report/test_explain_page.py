"""The page and the document of `aidc explain`."""

from __future__ import annotations

import json

import pytest

from aidc.inventory.resource import Resource
from aidc.report.explain_page import explain_page
from aidc.report.explanation import explain

RECORD = [
    Resource("aidc:storage:Bucket", "corpus", {}, urn="urn:c", custom=False),
    Resource("gcp:storage/bucket:Bucket", "corpus", {"storageClass": "NEARLINE"}, urn="urn:b", parent="urn:c"),
    Resource("gcp:storage/bucket:Bucket", "archive", {"storageClass": "COLDLINE"}, urn="urn:a"),
]
FILE = "stacks/Pulumi.gpt3-a100.yaml"


@pytest.fixture
def explained(reference):
    def explain_path(path, record=RECORD):
        return explain("gpt3-a100", FILE, reference("gpt3-a100"), lambda path: 42, path, record)

    return explain_path


def test_a_field_from_the_file(printed, explained):
    assert printed(explain_page(explained("buckets[1].tier"))) == [
        "gpt3-a100 · buckets[1].tier",
        "",
        "asked",
        "   value              warm",
        f"   from               {FILE}:42",
        "   means              How warm the data is; rapid lies in one zone. Needed, except with existing",
        "   allowed            rapid, hot, warm, cold, archive, or nothing",
        "",
        "follows from it",
        "   tier               warm",
        "   storage_class      NEARLINE",
        "",
        "sets",
        "   declares                    storage.Bucket corpus",
        "   storage.Bucket.storageClass NEARLINE  on corpus",
        "",
        "Next: aidc plan gpt3-a100",
    ]


def test_a_default_says_that_the_file_is_silent(printed, explained):
    lines = printed(explain_page(explained("buckets[1].autoclass")))
    assert f"   from               the default; {FILE} does not say" in lines
    assert "   value              false" in lines
    assert "   storage.Bucket.autoclass not set" in lines


def test_without_a_record_the_command_that_makes_one_is_named(printed, explained):
    lines = printed(explain_page(explained("buckets[1].tier", record=None)))
    assert lines[lines.index("sets") + 1 :] == [
        "   storage.Bucket.storageClass",
        "                      aidc plan gpt3-a100 shows the values: it records the files as they are now",
        "",
        "Next: aidc plan gpt3-a100",
    ]


def test_a_section_lists_its_fields_as_the_file_would(printed, explained):
    lines = printed(explain_page(explained("gpu_pools[0].capacity")))
    rows = [line.split(maxsplit=3) for line in lines if line.startswith("   ")]
    assert ["mode", "reservation", "42", "How the machines are obtained"] in rows
    assert ["max_run_hours", "nothing", "default", "flex-start, queued: how long a node may run, default 168"] in rows


def test_entries_read_as_they_stand_in_the_file(printed, explained):
    said = " ".join(line.strip() for line in printed(explain_page(explained("filestores"))))
    assert "filestores[0]  {name: homes, tier: REGIONAL, capacity_gib: 2560, share: homes}" in said


def test_the_document_has_stable_keys(explained):
    found = json.loads(json.dumps(explained("buckets[1].tier").to_json()))
    assert found == {
        "stack": "gpt3-a100",
        "file": FILE,
        "path": "buckets[1].tier",
        "value": "warm",
        "given": True,
        "line": 42,
        "description": "How warm the data is; rapid lies in one zone. Needed, except with existing",
        "allowed": "rapid, hot, warm, cold, archive, or nothing",
        "fields": [],
        "follows": True,
        "decided": [
            {"name": "buckets[1].tier", "value": "warm", "source": ""},
            {"name": "buckets[1].storage_class", "value": "NEARLINE", "source": ""},
        ],
        "recorded": True,
        "resources": [{"type": "storage.Bucket", "name": "corpus"}],
        "sets": [{"property": "storage.Bucket.storageClass", "values": [{"resource": "corpus", "value": "NEARLINE"}]}],
    }
