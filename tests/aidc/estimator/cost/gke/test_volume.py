"""Claims: the disk, share or file system of their storage class, at the rates of us-central1."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

CLAIM = "core/v1:PersistentVolumeClaim"


@pytest.fixture
def claim(kube):
    """Return a builder of a claim of a size and a class."""

    def build(size="100Gi", storage_class=None, **spec):
        named = {} if storage_class is None else {"storageClassName": storage_class}
        return kube(CLAIM, spec={"resources": {"requests": {"storage": size}}, **named, **spec})

    return build


@pytest.fixture
def made(kube):
    """Return a builder of a storage class named fast."""

    def build(driver="pd.csi.storage.gke.io", annotations=None, **parameters):
        given = {key.replace("_", "-"): value for key, value in parameters.items()}
        metadata = {"name": "fast", "annotations": annotations or {}}
        return kube("storage.k8s.io/v1:StorageClass", name="sc", provisioner=driver, parameters=given, metadata=metadata)

    return build


@pytest.mark.parametrize(
    ("storage_class", "line", "rate"),
    [
        (None, "Disk (pd-balanced)", "0.10"),
        ("standard", "Disk (pd-standard)", "0.04"),
        ("standard-rwo", "Disk (pd-balanced)", "0.10"),
        ("premium-rwo", "Disk (pd-ssd)", "0.17"),
    ],
)
def test_the_classes_of_gke_make_disks(lines_of, cluster, claim, storage_class, line, rate):
    assert lines_of(cluster(), claim("100Gi", storage_class)) == {line: Decimal(rate) * 100}


def test_a_class_of_the_record_says_what_disk_it_makes(lines_of, cluster, claim, made):
    fast = made(type="hyperdisk-balanced", provisioned_iops_on_create="5000", provisioned_throughput_on_create="240Mi")
    assert lines_of(cluster(), fast, claim("100Gi", "fast")) == {
        "Disk (hyperdisk-balanced)": Decimal("0.08") * 100,
        "Disk (hyperdisk-balanced): provisioned IOPS": Decimal("0.005") * 2000,
        "Disk (hyperdisk-balanced): provisioned throughput": Decimal("0.04") * 100,
    }


def test_a_class_that_replicates_costs_twice_and_the_one_marked_default_is_taken(lines_of, cluster, claim, made):
    marked = {"storageclass.kubernetes.io/is-default-class": "true"}
    regional = made(type="pd-ssd", replication_type="regional-pd", annotations=marked)
    assert lines_of(cluster(), regional, claim("10Gi")) == {"Regional disk (pd-ssd)": Decimal("0.17") * 2 * 10}


def test_a_size_is_rounded_up_to_whole_gib(lines_of, cluster, claim):
    assert lines_of(cluster(), claim("100G", "premium-rwo")) == {"Disk (pd-ssd)": Decimal("0.17") * 94}


def test_every_replica_of_a_stateful_set_claims_its_own_volumes(bill_of, lines_of, cluster, kube):
    template = {"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": "50Gi"}}, "storageClassName": "premium-rwo"}}
    state = kube("apps/v1:StatefulSet", spec={"replicas": 3, "template": {"spec": {"containers": []}}, "volumeClaimTemplates": [template]})
    assert lines_of(cluster(), state) == {"Disk (pd-ssd)": Decimal("0.17") * 50 * 3}
    assert ("p", "runs on nodes that are priced as node pools") in bill_of(cluster(), state).notes
    bare = kube("apps/v1:StatefulSet", spec={"replicas": 3, "template": {"spec": {"containers": []}}})
    assert [free.resource for free in bill_of(cluster(), bare).free] == ["p"]


@pytest.mark.parametrize(
    ("size", "billed"),
    [("100Gi", 1024), ("2Ti", 2048)],
    ids=["smallest instance", "as stated"],
)
def test_a_filestore_claim_pays_at_least_the_smallest_instance(lines_of, cluster, claim, size, billed):
    assert lines_of(cluster(), claim(size, "zonal-rwx")) == {"Filestore share": Decimal("0.25") * billed}


def test_a_share_of_a_multishare_instance_has_no_price_of_its_own(bill_of, cluster, claim):
    bill = bill_of(cluster(), claim("100Gi", "enterprise-multishare-rwx"))
    assert [gap.reason for gap in bill.unpriced] == ["Filestore share: it is a part of an instance that others share"]


def test_a_lustre_claim_pays_the_next_capacity_that_is_sold(lines_of, cluster, claim, made):
    lustre = made("lustre.csi.storage.gke.io", perUnitStorageThroughput="1000")
    assert lines_of(cluster(), lustre, claim("9000Gi", "fast")) == {"Lustre file system": Decimal("0.6") * 9000}
    assert lines_of(cluster(), lustre, claim("10000Gi", "fast")) == {"Lustre file system": Decimal("0.6") * 18000}
    assert lines_of(cluster(), claim("1Gi", "lustre-rwx-125mbps-per-tib")) == {"Lustre file system": Decimal("0.145") * 72000}


@pytest.mark.parametrize(
    ("spec", "driver"),
    [
        ({"volumeName": "pv"}, "pd.csi.storage.gke.io"),
        ({"storage_class": ""}, "pd.csi.storage.gke.io"),
        ({"storage_class": "fast"}, "gcsfuse.csi.storage.gke.io"),
        ({"storage_class": "fast"}, "kubernetes.io/no-provisioner"),
    ],
    ids=["named volume", "no class", "bucket", "local"],
)
def test_a_claim_that_makes_nothing_is_free(bill_of, cluster, claim, made, spec, driver):
    bill = bill_of(cluster(), made(driver), claim("100Gi", **spec))
    assert ("p", "is bound to a volume that is declared elsewhere and priced there") in {(free.resource, free.reason) for free in bill.free}
    assert not bill.is_lower_bound


@pytest.mark.parametrize(
    ("size", "storage_class", "driver", "reason"),
    [
        ("1Gi", "other", "pd.csi.storage.gke.io", "Volume: the storage class other is neither in this record nor one of GKE's"),
        ("1Gi", "fast", "nfs.csi.k8s.io", "Volume: what the driver nfs.csi.k8s.io makes is not known here"),
        (None, "fast", "pd.csi.storage.gke.io", "Volume: its size is not stated"),
        (
            UNKNOWN,
            "fast",
            "pd.csi.storage.gke.io",
            "spec[0].resources.requests.storage is not known before the resources it depends on exist",
        ),
        ("big", "fast", "pd.csi.storage.gke.io", "spec[0].resources.requests.storage is 'big'; a quantity such as 500m or 2Gi is needed"),
        ("1Gi", UNKNOWN, "pd.csi.storage.gke.io", "spec[0].storageClassName is not known before the resources it depends on exist"),
        ("1Gi", "fast", "lustre.csi.storage.gke.io", "Lustre file system: no price of an unstated MB/s for each TiB is known"),
    ],
)
def test_what_is_not_known_of_a_claim_is_named(bill_of, cluster, claim, made, size, storage_class, driver, reason):
    bill = bill_of(cluster(), made(driver), claim(size, storage_class))
    assert [gap.reason for gap in bill.unpriced] == [reason]


def test_a_parallelstore_claim_has_no_public_price(bill_of, cluster, claim):
    bill = bill_of(cluster(), claim("12000Gi", "parallelstore-rwx"))
    assert [gap.reason for gap in bill.unpriced] == [
        "Parallelstore file system: parallelstore.capacity has no public rate; largely superseded by Managed Lustre"
    ]


def test_a_claim_outside_every_cluster_needs_a_region(bill_of, claim):
    assert [gap.reason for gap in bill_of(claim()).unpriced] == ["is in no cluster of this record: say --region"]


def test_a_claim_that_a_volume_of_the_record_waits_for_is_free(bill_of, cluster, claim, kube):
    by_name = kube(
        "core/v1:PersistentVolume", name="v", spec={"claimRef": {"name": "p", "namespace": "d"}, "storageClassName": "standard-rwo"}
    )
    by_class = kube("core/v1:PersistentVolume", name="v", spec={"storageClassName": "mine"})
    for volume, storage_class in ((by_name, "standard-rwo"), (by_class, "mine")):
        bill = bill_of(cluster(), volume, claim("10Gi", storage_class))
        assert {free.resource for free in bill.free} == {"p", "v"}
        assert not bill.is_lower_bound
