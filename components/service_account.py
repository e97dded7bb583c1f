"""Declares one Google service account."""

from __future__ import annotations

import pulumi
import pulumi_gcp as gcp


def service_account(name: str, account_id: str, description: str, *, project: str, parent: pulumi.Resource) -> pulumi.Output[str]:
    """Declare an account and return its e-mail address, which Google forms from the id: a preview knows it already."""
    account = gcp.serviceaccount.Account(
        name,
        account_id=account_id,
        project=project,
        display_name=account_id,
        description=description,
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return account.account_id.apply(lambda known: f"{known}@{project}.iam.gserviceaccount.com")
