"""Jobs and job sets: they end, they wait in a queue, and a slice is placed as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from policies.accelerators import GPU, TPU, asked_for, selected
from policies.bag import Bag, NotApplicable
from policies.pod import CRON_JOB, JOB, JOB_SET, WORKLOADS, templates
from policies.reading import first_of, first_problem, keyed, objects
from policies.rule import rule

_BOUNDS = ("backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished")


@rule("job-bounded", JOB)
def job_bounded(job: Bag) -> str | None:
    lacking = [bound for bound in _BOUNDS if not job.has(f"spec.{bound}")]
    if lacking == ["backoffLimit"] and job.has("spec.backoffLimitPerIndex"):
        return None
    return f"the job states no {' and no '.join(lacking)}" if lacking else None


@rule("jobset-bounded-placed", JOB_SET, restarts=1000)
def jobset_bounded_placed(jobs: Bag, restarts: int) -> str | None:
    def check_restarts() -> str | None:
        most = jobs.number("spec.failurePolicy.maxRestarts")
        if most is None:
            return "the job set does not say how often it may restart (failurePolicy.maxRestarts)"
        return f"the job set may restart {most:.0f} times, more than {restarts}" if most > restarts else None

    return first_of(check_restarts, lambda: first_problem(objects(jobs, "spec.replicatedJobs"), lambda job: _placement(jobs, job)))


_PLACEMENTS = (
    "alpha.jobset.sigs.k8s.io/exclusive-topology",
    "kueue.x-k8s.io/podset-required-topology",
    "kueue.x-k8s.io/podset-slice-required-topology",
)


def _placement(jobs: Bag, job: Bag) -> str | None:
    """Return what is wrong with several slices that are not placed one to a node pool."""
    slices = job.number("replicas") or 1
    pod = next(objects(job, "template.spec.template"), None)
    if slices <= 1 or pod is None or not _is_slice(job, pod):
        return None
    holders = (jobs, next(objects(job, "template"), job), pod)
    if any(keyed(holder, "metadata.annotations", key) for holder in holders for key in _PLACEMENTS):
        return None
    return f"{slices:.0f} slices of {job.text('name') or 'a job'} may share a node pool: no exclusive-topology is stated"


def _is_slice(job: Bag, pod: Bag) -> bool:
    """Say whether a job runs on slices: it asks for TPUs, or its pods say nothing of other nodes."""
    labels = list(selected(pod))
    if asked_for(pod, TPU) or any("gke-tpu" in label for label in labels) or "slice" in job.text("name"):
        return True
    return not labels and not asked_for(pod, GPU)


def _queued(workload: Bag) -> Iterator[Bag]:
    """Yield what a queue would admit: the job itself, and for a CronJob each job that it makes."""
    return objects(workload, "spec.jobTemplate") if workload.type == CRON_JOB else iter((workload,))


@rule("workload-queue-priority", *WORKLOADS)
def queue_priority(workload: Bag) -> str | None:
    if workload.type not in (JOB, CRON_JOB, JOB_SET):
        raise NotApplicable("queues are for jobs")

    def check_queue(queued: Bag) -> str | None:
        return (
            None if keyed(queued, "metadata.labels", "kueue.x-k8s.io/queue-name") else "the job names no queue (kueue.x-k8s.io/queue-name)"
        )

    def check_priority(pod: Bag) -> str | None:
        of_queue = any(keyed(queued, "metadata.labels", "kueue.x-k8s.io/priority-class") for queued in _queued(workload))
        return None if of_queue or pod.has("spec.priorityClassName") else "the job has no priority (priorityClassName)"

    found = list(_queued(workload)) or [workload]
    return first_of(lambda: first_problem(found, check_queue), lambda: first_problem(templates(workload), check_priority))


@rule("cronjob-starting-deadline", CRON_JOB)
def cronjob_starting_deadline(job: Bag) -> str | None:
    is_stated = job.has("spec.startingDeadlineSeconds")
    return None if is_stated else "after 100 missed starts the job never starts again: no startingDeadlineSeconds is stated"
