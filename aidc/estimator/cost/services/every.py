"""Every module of this family that prices types."""

from __future__ import annotations

from types import ModuleType

from aidc.estimator.cost.services import (
    artifact_registry,
    bigquery,
    cloud_functions,
    cloud_run,
    cloud_sql,
    container_registry,
    data_governance,
    dataproc,
    key_management,
    logs,
    memorystore,
    monitoring,
    pubsub,
    secret_manager,
    task_scheduling,
    vpc_connector,
    workbench,
)

SERVICES: tuple[ModuleType, ...] = (
    artifact_registry,
    bigquery,
    cloud_functions,
    cloud_run,
    cloud_sql,
    container_registry,
    data_governance,
    dataproc,
    key_management,
    logs,
    memorystore,
    monitoring,
    pubsub,
    secret_manager,
    task_scheduling,
    vpc_connector,
    workbench,
)
