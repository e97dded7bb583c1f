"""From a stack file to a plan: where the blueprint lies, all problems at once in file order, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from aidc.blueprint import BlueprintError, load_object, load_stack_file

GOOD = """\
config:
  gcp:project: acme-lab
  aidc:blueprint:
    name: lab
    environment: dev
    site: {project: acme-lab, project_number: 123456789012, region: us-central1, zones: [us-central1-a]}
    cpu_pools:
      - {name: system, machine_type: n2-standard-4, nodes: 1}
"""


@pytest.fixture
def file(tmp_path):
    """Write a stack file and return its path."""

    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "Pulumi.lab.yaml"
        path.write_text(text, encoding=encoding, newline="")
        return path

    return write


@pytest.fixture
def refused(file):
    """Return what a stack file is refused with, line by line."""

    def read(text: str) -> list[str]:
        with pytest.raises(BlueprintError) as error:
            load_stack_file(file(text))
        return str(error.value).splitlines()

    return read


def test_a_stack_file_becomes_a_blueprint_a_plan_and_no_warnings(file):
    loaded = load_stack_file(file(GOOD))
    assert (loaded.blueprint.name, loaded.plan.name, loaded.warnings) == ("lab", "lab", ())


def test_the_object_that_pulumi_hands_over_becomes_the_same_plan(file):
    assert load_object(yaml.safe_load(GOOD)["config"]["aidc:blueprint"]).plan == load_stack_file(file(GOOD)).plan


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_mark_and_line_ends_of_windows_change_nothing(encoding, line_end, file):
    assert load_stack_file(file(GOOD.replace("\n", line_end), encoding)).plan == load_stack_file(file(GOOD)).plan


def test_a_project_of_another_name_has_its_own_key(file):
    assert load_stack_file(file(GOOD.replace("aidc:blueprint", "megascale:blueprint"))).plan.name == "lab"
    assert load_stack_file(file(GOOD.replace("aidc:blueprint", "blueprint"))).plan.name == "lab"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n- b", "the stack file (line 1): is a list, not a mapping; it starts with `config:`"),
        ("hello", "the stack file (line 1): is text, not a mapping; it starts with `config:`"),
        ("42", "the stack file (line 1): is a number, not a mapping; it starts with `config:`"),
        (
            "name: lab\nenvironment: dev",
            "the stack file (line 1): has no mapping `config:` (found: name, environment); the blueprint lies under config: aidc:blueprint:",
        ),
        (
            "config: []",
            "the stack file (line 1): has no mapping `config:` (found: config); the blueprint lies under config: aidc:blueprint:",
        ),
        ("\n\nconfig:\n  gcp:project: acme-lab", "config (line 3): has no key aidc:blueprint (found: gcp:project)"),
        ("config: {}", "config (line 1): has no key aidc:blueprint (found: nothing)"),
        (
            "config:\n  aidc:blueprint:\n",
            "blueprint (line 2): is empty, not a mapping; it starts with name, environment and site",
        ),
        (
            "config:\n  aidc:blueprint: [lab]",
            "blueprint (line 2): is a list, not a mapping; it starts with name, environment and site",
        ),
        (
            "config:\n  aidc:blueprint: yes",
            "blueprint (line 2): is text, not a mapping; it starts with name, environment and site",
        ),
    ],
)
def test_a_file_without_a_blueprint_says_where_one_belongs(text, message, refused):
    assert refused(text) == [message]


BAD = """\
config:
  aidc:blueprint:
    name: lab
    environment: dev
    nmae: x
    site:
      project: acme-lab
      project_number: many
      region: us-central1
      zones: [us-central1-a]
    network:
      cidr: 10.0.0.0/12
      reserved: [10.8.0.0/13]
    cpu_pools:
      - {name: system, machine_type: n2-standard-4, nodes: 1}
    gpu_pools:
      - name: gpus
        machine_type: a3-ultragpu-8g
        nodes: 4
        capacity: {mode: on-demand}
      - name: a-name-that-is-far-too-long-to-be-a-pool
        machine_type: g2-standard-8
        nodes: 1
        capacity: {mode: spot}
    tpu_slices:
      - name: tpus
        generation: v5p
        topology: 4x4x6
        capacity: {mode: spot}
    buckets:
      - {name: data, tier: hot}
      - {name: data, tier: cold}
    filestores:
      - {name: homes, tier: ZONAL, capacity_gib: 1000}
