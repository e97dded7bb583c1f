"""The manifest that makes arrays of Local SSD, compared whole."""

from __future__ import annotations

from aidc.blueprint.daemon_set import DaemonSetPlan
from aidc.blueprint.local_ssd_raid import LocalSsdRaidPlan
from aidc.catalog.local_ssd_raid import LOCAL_SSD_RAID
from aidc.rehearsal.cloud import Cloud

DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
NAME = "local-ssd-raid"


def _declared(declare, daemon_set):
    def program():
        from components.local_ssd_raid import LocalSsdRaid

        LocalSsdRaid(LocalSsdRaidPlan(("gpus",), "/mnt/disks/raid/0", daemon_set, ()))

    return declare(program)


def test_the_daemon_set_prepares_labelled_nodes_whatever_their_taints_and_the_api_server_takes_it(declare):
    made = _declared(declare, DaemonSetPlan(LOCAL_SSD_RAID, node_labels=(("aidc/local-ssd", "raid0"),))).only(DAEMON_SET)
    assert Cloud().check(made.type, made.inputs).failures == ()
    [step] = LOCAL_SSD_RAID.steps
    terms = [
        {"key": "aidc/local-ssd", "operator": "In", "values": ["raid0"]},
        {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
    ]
    assert made.inputs == {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {
            "name": NAME,
            "namespace": "kube-system",
            "labels": {"k8s-app": NAME, "app.kubernetes.io/managed-by": "aidc"},
            "annotations": {
                "pulumi.com/skipAwait": "true",
                "aidc/privileged.assemble": "makes an array of the node's disks with the node's own mdadm, formats a blank one, "
                "and mounts it on the node",
                "aidc/host-pid": "assemble enters the namespaces of the node's first process",
            },
        },
        "spec": {
            "selector": {"matchLabels": {"k8s-app": NAME}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
            "template": {
                "metadata": {"labels": {"k8s-app": NAME, "name": NAME}},
                "spec": {
                    "priorityClassName": "system-node-critical",
                    "automountServiceAccountToken": False,
                    "hostPID": True,
                    "affinity": {
                        "nodeAffinity": {
                            "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": terms}]}
                        }
                    },
                    "tolerations": [{"operator": "Exists"}],
                    "initContainers": [
                        {
                            "name": "assemble",
                            "image": "gke.gcr.io/debian-base:bookworm-v1.0.4-gke.2",
                            "command": list(step.command),
                            "resources": {"requests": {"cpu": "150m", "memory": "64Mi"}},
                            "securityContext": {"privileged": True},
                        }
                    ],
                    "containers": [
                        {
                            "name": "pause",
                            "image": LOCAL_SSD_RAID.stays.image.reference,
                            "resources": {"requests": {"cpu": "50m", "memory": "64Mi"}},
                            "securityContext": {
                                "allowPrivilegeEscalation": False,
                                "capabilities": {"drop": ["ALL"]},
                                "readOnlyRootFilesystem": True,
                                "runAsNonRoot": True,
                                "runAsUser": 65535,
                            },
                        }
                    ],
                },
            },
        },
    }


def test_where_somebody_else_makes_the_arrays_nothing_is_declared(declare):
    assert _declared(declare, None).all(DAEMON_SET) == []
