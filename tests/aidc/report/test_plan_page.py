"""The page of `aidc plan`: what each section says, for stacks of every kind. The whole page is held by the goldens of the command."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.gate import Limits, judge
from aidc.estimator.cost.priced_record import price_record
from aidc.inventory.recording import Recording
from aidc.inventory.resource import Resource
from aidc.report.plan_page import plan_page

RECORD = Recording((Resource("aidc:compute:Cluster", "cluster", {}, custom=False), Resource("gcp:compute/network:Network", "vpc", {})))
ALLOWED = {"blocked": False, "rules": 12, "resources": 2, "findings": [], "summary": {"blocking": 0}}


@pytest.fixture
def page(printed):
    return lambda loaded, stack="lab", record=RECORD: printed(_page(loaded, stack, record))


def _page(loaded, stack, record, limits=None, allowed=None):
    priced = price_record(stack, record.resources)
    return plan_page(stack, loaded, record, priced, judge(priced.bill, limits or Limits(), priced.owners), allowed or ALLOWED)


def _line(lines, start):
    [found] = [line.strip() for line in lines if line.strip().startswith(start)]
    return found


@pytest.mark.parametrize("stack", ["dev", "gpt3-a100", "train-h100", "train-v6e"])
def test_nothing_wraps_at_120_columns(page, reference, stack):
    lines = page(reference(stack), stack)
    assert max(map(len, lines)) <= 120
    headings = [line for line in lines if line and not line.startswith(" ")]
    assert headings == [
        lines[0],
        "site",
        "fabric",
        "cluster",
        "compute (PFLOP/s: dense bf16)",
        "storage",
        *(["budget"] if stack in {"dev", "train-h100"} else []),
        "keys and access",
        "addresses",
        "resources",
        "verdicts",
        f"Next: aidc rehearse {stack}",
    ], "a wrapped row would start another line at the left or leave the order"


def test_the_title_says_where_and_how_clean(page, reference):
    assert page(reference("gpt3-a100"), "gpt3-a100")[0] == (
        "gpt3-a100 · acme-ai-train · us-central1 (Council Bluffs, Iowa) · zones a, c · 88 % carbon-free · PUE 1.11 (site)"
    )


def test_a_reservation_reads_short_whoever_owns_it(page, reference):
    said = "\n".join(page(reference("train-h100")))
    assert "reservation h100-block/block-7 of acme-ai-h100 · GPUDirect-TCPXO" in said
    assert "flex-start, at most 3 days a node · GPUDirect-TCPXO" in said
    assert "reservation v6e-512 of acme-capacity, compact placement" in "\n".join(page(reference("train-v6e")))


def test_columns_of_numbers_end_at_one_place(page, reference):
    lines = page(reference("train-h100"))
    rows = [line for line in lines if "a3-megagpu-8g" in line or line.strip().startswith("at most")]
    assert len({len(row) for row in rows}) == 1


def test_closed_egress_says_what_is_left_open(page, blueprint):
    assert _line(page(blueprint(network={"egress": "restricted"})), "way out") == (
        "way out            restricted: Google APIs behind VPC Service Controls only, all else denied"
    )


def test_a_network_that_exists_is_not_claimed(page, blueprint):
    existing = {"project": "host-project", "network": "shared", "subnet": "ml", "pods_range": "p", "services_range": "s"}
    lines = page(blueprint(network={"existing": existing}))
    assert _line(lines, "network   ") == "network            shared of host-project, existing: nothing of it is created or changed"


def test_the_owner_of_a_host_project_is_told_what_to_grant_and_nobody_else(page, blueprint):
    named = {"network": "shared", "subnet": "ml", "pods_range": "p", "services_range": "s"}
    lines = page(blueprint(network={"existing": {**named, "project": "host-project"}}))
    assert any("its owner grants   compute.networkUser on ml to" in line for line in lines)
    assert any("container.hostServiceAgentUser in host-project to the first" in line for line in lines)
    assert not any("its owner grants" in line for line in page(blueprint(network={"existing": named})))


def test_ranges_of_a_network_that_exists_are_said_to_be_its_own(page, blueprint):
    existing = {"network": "shared", "subnet": "ml", "pods_range": "p", "services_range": "s"}
    note = "                      the network exists: its nodes, pods and services keep the ranges that it has, not these"
    assert note in page(blueprint(network={"existing": existing}))
    assert note not in page(blueprint())


def test_how_the_cluster_networks_is_read_from_what_is_declared(printed, blueprint):
    inputs = {"datapathProvider": "ADVANCED_DATAPATH", "privateClusterConfig": {"enablePrivateNodes": True}, "enableMultiNetworking": False}
    record = Recording((Resource("gcp:container/cluster:Cluster", "cluster", inputs),))
    assert _line(printed(_page(blueprint(), "lab", record)), "networking") == "networking         Dataplane V2, private nodes"
    assert not any("networking" in line for line in printed(_page(blueprint(), "lab", Recording(()))))


def test_a_cluster_that_exists_only_gets_pools(page, blueprint):
    lines = page(blueprint(cluster={"existing": {"name": "theirs"}}))
    assert _line(lines, "cluster   ") == "cluster            theirs in us-central1, existing: pools are added, nothing else is changed"


def test_a_private_control_plane_says_from_where(page, blueprint):
    lines = page(blueprint(cluster={"endpoint": "private", "authorized_cidrs": ["192.168.7.0/24"]}))
    assert "   control plane      private address in 10.11.128.0/28, reached from 10.8.0.0/15, 192.168.7.0/24" in lines


def test_googles_keys_are_said_to_be_googles(page, blueprint):
    lines = page(blueprint(keys={"managed_by": "google"}))
    assert _line(lines, "keys   ") == "keys               Google's own: nothing here is encrypted with keys of this project"


def test_a_stack_without_storage_says_so(page, blueprint):
    assert _line(page(blueprint()), "buckets") == "buckets            none"


def test_a_locked_archive_shows_what_protects_it(page, blueprint):
    bucket = {"name": "law", "tier": "archive", "expected_tib": 4, "retention_days": 3650, "retention_locked": True}
    lines = page(blueprint(buckets=[{**bucket, "yes_lock_retention_for_ever": True}]))
    assert "   law                soft delete 7 days · retention 3,650 days, locked · guarded" in lines
    assert _line(lines, "░ archive") == "░ archive 4 TiB 100 % · together 4 TiB expected"


def test_verdicts_that_this_version_does_not_give_are_not_pretended(page, reference):
    lines = page(reference("dev"), "dev")
    assert lines[lines.index("verdicts") + 1 :] == [
        "   allowed            every mandatory rule holds; 12 rules on 2 resources; `aidc check dev` has the findings",
        "   cost               0.00 USD a month; `aidc cost dev` has the lines",
        "   speed              not estimated in this version; `aidc perf` will answer",
        "   comes up           not rehearsed yet; `aidc rehearse dev` answers",
        "",
        "Next: aidc rehearse dev",
    ]


def test_the_verdict_on_policies_counts_what_blocks(printed, blueprint):
    blocked = {**ALLOWED, "blocked": True, "summary": {"blocking": 3}}
    lines = printed(_page(blueprint(), "lab", RECORD, allowed=blocked))
    assert "   allowed            3 findings of mandatory rules; 12 rules on 2 resources; `aidc check lab` has the findings" in lines


def test_the_verdict_on_cost_says_what_has_no_price_and_what_is_over(printed, blueprint):
    disk = Resource("gcp:compute/disk:Disk", "d", {"type": "pd-ssd", "size": 100.0, "zone": "us-central1-a"})
    other = Resource("gcp:compute/disk:Disk", "e", {"type": "hyperdisk-ml", "size": 100.0, "zone": "europe-west4-a"})
    lines = " ".join(printed(_page(blueprint(), "lab", Recording((disk, other)), Limits(Decimal(10)))))
    said = " ".join(lines.split())
    assert (
        "cost at least 17.00 USD a month, 2 items without a price; over budget: the month comes to at least 17 USD and may come to 10 USD"
        in said
    )


def test_resources_are_counted_components_first(page, reference):
    lines = page(reference("dev"))
    start = lines.index("resources")
    assert lines[start + 1 : start + 4] == [
        "   aidc compute         1  1 Cluster",
        "   compute              1  1 Network",
        "   total                2",
    ]


def test_a_gpu_fabric_says_its_plug_in_where_it_stands_and_what_a_job_carries(page, reference):
    lines = page(reference("train-h100"), "train-h100")
    start = next(index for index, line in enumerate(lines) if line.startswith("   plug-in"))
    assert lines[start : start + 2] == [
        "   plug-in            GPUDirect-TCPXO v1.0.15 · nccl-tcpxo-installer, device-injector on a3-megagpu-8g",
        "   its jobs carry     sidecar tcpxo-daemon v1.0.21 · 3 annotations · ConfigMap nccl-tcpxo · nccl-env-profile.sh",
    ]
    assert not lines[start + 2].startswith("   to do first"), "the stack's own policy admits the images"


def test_a_plug_in_of_somebody_else_is_not_claimed(page, blueprint):
    pool = {"name": "g", "machine_type": "a4-highgpu-8g", "nodes": 2, "zones": ["us-central1-b"], "capacity": {"mode": "spot"}}
    lines = page(blueprint(gpu_pools=[pool], cluster={"collective_plugins": "none"}))
    assert _line(lines, "plug-in") == "plug-in            NCCL/gIB v1.1.2 · not installed here: whoever runs the cluster does"
    assert _line(lines, "its jobs carry") == "its jobs carry     2 annotations · NCCL_NET=gIB · set_nccl_env.sh"


def test_a_stack_without_gpudirect_says_nothing_of_plug_ins(page, reference):
    for stack in ("gpt3-a100", "train-v6e"):
        assert not [line for line in page(reference(stack), stack) if "plug-in" in line or "jobs carry" in line]


def test_file_systems_say_how_fast_they_are_and_how_pods_reach_them(page, blueprint):
    squash = {"exempt": ["10.0.0.0/24"]}
    fast = {"name": "fast", "tier": 1000, "capacity_gib": 18000, "root_squash": squash, "maintenance": {"day": "SUNDAY", "hour": 3}}
    cold = {"name": "cold", "tier": "dynamic", "capacity_gib": 472000}
    lines = page(blueprint(lustres=[fast, cold], filestores=[{"name": "homes", "tier": "BASIC_HDD", "capacity_gib": 1024}]))
    assert [line.split() for line in lines if "us-central1-a" in line and "own key, guarded" in line] == [
        ["fast", "1000", "us-central1-a", "17.6", "17,578", "1,494.1", "/fast", "own", "key,", "guarded"],
        ["cold", "dynamic", "us-central1-a", "460.9", "11,523", "82,046.9", "/cold", "own", "key,", "guarded"],
    ]
    said = "root becomes 65534:65534, except from 10.0.0.0/24 · maintained SU from 03:00 UTC"
    assert _line(lines, "fast               root") == f"fast               {said}"
    assert _line(lines, "provisioned        478") == "provisioned        478.5 TiB · 29,101 MB/s"
    said = "lab-lustre-fast, lab-lustre-cold, lab-filestore-homes in the cluster; kept when a claim goes"
    assert _line(lines, "volumes") == f"volumes            {said}"


def test_buckets_say_what_is_cached_how_they_are_mounted_and_which_are_somebody_elses(page, blueprint):
    cache = {"zone": "us-central1-b", "ttl_hours": 36, "ingest_on_write": True}
    fast = {"name": "fast", "tier": "rapid", "expected_tib": 1, "mount": "checkpointing"}
    data = {"name": "data", "tier": "hot", "expected_tib": 3, "soft_delete_days": 0, "caches": [cache], "mount": "serving"}
    lines = page(blueprint(buckets=[fast, data, {"name": "corpus", "existing": "acme-corpus"}]))
    rows = {line.split()[0]: line.split() for line in lines if line.startswith("   ") and len(line.split()) > 2}
    assert rows["corpus"] == ["corpus", "somebody", "else's"]
    assert [line.split() for line in lines if "existing" in line and "acme-corpus" in line] == [["corpus", "existing", "acme-corpus"]]
    assert (
        _line(lines, "fast               hierarchical") == "fast               hierarchical namespace · mounted for checkpointing · guarded"
    )
    said = "cached in us-central1-b for 36 hours, from the first write · mounted for serving · guarded"
    assert _line(lines, "data               cached") == f"data               {said}"
    said = "lab-bucket-fast by gcsfusecsi-checkpointing, lab-bucket-data by gcsfusecsi-serving"
    assert _line(lines, "bucket volumes") == f"bucket volumes     {said}"
    assert "■ rapid 1 TiB 25 % · █ hot 3 TiB 75 % · together 4 TiB expected" in "\n".join(lines)


def test_a_registry_says_its_addresses_what_is_behind_them_and_how_images_come_in(page, blueprint):
    own = {"name": "own", "format": "docker", "cleanup": [{"delete_older_than_days": 90}, {"keep_newest": 10}], "cleanup_dry_run": True}
    hub = {"name": "hub", "format": "docker", "mode": "remote", "upstream": "DOCKER_HUB", "scanning": False}
    every = {"name": "all", "format": "docker", "mode": "virtual", "members": ["own", "hub"]}
    loaded = blueprint(registry={"repositories": [own, hub, every]}, network={"egress": "restricted"})
    lines = page(loaded)
    folder = f"{loaded.plan.site.region}-docker.pkg.dev/{loaded.plan.site.project}/{loaded.plan.name}"
    assert [line.split() for line in lines if "pkg.dev/" in line] == [
        ["own", "docker", "standard", f"{folder}-own"],
        ["hub", "docker", "remote", f"{folder}-hub"],
        ["all", "docker", "virtual", f"{folder}-all"],
    ]
    said = "deleted after 90 days · newest 10 kept · deletions only logged · scanned · own key · guarded"
    assert _line(lines, "own                deleted") == f"own                {said}"
    said = "stands for DOCKER_HUB · not scanned · own key · holds nothing of its own"
    assert _line(lines, "hub                stands") == f"hub                {said}"
    assert _line(lines, "all                asks") == "all                asks own, then hub · own key · holds nothing of its own"
    assert _line(lines, "nodes pull from") == "nodes pull from    these repositories alone"
    assert _line(lines, "from outside") == "from outside       comes in through hub"
    closed = page(blueprint(registry={"repositories": [own]}, network={"egress": "restricted"}))
    assert _line(closed, "from outside") == "from outside       nothing comes in: no repository is remote"
    assert not [line for line in page(blueprint(registry={"repositories": [own]})) if "from outside" in line]


def test_disks_and_pools_say_what_is_provisioned(page, blueprint):
    snapshot = "projects/acme-lab/global/snapshots/weights"
    weights = {"name": "weights", "type": "hyperdisk-ml", "capacity_gib": 2048, "access_mode": "READ_ONLY_MANY", "snapshot": snapshot}
    pooled = {"name": "pooled", "type": "hyperdisk-balanced", "capacity_gib": 500, "storage_pool": "shared"}
    pool = {"name": "shared", "type": "hyperdisk-balanced", "capacity_gib": 10240, "capacity": "ADVANCED"}
    lines = page(blueprint(disks=[weights, pooled], storage_pools=[pool]))
    assert _line(lines, "shared  ").split() == (
        ["shared", "hyperdisk-balanced", "us-central1-a", "10", "10,000", "1,024", "more", "capacity", "than", "it", "has", "guarded"]
    )
    found = [line.split() for line in lines if "read only many" in line or "read write single" in line]
    assert found == [
        ["weights", "hyperdisk-ml", "us-central1-a", "2,048", "follows", "400", "read", "only", "many", "own", "key,", "guarded"],
        ["pooled", "hyperdisk-balanced", "us-central1-a", "500", "3,000", "140", "read", "write", "single", "own", "key,", "guarded"],
    ]
    assert _line(lines, "weights            filled") == f"weights            filled from {snapshot}"
    assert _line(lines, "pooled             draws") == "pooled             draws from shared"


def test_a_filestore_says_what_was_bought_and_backed_up(page, blueprint):
    homes = {"name": "homes", "tier": "ZONAL", "capacity_gib": 2560, "iops_per_tib": 5000, "backups": ["first"]}
    lines = page(blueprint(filestores=[homes]))
    said = [
        "homes              nodes: read and write, root squashed · admin-host: read and write, root stays root · 13,000 IOPS",
        "bought, 5,000 for each TiB · backed up once as lab-homes-first",
    ]
    start = next(index for index, line in enumerate(lines) if line.strip().startswith("homes              nodes"))
    assert [line.strip() for line in lines[start : start + 2]] == said
    assert _line(lines, "admin host") == "admin host         10.9.255.253, kept free for the host that makes directories on file systems"


def test_a_filestore_says_who_mounts_it(page, blueprint):
    exports = [{"anon_uid": 1000}, {"ranges": ["10.200.0.0/24", "10.201.0.7"], "access": "read-only", "root": "keep"}]
    lines = page(blueprint(filestores=[{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, "exports": exports}]))
    said = "nodes: read and write, root squashed as 1000:65534 · 10.200.0.0/24, 10.201.0.7/32: read only, root"
    assert _line(lines, "homes              nodes") == f"homes              {said}"
    lines = page(blueprint(filestores=[{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024, "exports": [{}]}]))
    said = "nodes: read and write, root squashed · new directories at its top need an export with root: keep"
    assert _line(lines, "homes              nodes") == f"homes              {said}"
    network = {"network": "vpc", "subnet": "nodes", "pods_range": "pods", "services_range": "s", "private_services_range": "peered"}
    lines = page(blueprint(network={"existing": network}, filestores=[{"name": "homes", "tier": "ZONAL", "capacity_gib": 1024}]))
    assert _line(lines, "homes              mounted") == "homes              mounted by every address of the network, root stays root"


def test_the_cluster_says_which_images_run(page, blueprint):
    image = "us-docker.pkg.dev/acme/images/**"
    assert _line(page(blueprint()), "images ") == "images             every image runs: Binary Authorization is off"
    lines = page(blueprint(cluster={"binary_authorization": True}))
    assert _line(lines, "images ") == "images             what the project's policy admits; Google's own admits every image"
    lines = page(blueprint(cluster={"binary_authorization": True, "admitted_images": [image]}))
    assert _line(lines, "images ") == "images             Google's own and these, in every cluster that asks the project's policy"
    assert _line(lines, image) == image


def test_arrays_of_local_ssd_are_one_line_of_the_cluster_that_says_who_makes_them(page, blueprint):
    pool = {"name": "g", "machine_type": "a3-highgpu-1g", "nodes": 2, "capacity": {"mode": "spot"}, "local_ssd": "raid0"}
    where = "local SSD          RAID 0 at /mnt/disks/raid/0 on nodes of g"
    assert _line(page(blueprint(gpu_pools=[pool])), "local SSD") == f"{where} · DaemonSet local-ssd-raid"
    lines = page(blueprint(gpu_pools=[pool], cluster={"local_ssd_raid": "none"}))
    assert _line(lines, "local SSD") == f"{where} · not made here: whoever runs the cluster does"


def test_the_budget_says_its_limits_and_who_watches_the_bill(page, blueprint):
    limits = {"monthly_usd": 1500, "per_noun": {"gpu_pools": 900.5}, "per_change_usd": 100}
    lines = page(blueprint(budget=limits))
    assert _line(lines, "month ") == "month              1,500 USD"
    assert _line(lines, "gpu_pools ") == "gpu_pools          900.50 USD a month"
    assert _line(lines, "one change") == "one change         adds at most 100 USD a month"
    assert _line(lines, "who watches").startswith(
        "who watches        nobody: no billing_account is named, so the limits hold before a change"
    )
    watched = " ".join(page(blueprint(budget={**limits, "billing_account": "01A2B3-C4D5E6-F7A8B9", "notify": ["ml@example.com"]})))
    assert "Cloud Billing, the whole project, after credits; at 50 %, 90 %, 100 % it tells" in watched
