"""TPU VMs: shapes and types held against each other, ways to get them, and wishes that are never dropped."""

from __future__ import annotations

import pytest

ON_DEMAND = {"mode": "on-demand"}
REQUEST = {"mode": "queued", "made_by": "request"}
BARE = {"mode": "queued", "accept_default_identity": True}
NO_WORD = "the provider's queued resource cannot say it. Set made_by: request: the stack then renders what you send to Google"
IDENTITY = (
    "the provider's queued resource has no identity: its nodes run as the project's default service account, without Secure Boot, "
    "labels and network tag. Set it to true to have that, or made_by: request"
)
RW = [{"disk": "scratch"}]


def _vm(**fields):
    entry = {"name": "tpu", "generation": "v5p", "topology": "2x2x1", "capacity": ON_DEMAND, **fields}
    return {field: value for field, value in entry.items() if value is not None}


@pytest.mark.parametrize(
    ("wrong", "message", "right"),
    [
        (
            _vm(generation="tpu7x"),
            "generation: the Cloud TPU API does not serve tpu7x: it is on GKE only. Put it under tpu_slices",
            _vm(),
        ),
        (
            _vm(topology=None),
            "topology: is missing: say topology, such as ",
            _vm(topology=None, accelerator_type="v5p-8"),
        ),
        (
            _vm(topology="2x2"),
            "topology: '2x2' is not a v5p node of the Cloud TPU API. Try 2x2x1 (4 chips), 2x2x2 (8 chips), 2x2x4 (16 chips)",
            _vm(topology="2x2x4"),
        ),
        (
            _vm(accelerator_type="v5p-4"),
            "accelerator_type: 'v5p-4' is not the type of 2x2x1: that is v5p-8; the suffix of v5p counts TensorCores, two a chip",
            _vm(accelerator_type="v5p-8"),
        ),
        (
            _vm(generation="v5e", topology="4x4", accelerator_type="v5litepod-32"),
            "accelerator_type: 'v5litepod-32' is not the type of 4x4: that is v5litepod-16; the suffix of v5e counts chips",
            _vm(generation="v5e", topology="4x4", accelerator_type="v5litepod-16"),
        ),
        (
            _vm(topology=None, accelerator_type="v5p-12"),
            "accelerator_type: 'v5p-12' is not a type of v5p; there are v5p-8, v5p-16, v5p-32, v5p-64, v5p-128, v5p-256 and so on. "
            "The suffix counts TensorCores, two a chip",
            _vm(topology=None, accelerator_type="v5p-16"),
        ),
        (
            _vm(capacity={"mode": "spot", "guaranteed": True}),
            "capacity.guaranteed: goes with mode: queued, not with spot. Remove it or change the mode",
            _vm(capacity={"mode": "spot"}),
        ),
        (
            _vm(capacity={"mode": "reservation", "reservation": "r"}),
            "capacity.reservation: goes with mode: queued, not with reservation; a TPU VM only says that it is reserved. "
            "To name the reservation use mode: queued with made_by: request",
            _vm(capacity={**REQUEST, "reservation": "r"}),
        ),
        (_vm(capacity={"mode": "queued"}), f"capacity.accept_default_identity: {IDENTITY}", _vm(capacity=BARE)),
        *(
            (_vm(capacity={**BARE, **wish}), f"capacity.{next(iter(wish))}: {NO_WORD}", _vm(capacity={**REQUEST, **wish}))
            for wish in (
                {"guaranteed": True},
                {"spot": True},
                {"reservation": "r"},
                {"valid_until": "2027-03-01T00:00:00Z"},
                {"valid_for_hours": 2},
            )
        ),
        (
            _vm(capacity={**REQUEST, "accept_default_identity": True}),
            "capacity.accept_default_identity: a request carries the identity of its own. Remove it",
            _vm(capacity=REQUEST),
        ),
        (
            _vm(capacity={**REQUEST, "spot": True, "guaranteed": True}),
            "capacity.spot: excludes guaranteed; a request has one tier. Remove one of the two",
            _vm(capacity={**REQUEST, "spot": True}),
        ),
        (
            _vm(capacity={**REQUEST, "spot": True, "reservation": "r"}),
            "capacity.spot: excludes a reservation; a request has one tier. Remove one of the two",
            _vm(capacity={**REQUEST, "reservation": "r", "guaranteed": True}),
        ),
        (
            _vm(capacity={**REQUEST, "reservation_project": "acme-host"}),
            "capacity.reservation_project: goes with reservation. Name the reservation",
            _vm(capacity={**REQUEST, "reservation_project": "acme-host", "reservation": "r"}),
        ),
        (
            _vm(capacity={**REQUEST, "valid_until": "2027-03-01T00:00:00Z", "valid_for_hours": 1}),
            "capacity.valid_until: say either valid_until or valid_for_hours",
            _vm(capacity={**REQUEST, "valid_for_hours": 1}),
        ),
        (
            _vm(capacity={**REQUEST, "valid_until": "2027-03-01T00:00:00"}),
            "capacity.valid_until: times need a time zone: 2027-03-01T00:00:00Z",
            _vm(capacity={**REQUEST, "valid_until": "2027-03-01T00:00:00Z"}),
        ),
        (
            _vm(capacity=BARE, metadata={"startup-script": "true"}),
            "metadata: the provider's queued resource cannot say it. Set capacity.made_by: request, or remove it",
            _vm(metadata={"startup-script": "true"}),
        ),
        (_vm(metadata={"enable-oslogin": "FALSE"}), "metadata.enable-oslogin: is TRUE on every TPU VM. Remove it", _vm()),
        (
            _vm(topology="4x8x8", capacity=BARE),
            "topology: the provider's queued resource says v5p-512, which may be 4x4x16 or 4x8x8. Set capacity.made_by: request, "
            "or say accelerator_type: v5p-512 and take Google's shape",
            _vm(topology="4x8x8", capacity=REQUEST),
        ),
        (
            _vm(topology="2x2x2", capacity=BARE),
            "capacity.made_by: the provider's queued resource puts no network tag on its nodes, so the firewall keeps the 2 hosts of a node "
            "apart. Set it to request",
            _vm(topology="2x2x1", capacity=BARE),
        ),
        (_vm(reads=["data"]), "reads[0]: 'data' is not a bucket of this stack; it has corpus.", _vm(reads=["corpus"])),
        (
            _vm(reads=["corpus"], writes=["corpus"]),
            "writes[0]: corpus is under reads as well; writing includes reading. Name it once",
            _vm(writes=["corpus"]),
        ),
        (
            _vm(data_disks=[{"disk": "scrach"}]),
            "data_disks[0].disk: 'scrach' is not a disk of this stack; it has scratch. Did you mean scratch?",
            _vm(data_disks=RW),
        ),
        (
            _vm(data_disks=[{"disk": "projects/p/disks/d"}]),
            "data_disks[0].disk: 'projects/p/disks/d' is not a disk: write projects/P/zones/Z/disks/D, or the name of a disk of the stack",
            _vm(data_disks=[{"disk": "projects/p/zones/us-central1-a/disks/d"}]),
        ),
        (
            _vm(data_disks=[{"disk": "projects/p/zones/us-central1-b/disks/d"}]),
            "data_disks[0].disk: lies in us-central1-b; tpu stands in us-central1-a, and so must its disks",
            _vm(data_disks=RW),
        ),
        (
            _vm(topology="2x2x2", data_disks=RW),
            "data_disks[0].read_only: 2 hosts cannot write one disk. Set it to true",
            _vm(topology="2x2x2", data_disks=[{"disk": "scratch", "read_only": True}]),
        ),
        (_vm(zone="us-central1-f"), "generation: v5p is not offered in us-central1-f. In this region: us-central1-a. ", _vm()),
        (_vm(zone="us-east5-a"), "zone: 'us-east5-a' is not a zone of us-central1, the region of the site.", _vm()),
    ],
)
def test_a_tpu_vm_is_refused_with_the_reason_and_its_neighbour_accepted(wrong, message, right, problems, bucket):
    rest = {
        "buckets": [bucket(name="corpus")],
        "disks": [{"name": "scratch", "type": "hyperdisk-balanced", "capacity_gib": 100}],
    }
    found = problems(tpu_vms=[wrong], **rest)
    assert [text for text in found if text.startswith(f"tpu_vms[0].{message}")], found
    assert problems(tpu_vms=[right], **rest) == []