"""
SECTIONS = (
    "name, environment, deletion_guard, labels, site, network, keys, access, cluster, reservations, cpu_pools, gpu_pools, tpu_slices, tpu_vms, buckets, filestores, "
    "lustres, disks, storage_pools, registry, budget, usage, policies, waivers"
)


def test_all_problems_of_all_kinds_are_told_at_once_in_file_order_with_their_lines(refused):
    assert refused(BAD) == [
        f"nmae (line 5): is not a key here. Did you mean name? Allowed: {SECTIONS}",
        "site.project_number (line 8): 'many' is not a whole number",
        "network.cidr (line 12): accelerators 10.12.0.0/14 overlaps reserved 10.8.0.0/13 (network.reserved[0]). Move one of the two",
        "network.cidr (line 12): control_plane 10.11.128.0/28 overlaps reserved 10.8.0.0/13 (network.reserved[0]). Move one of the two",
        "network.cidr (line 12): nodes 10.8.0.0/15 overlaps reserved 10.8.0.0/13 (network.reserved[0]). Move one of the two",
        "network.cidr (line 12): private_services 10.11.0.0/17 overlaps reserved 10.8.0.0/13 (network.reserved[0]). Move one of the two",
        "network.cidr (line 12): services 10.10.0.0/16 overlaps reserved 10.8.0.0/13 (network.reserved[0]). Move one of the two",
        "gpu_pools[0].machine_type (line 18): a3-ultragpu-8g is not offered in us-central1-a. In this region: us-central1-b. Offered in: "
        "asia-south1-b, asia-south2-c, europe-west1-b, europe-west4-a, us-central1-b, us-east4-b, us-east5-a, us-south1-b, us-west1-c",
        "gpu_pools[1].name (line 21): 'a-name-that-is-far-too-long-to-be-a-pool' has 40 characters; at most 30",
        "tpu_slices[0].topology (line 28): 4x4x6 is not a v5p slice: 2x2x1 to 2x4x4, or 4x4x4 cubes with sides in ascending order, at most "
        "6144 chips. Try 4x4x8 (128 chips), 4x4x4 (64 chips), 4x4x12 (192 chips)",
        "buckets[1].name (line 32): data is the name of buckets[0] already; a bucket needs a name of its own",
        "filestores[0].capacity_gib (line 34): 1000 GiB is not a capacity of ZONAL: 1024 to 9984 in steps of 256 or 10240 to 102400 in "
        "steps of 2560 GiB. Try 1024",
    ]


def test_a_missing_field_has_the_line_of_what_lacks_it(refused):
    assert refused(GOOD.replace("region: us-central1, ", "")) == [
        "site.region (line 6): is missing: Region of the cluster, the subnets, the keys and the buckets."
    ]


def test_windows_line_ends_leave_the_lines_right(refused):
    assert [message.partition(":")[0] for message in refused(BAD.replace("\n", "\r\n"))][:2] == [
        "nmae (line 5)",
        "site.project_number (line 8)",
    ]


def test_a_range_that_is_exhausted_says_by_how_much(refused):
    text = GOOD.replace("nodes: 1}", "nodes: 500}") + "    network: {cidr: 10.0.0.0/18, growth: 1}\n"
    assert refused(text) == [
        "network.cidr (line 9): pods 10.0.0.0/19 has 8,192 addresses; with room to grow 1-fold, 500 nodes with their pods need 64,000, a "
        "/16. Widen it, lower the node counts, max_pods_per_node or network.growth"
    ]


def test_traps_of_yaml_1_1_do_what_the_file_says(file):
    text = GOOD + (
        "    deletion_guard: no\n"
        "    cluster: {maintenance: {start_utc: 02:00, days: [SA, SU], exclusions: "
        "[{name: run, start: 2026-12-01T00:00:00Z, end: 2026-12-20T00:00:00Z}]}}\n"
    )
    plan = load_stack_file(file(text)).plan
    assert not plan.cluster.guarded
    assert plan.cluster.maintenance.start == "2026-01-01T02:00:00Z", "not the number 120"
    assert plan.cluster.maintenance.exclusions[0].end == "2026-12-20T00:00:00Z"


def test_octal_numbers_and_thousands_are_refused_where_they_would_be_misread(refused):
    assert refused(GOOD.replace("123456789012", "0123456789")) == [
        "the stack file (line 6): holds 0123456789, which YAML 1.1 and 1.2 read as two numbers. Write it plainly, or in quotes where it is "
        "text"
    ]
    assert refused(GOOD.replace("nodes: 1}", "nodes: 1_000}")) == [
        "the stack file (line 8): holds 1_000, which YAML 1.1 and 1.2 read as two numbers. Write it plainly, or in quotes where it is text"
    ]


def test_pools_may_share_their_settings_by_an_anchor(file):
    text = GOOD + (
        "    gpu_pools:\n"
        "      - &pool {name: a, machine_type: g2-standard-8, nodes: 1, capacity: {mode: spot}}\n"
        "      - {<<: *pool, name: b}\n"
    )
    assert [pool.name for pool in load_stack_file(file(text)).plan.gpu_pools] == ["a", "b"]


def test_a_wrong_value_behind_an_alias_is_told_where_it_is_used(refused):
    text = GOOD + (
        "    gpu_pools:\n"
        "      - {name: a, machine_type: g2-standard-8, nodes: 1, capacity: &odd {mode: maybe}}\n"
        "      - {name: b, machine_type: g2-standard-8, nodes: 1, capacity: *odd}\n"
    )
    allowed = "'maybe' is not one of on-demand, spot, flex-start, queued, reservation, calendar."
    assert refused(text) == [
        f"gpu_pools[0].capacity.mode (line 10): {allowed}",
        f"gpu_pools[1].capacity.mode (line 10): {allowed}",
    ], "the value stands on line 10, and both pools have it"


@pytest.mark.parametrize("key", ["x[", "a.", "]", "²", "[0]", "a.b", " ", ""])
def test_a_key_of_odd_characters_is_refused_and_hangs_nothing(key, asked):
    with pytest.raises(BlueprintError) as error:
        load_object({**asked(), key: 1})
    named = "" if key.strip() else f"{key!r} "
    assert [problem.text for problem in error.value.problems] == [f"{named}is not a key here. Allowed: {SECTIONS}"]


@pytest.mark.parametrize(("key", "path"), [(1, "[1]"), (1.5, "1.5"), (None, "None")])
def test_a_key_that_is_no_text_is_refused_like_any_other(key, path, asked):
    with pytest.raises(BlueprintError) as error:
        load_object({**asked(), key: 1})
    assert [str(problem) for problem in error.value.problems] == [f"{path}: is not a key here. Allowed: {SECTIONS}"]


@pytest.mark.parametrize("data", [None, [], "x", 3, True, 1.5])
def test_what_is_no_mapping_is_no_blueprint(data):
    with pytest.raises(BlueprintError, match="not a mapping; it starts with name, environment and site"):
        load_object(data)
