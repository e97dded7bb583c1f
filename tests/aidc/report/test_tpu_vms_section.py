"""The plan page shows TPU VMs, how they are obtained, and what somebody has to send by hand."""

from __future__ import annotations

from aidc.report.sections.tpu_vms import tpu_vms_section

ENTRIES = [
    {"name": "dev", "generation": "v5p", "topology": "2x2x1", "capacity": {"mode": "spot"}, "reads": ["data"]},
    {"name": "wait", "generation": "v5p", "accelerator_type": "v5p-8", "capacity": {"mode": "queued", "accept_default_identity": True}},
    {"name": "ask", "generation": "v5p", "topology": "2x2x2", "capacity": {"mode": "queued", "made_by": "request", "guaranteed": True}},
]


def test_each_entry_is_one_row_and_a_request_says_what_is_left_to_do(blueprint, printed):
    plan = blueprint(tpu_vms=ENTRIES, buckets=[{"name": "data", "tier": "hot"}]).plan
    name = plan.tpu_vms[2].request.id
    lines = printed(tpu_vms_section(plan.tpu_vms))
    assert lines[:10] == [
        "",
        "TPU VMs (Cloud TPU API)",
        "   TPU VM  type    topology  nodes  hosts  chips  zone           capacity  made as",
        "   dev     v5p-8   2x2x1         1      1      4  us-central1-a  spot      TPU VM",
        "   wait    v5p-8   Google's      1      1      4  us-central1-a  queued    queued resource",
        "   ask     v5p-16  2x2x2         1      2      8  us-central1-a  queued    request, to be sent by hand",
        "   dev                v2-alpha-tpuv5 · runs as lab-dev · private addresses · secure boot · storage.objectViewer: data",
        "   wait               v2-alpha-tpuv5 · runs as the project's default account, without Secure Boot and tag · private",
        "                      addresses",
        "   ask                v2-alpha-tpuv5 · runs as lab-ask · private addresses · secure boot",
    ]
    said = " ".join(line.strip() for line in lines[10:-1])
    assert said == (
        f"request {name}: guaranteed · to send it: pulumi stack output tpu_requests, entry ask · before a destroy: "
        f"gcloud compute tpus queued-resources delete {name} --project=acme-lab --zone=us-central1-a --force"
    )
    assert lines[-1] == "   together           16 TPU chips outside GKE"