def test_generations_are_those_of_the_cloud_tpu_api(problems):
    [text] = problems(tpu_vms=[_vm(generation="v9")])
    assert text.startswith("tpu_vms[0].generation: 'v9' is not a generation of the Cloud TPU API; allowed: v2, v3, ")


def test_a_type_alone_leaves_the_shape_to_google_only_where_it_has_several(plan_of):
    shaped, typed, flat = plan_of(
        tpu_vms=[
            _vm(name="shaped", topology="4x4x8"),
            _vm(name="typed", topology=None, accelerator_type="v5p-256"),
            _vm(name="flat", generation="v5e", topology=None, accelerator_type="v5litepod-16"),
        ]
    ).tpu_vms
    assert (shaped.config_type, shaped.topology, shaped.chips) == ("V5P", "4x4x8", 128)
    assert (typed.config_type, typed.topology, typed.accelerator_type) == ("", "", "v5p-256")
    assert (flat.config_type, flat.topology, flat.hosts) == ("", "4x4", 4)


def test_hosts_take_addresses_of_the_nodes_and_the_api_is_enabled(plan_of):
    def needed(**sections):
        plan = plan_of(**sections)
        return next(need.addresses for need in plan.addresses.needs if need.range.name == "nodes"), plan.services.names

    without, services = needed()
    with_vms, enabled = needed(tpu_vms=[_vm(topology="4x4x4", nodes=2)])
    assert with_vms - without == 48, "two nodes of 16 hosts, with room to grow 1.5-fold"
    assert set(enabled) - set(services) == {"tpu.googleapis.com"}


