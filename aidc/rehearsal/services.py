"""The APIs behind resource types, whether a project has enabled them, and the service agents that act for them.

Facts: `facts/services.csv` (module, API, title, agent). Leaves out quotas. Source: Google Cloud's list of service agents.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from aidc.rehearsal import facts, identities
from aidc.rehearsal.errors import CloudError

SERVICE = "gcp:projects/service:Service"
ALWAYS_ENABLED = frozenset({"storage.googleapis.com", "bigquery.googleapis.com", "logging.googleapis.com", "monitoring.googleapis.com"})
"""APIs that every new project has (Google Cloud: services enabled by default)."""


@cache
def api_of(type_: str) -> str | None:
    """Return the API that serves a resource type, or None where the type needs none of its own."""
    module = type_.removeprefix("gcp:").partition("/")[0]
    return next((row["api"] for row in facts.table("services") if row["module"] == module), None)


def agent_email(api: str, project: str) -> str:
    """Return the e-mail of the service agent that an API uses in a project."""
    number = identities.project_number(project)
    for row in facts.table("services"):
        if row["api"] == api:
            return row["agent"].format(number=number)
    return f"service-{number}@gcp-sa-{api.partition('.')[0]}.iam.gserviceaccount.com"


def refuse_disabled(type_: str, project: str, enabled: Iterable[str]) -> None:
    """Raise the error of an API that the project has not enabled."""
    api = api_of(type_)
    if api is None or api in ALWAYS_ENABLED or api in enabled:
        return
    title = next(row["title"] for row in facts.table("services") if row["api"] == api)
    number = identities.project_number(project)
    raise CloudError(
        403,
        "PERMISSION_DENIED",
        f"googleapi: Error 403: {title} has not been used in project {number} before or it is disabled. Enable it by visiting "
        f"https://console.developers.google.com/apis/api/{api}/overview?project={number} then retry. If you enabled this API recently, wait a "
        "few minutes for the action to propagate to our systems and retry., accessNotConfigured",
    )
