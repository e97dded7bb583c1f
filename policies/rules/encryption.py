"""What is stored is encrypted with a key of ours, one that can be withdrawn. A key that is still to be made is a key."""

from __future__ import annotations

from collections.abc import Iterator

from policies.bag import Bag, NotApplicable
from policies.rule import State, each, rule, stack_rule
from policies.rules.bucket import BUCKET
from policies.stack import Stack

GOOGLES = "it is encrypted with keys of Google, which nobody here can withdraw"
DATASET = "gcp:bigquery/dataset:Dataset"
TABLE = "gcp:bigquery/table:Table"


@rule("bucket-cmek", BUCKET)
def bucket_key(bucket: Bag) -> str | None:
    return None if bucket.has("encryption.defaultKmsKeyName") else GOOGLES


@rule("registry-cmek", "gcp:artifactregistry/repository:Repository")
def registry_key(repository: Bag) -> str | None:
    return None if repository.has("kmsKeyName") else GOOGLES


@rule("backup-cmek", "gcp:gkebackup/backupPlan:BackupPlan")
def backup_key(plan: Bag) -> str | None:
    return None if plan.has("backupConfig.encryptionKey.gcpKmsEncryptionKey") else GOOGLES


@rule("secret-cmek", "gcp:secretmanager/secret:Secret", "gcp:secretmanager/regionalSecret:RegionalSecret")
def secret_key(secret: Bag) -> str | None:
    """Every replica has a key of its own."""
    if secret.has("customerManagedEncryption.kmsKeyName") or secret.has("replication.auto.customerManagedEncryption.kmsKeyName"):
        return None
    replicas = list(secret.bags("replication.userManaged.replicas"))
    bare = [replica for replica in replicas if not replica.has("customerManagedEncryption.kmsKeyName")]
    if bare and len(bare) < len(replicas):
        return f"its copy in {bare[0].text('location')} is encrypted with keys of Google"
    return GOOGLES if bare or not replicas else None


@rule("dataset-cmek", DATASET)
def dataset_key(dataset: Bag) -> str | None:
    if dataset.has("externalDatasetReference"):
        raise NotApplicable("the data lies outside BigQuery")
    return None if dataset.has("defaultEncryptionConfiguration.kmsKeyName") else f"tables made in it have no key of ours: {GOOGLES}"


@stack_rule("table-cmek", TABLE)
def table_key(stack: Stack) -> Iterator[tuple[Bag | None, State]]:
    """A table takes the key of its data set where it names none."""

    def problem(table: Bag) -> str | None:
        if table.has("encryptionConfiguration.kmsKeyName") or not holds_data(table):
            return None
        dataset = stack.referred(table, "datasetId", DATASET)
        if dataset and dataset.has("defaultEncryptionConfiguration.kmsKeyName"):
            return None
        return f"neither the table nor its data set in the stack names a key: {GOOGLES}"

    yield from each(stack.of(TABLE), problem)


def holds_data(table: Bag) -> bool:
    """Say whether a table stores rows in BigQuery: a view shows those of others, an external table reads files."""
    return not (table.has("view") or table.has("externalDataConfiguration"))