def test_every_entry_runs_as_an_account_of_its_own_but_bare_queued_nodes(plan_of):
    own, bare = plan_of(tpu_vms=[_vm(name="mine"), _vm(name="bare", capacity=BARE)]).tpu_vms
    assert (own.account_id, own.roles) == ("lab-mine", ("roles/logging.logWriter", "roles/monitoring.metricWriter"))
    assert (bare.account_id, bare.roles, bare.tags, bare.secure_boot) == ("", (), (), False)


def test_what_replaces_a_node_changes_its_name_and_what_is_updated_keeps_it(plan_of):
    def name(**fields):
        return plan_of(tpu_vms=[_vm(**fields)]).tpu_vms[0].nodes[0].name

    first = name()
    kept = [name(metadata={"a": "b"}), name(nodes=1), name(data_disks=[{"disk": "projects/p/zones/us-central1-a/disks/d"}])]
    assert kept == [first] * 3, "trap T048: updated in place"
    other = [name(topology="2x2x2"), name(runtime_version="r"), name(capacity={"mode": "spot"}), name(secure_boot=False)]
    assert len({first, *other}) == 5


def test_the_plan_says_what_a_change_keeps_the_nodes_for(plan_of):
    stands, queued = plan_of(tpu_vms=[_vm(name="mine"), _vm(name="bare", capacity=BARE)]).tpu_vms
    assert stands.updated_in_place == ("data_disks", "labels", "metadata", "tags"), "trap T048"
    assert queued.updated_in_place == ()


