"""Workloads: free on Standard clusters, billed by requests on Autopilot at the rates of us-central1."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.inventory.resource import UNKNOWN

CPU, MEMORY, STORAGE = Decimal("0.0445") * 730, Decimal("0.0049225") * 730, Decimal("0.0000548") * 730


@pytest.fixture
def autopilot(cluster):
    return cluster(location="us-central1", enableAutopilot=True)


@pytest.fixture
def pods():
    """Return a builder of a specification with one container for each set of requests."""

    def build(*requests, replicas=None, **pod):
        containers = [{"name": f"c{index}", "resources": {"requests": one}} for index, one in enumerate(requests)]
        template = {"template": {"spec": {"containers": containers, **pod}}}
        return template if replicas is None else {"replicas": replicas, **template}

    return build


def test_a_workload_of_a_standard_cluster_is_free(bill_of, cluster, kube, pods):
    bill = bill_of(cluster(), kube("apps/v1:Deployment", spec=pods({"cpu": "1"}, replicas=3)))
    assert [(free.resource, free.reason) for free in bill.free] == [("p", "runs on nodes that are priced as node pools")]
    assert not bill.is_lower_bound


def test_every_replica_of_a_deployment_pays_its_requests_on_autopilot(lines_of, autopilot, kube, pods):
    asked = {"cpu": "500m", "memory": "2Gi", "ephemeral-storage": "5Gi"}
    assert lines_of(autopilot, kube("apps/v1:Deployment", spec=pods(asked, replicas=3))) == {
        "Pod vCPUs": CPU * Decimal("0.5") * 3,
        "Pod memory": MEMORY * 2 * 3,
        "Pod ephemeral storage": STORAGE * 5 * 3,
    }


def test_a_container_that_asks_for_nothing_is_billed_for_the_defaults_and_says_so(bill_of, lines_of, autopilot, kube):
    bare = kube("core/v1:Pod", spec={"containers": [{"name": "c"}]})
    assert lines_of(autopilot, bare) == {"Pod vCPUs": CPU / 2, "Pod memory": MEMORY * 2, "Pod ephemeral storage": STORAGE}
    notes = [text for name, text in bill_of(autopilot, bare).notes if name == "p"]
    assert notes == ["each pod is billed for 0.5 vCPU and 2 GiB: Autopilot completes and raises what its containers request"]


def test_a_missing_request_is_its_limit_and_containers_add_up(lines_of, autopilot, kube):
    limited = {"name": "c", "resources": {"limits": {"cpu": "1", "memory": "4Gi"}}}
    lines = lines_of(autopilot, kube("core/v1:Pod", spec={"containers": [limited, limited]}))
    assert (lines["Pod vCPUs"], lines["Pod memory"]) == (CPU * 2, MEMORY * 8)


def test_a_pod_needs_what_its_largest_starting_container_needs_and_a_sidecar_adds(lines_of, autopilot, kube):
    def container(cpu, **more):
        return {"resources": {"requests": {"cpu": cpu, "memory": "4Gi"}}, **more}

    spec = {"containers": [container("1")], "initContainers": [container("2"), container("500m", restartPolicy="Always")]}
    assert lines_of(autopilot, kube("core/v1:Pod", spec=spec))["Pod vCPUs"] == CPU * 2
    spec["initContainers"][0] = container("250m")
    assert lines_of(autopilot, kube("core/v1:Pod", spec=spec))["Pod vCPUs"] == CPU * Decimal("1.5")


@pytest.mark.parametrize(
    ("asked", "vcpus", "gib"),
    [
        ({"cpu": "4", "memory": "2Gi"}, "4", "4"),
        ({"cpu": "1", "memory": "13Gi"}, "2", "13"),
        ({"cpu": "10m", "memory": "64Mi"}, "0.05", "0.0625"),
    ],
    ids=["too little memory", "too little CPU", "too small"],
)
def test_autopilot_raises_what_is_out_of_proportion(lines_of, autopilot, kube, pods, asked, vcpus, gib):
    lines = lines_of(autopilot, kube("apps/v1:Deployment", spec=pods(asked, replicas=1)))
    assert (lines["Pod vCPUs"], lines["Pod memory"]) == (CPU * Decimal(vcpus), MEMORY * Decimal(gib))


def test_a_job_and_a_daemon_set_wait_for_usage(bill_of, lines_of, autopilot, kube, pods):
    asked = {"cpu": "1", "memory": "4Gi"}
    job = kube("batch/v1:Job", name="job", spec={"parallelism": 2, **pods(asked)})
    daemon = kube("apps/v1:DaemonSet", name="daemon", spec=pods(asked))
    assert [need.resource for need in bill_of(autopilot, daemon, job).needs_usage] == ["daemon", "job"]
    assert lines_of(autopilot, job, of="job", job={"monthly_hrs": 73})["Pod vCPUs"] == CPU * 2 / 10
    assert lines_of(autopilot, daemon, of="daemon", daemon={"pods": 4})["Pod vCPUs"] == CPU * 4


def test_a_cron_job_has_its_pods_one_level_deeper(lines_of, autopilot, kube, pods):
    job = {"jobTemplate": {"spec": {"parallelism": 3, **pods({"cpu": "1", "memory": "4Gi"})}}}
    assert lines_of(autopilot, kube("batch/v1:CronJob", spec=job), p={"monthly_hrs": 10})["Pod vCPUs"] == Decimal("0.0445") * 30


@pytest.mark.parametrize(
    ("pod", "asked", "reason"),
    [
        (
            {"nodeSelector": {"cloud.google.com/compute-class": "Performance"}},
            {},
            "Pods: no rate of the compute class Performance is known",
        ),
        (
            {"nodeSelector": {"cloud.google.com/gke-accelerator": "nvidia-l4"}},
            {"nvidia.com/gpu": "1"},
            "Pods with accelerators: gke.autopilot.accelerator-premium has no public figure; pods with accelerators bill as the node machine and a premium",
        ),
        (
            {},
            {"cpu": UNKNOWN},
            "spec.template.spec[0].containers[0].resources.requests.cpu is not known before the resources it depends on exist",
        ),
    ],
)
def test_pods_without_a_rate_are_named(bill_of, autopilot, kube, pods, pod, asked, reason):
    bill = bill_of(autopilot, kube("apps/v1:Deployment", spec=pods(asked, **pod)))
    assert [gap.reason for gap in bill.unpriced] == [reason]


def test_spot_pods_pay_the_spot_rates_and_the_full_one_for_ephemeral_storage(lines_of, autopilot, kube, pods):
    for selector in ({"cloud.google.com/gke-spot": "true"}, {"cloud.google.com/compute-class": "autopilot-spot"}):
        spot = kube("apps/v1:Deployment", spec=pods({"cpu": "1", "memory": "4Gi"}, nodeSelector=selector))
        assert lines_of(autopilot, spot) == {
            "Pod vCPUs": Decimal("0.0133") * 730,
            "Pod memory": Decimal("0.0014767") * 4 * 730,
            "Pod ephemeral storage": STORAGE,
        }


@pytest.mark.parametrize(
    ("named", "asked", "vcpus", "gib"),
    [
        ("Balanced", {"cpu": "1", "memory": "8Gi"}, Decimal("0.0645"), Decimal("0.0071354") * 8),
        ("Balanced", {"cpu": "100m", "memory": "128Mi"}, Decimal("0.0645") / 4, Decimal("0.0071354") / 2),
        ("Scale-Out", {"cpu": "1", "memory": "2Gi"}, Decimal("0.0561"), Decimal("0.0062023") * 4),
        ("Scale-Out", {"cpu": "1", "memory": "8Gi"}, Decimal("0.0561") * 2, Decimal("0.0062023") * 8),
    ],
)
def test_pods_of_other_classes_pay_the_rates_and_keep_the_proportions_of_their_class(
    lines_of, autopilot, kube, pods, named, asked, vcpus, gib
):
    pod = kube("apps/v1:Deployment", spec=pods(asked, nodeSelector={"cloud.google.com/compute-class": named}))
    lines = lines_of(autopilot, pod)
    assert (lines["Pod vCPUs"], lines["Pod memory"]) == (vcpus * 730, gib * 730)


def test_arm_pods_have_no_rate_here(bill_of, autopilot, kube, pods):
    selector = {"cloud.google.com/compute-class": "Scale-Out", "kubernetes.io/arch": "arm64"}
    bill = bill_of(autopilot, kube("apps/v1:Deployment", spec=pods({"cpu": "1"}, nodeSelector=selector)))
    assert [gap.reason for gap in bill.unpriced] == ["Pods: no rate of the compute class Scale-Out on Arm is known"]


def test_pods_pay_the_rates_of_their_region_and_what_has_none_there_is_named(bill_of, cluster, kube, pods):
    far = cluster(location="europe-west4", enableAutopilot=True)
    bill = bill_of(far, kube("apps/v1:Deployment", spec=pods({"cpu": "1", "memory": "4Gi"})))
    assert [line.usd_per_month for line in bill.lines if line.resource == "p"] == [Decimal("0.049") * 730, Decimal("0.0054202") * 4 * 730]
    assert [gap.reason for gap in bill.unpriced] == [
        "Pod ephemeral storage: no on-demand price of gke.autopilot.ephemeral-storage in europe-west4 is known; "
        "there is one for asia-east1, us-central1"
    ]


def test_with_clusters_of_both_kinds_nobody_knows_where_pods_run(bill_of, autopilot, cluster, kube, pods):
    standard = cluster(name="d")
    bill = bill_of(autopilot, type(standard)(standard.type, "d", standard.inputs), kube("core/v1:Pod", spec={"containers": []}))
    assert [gap.reason for gap in bill.unpriced] == [
        "Pods: whether they run in an Autopilot cluster, which bills them, is not known: the record has several clusters"
    ]


def test_a_workload_of_a_cluster_outside_the_record_is_free(bill_of, kube, pods):
    assert [free.resource for free in bill_of(kube("apps/v1:Deployment", spec=pods({}))).free] == ["p"]
