"""Pub/Sub topics and the workers of Cloud Build."""

from __future__ import annotations

from policies.bag import Bag
from policies.defaults import effective
from policies.rule import rule


@rule("pubsub-topic-cmek", "gcp:pubsub/topic:Topic")
def topic_key(topic: Bag) -> str | None:
    return None if topic.has("kmsKeyName") else "messages are encrypted with Google's key alone"


@rule("cloudbuild-worker-private", "gcp:cloudbuild/workerPool:WorkerPool")
def private_workers(pool: Bag) -> str | None:
    return None if effective(pool, "workerConfig.noExternalIp") is True else "workers have an address on the internet"