def test_a_request_says_every_wish_in_the_words_of_the_api(plan_of):
    held = {"name": "held", "kind": "existing", "generation": "v5p", "chips": 256, "project": "acme-host"}
    wishes = {**REQUEST, "reservation": "held", "guaranteed": True, "valid_for_hours": 48}
    plan = plan_of(reservations=[held], tpu_vms=[_vm(topology="4x4x8", nodes=2, capacity=wishes, metadata={"a": "b"})])
    [entry] = plan.tpu_vms
    name = entry.nodes[0].name
    assert entry.request.url == (
        f"https://tpu.googleapis.com/v2/projects/acme-lab/locations/us-central1-a/queuedResources?queuedResourceId={name}"
    )
    assert entry.request.body == {
        "tpu": {
            "nodeSpec": [
                {
                    "parent": "projects/acme-lab/locations/us-central1-a",
                    "multisliceParams": {"nodeCount": 2, "nodeIdPrefix": name},
                    "node": {
                        "acceleratorConfig": {"type": "V5P", "topology": "4x4x8"},
                        "runtimeVersion": "v2-alpha-tpuv5",
                        "networkConfig": {
                            "network": "projects/acme-lab/global/networks/lab-vpc",
                            "subnetwork": "projects/acme-lab/regions/us-central1/subnetworks/lab-nodes",
                            "enableExternalIps": False,
                        },
                        "serviceAccount": {
                            "email": "lab-tpu@acme-lab.iam.gserviceaccount.com",
                            "scope": ["https://www.googleapis.com/auth/cloud-platform"],
                        },
                        "shieldedInstanceConfig": {"enableSecureBoot": True},
                        "labels": {"stack": "lab", "environment": "dev", "managed-by": "aidc", "aidc-tpu-vm": "tpu"},
                        "metadata": {"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE", "a": "b"},
                        "tags": ["lab-node"],
                    },
                }
            ]
        },
        "guaranteed": {"reserved": True},
        "reservationName": "projects/acme-host/locations/us-central1-a/reservations/held",
        "queueingPolicy": {"validUntilDuration": "172800s"},
    }
    assert entry.request.said == ("guaranteed", "reservation held", "for 48 hours", "2 nodes together")
    assert entry.request.withdraw == (f"gcloud compute tpus queued-resources delete {name} --project=acme-lab --zone=us-central1-a --force")
    assert plan.reservations[0].used_by == ("tpu",)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"spot": True}, {"spot": {}}),
        ({"guaranteed": True}, {"guaranteed": {}}),
        ({"valid_until": "2027-03-01T01:00:00+01:00"}, {"queueingPolicy": {"validUntilTime": "2027-03-01T00:00:00Z"}}),
        ({}, {}),
    ],
)
def test_each_wish_is_one_field_of_the_request_and_another_wish_another_request(wish, said, plan_of):
    [entry] = plan_of(tpu_vms=[_vm(capacity={**REQUEST, **wish})]).tpu_vms
    assert {key: value for key, value in entry.request.body.items() if key != "tpu"} == said
    [other] = plan_of(tpu_vms=[_vm(capacity={**REQUEST, "valid_for_hours": 7})]).tpu_vms
    assert entry.request.id != other.request.id


def test_a_request_is_held_to_its_reservation_of_the_stack(problems):
    held = {"name": "held", "kind": "existing", "generation": "v5p", "chips": 4}
    asking = _vm(topology="2x2x2", capacity={**REQUEST, "reservation": "held"})
    assert problems(reservations=[held], tpu_vms=[asking]) == [
        "reservations[0].chips: 4 are fewer than the 8 that its pools may take (tpu 8). Raise it to 8, or make the pools smaller"
    ]
    window = {"start": "2027-03-01T00:00:00Z", "days": 3}
    order = {"name": "held", "kind": "future", "generation": "v5p", "chips": 8, "window": window}
    assert problems(reservations=[order], tpu_vms=[asking]) == [
        "tpu_vms[0].nodes: held is a draft that nobody has sent to Google; a request for it would wait in vain. "
        "Leave tpu out, or submit it first"
    ]
    yes = {"submit": True, "yes_submit_order_to_google": True, "delivered": True}
    calendar = {"name": "held", "kind": "calendar", "generation": "v5p", "chips": 8, "window": window, **yes}
    assert problems(reservations=[calendar], tpu_vms=[asking]) == [
        "tpu_vms[0].capacity.reservation: held is made in calendar mode, which wants a provisioning model that this request cannot say. "
        "Use tpu_slices on GKE"
    ]
