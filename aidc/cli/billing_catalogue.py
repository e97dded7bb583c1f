"""The Cloud Billing Catalog API through google-cloud-billing: the one place that asks Google for prices. It only reads public list prices."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from aidc.cli.errors import Refused

Answer = Mapping[str, Any]

SERVICES = {"compute": "Compute Engine", "storage": "Cloud Storage"}
"""Services that are read, by the word of the command line: their display name in the catalogue."""
PAGE_SIZE = 5000
MISSING = "aidc prices refresh needs the Cloud Billing client: pip install 'aidc[prices]' (or google-cloud-billing>=1.21)"


class BillingCatalogue:
    """Services and SKUs of a client, every page of them, in the REST form of the API."""

    def __init__(self, client: Any, as_answer: Callable[[Any], Answer]) -> None:
        """Take a `CloudCatalogClient` and what turns one of its SKUs into the REST form."""
        self._client = client
        self._as_answer = as_answer

    def skus(self, service: str) -> Iterator[Answer]:
        """Yield every SKU of a service, by its word on the command line. Raises Refused where the catalogue does not list the service."""
        name = SERVICES[service]
        found = next((one.name for one in self._client.list_services() if one.display_name == name), None)
        if found is None:
            raise Refused(("", f"the Billing Catalog lists no service named {name}"))
        for sku in self._client.list_skus(request={"parent": found, "currency_code": "USD", "page_size": PAGE_SIZE}):
            yield self._as_answer(sku)


def open_catalogue(api_key_env: str | None) -> BillingCatalogue:
    """Return the catalogue, with the user's application default credentials or the API key of an environment variable.

    Raises Refused when the client is not installed, the variable is empty, or there are no credentials.
    """
    try:
        from google.auth.exceptions import GoogleAuthError  # pyright: ignore[reportMissingImports]
        from google.cloud.billing_v1 import CloudCatalogClient  # pyright: ignore[reportMissingImports, reportAttributeAccessIssue]
        from google.protobuf.json_format import MessageToDict
    except ImportError:
        raise Refused(("", MISSING)) from None
    try:
        client = CloudCatalogClient(client_options={"api_key": _key(api_key_env)}) if api_key_env else CloudCatalogClient()
    except GoogleAuthError:
        raise Refused(("", _HOW_TO_SIGN_IN)) from None
    return BillingCatalogue(client, lambda sku: MessageToDict(type(sku).pb(sku)))


_HOW_TO_SIGN_IN = (
    "no credentials for the Billing Catalog: run gcloud auth application-default login, or put an API key into a variable "
    "and name it with --api-key-env"
)


def failed(error: Exception) -> Refused | None:
    """Return what to say of an error of the client in the middle of reading; None for any other error."""
    if not type(error).__module__.startswith(("google.api_core", "google.auth")):
        return None
    first = (str(error).splitlines() or [""])[0]
    return Refused(("", f"the Billing Catalog answered {type(error).__name__}: {first[:200]}. Nothing was changed"))


def _key(variable: str) -> str:
    key = os.environ.get(variable, "").strip()
    if not key:
        raise Refused(("", f"--api-key-env {variable}: the variable is empty or not set"))
    return key
