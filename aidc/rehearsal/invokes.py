"""Data sources: what a program may ask the simulated cloud about without owning it.

Owns the answers that hold for every project (its number, zones, versions, service agents) and look-ups of what the books hold. A data source that
nobody here knows is refused as UNIMPLEMENTED: a made-up answer would hide that.

Source: documentation of the data sources in pulumi_gcp 10.2.0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aidc.rehearsal import identities, locations, services
from aidc.rehearsal.books import Entries, key_of
from aidc.rehearsal.errors import CloudError

Settings = Mapping[str, str]
Answer = dict[str, Any]
_LOOKUPS = {"kMSKeyRing": "keyRing", "kMSCryptoKey": "cryptoKey"}
"""Data sources whose resource has another name."""


def answer(token: str, args: Mapping[str, Any], settings: Settings, entries: Entries) -> Answer:
    """Return the answer of a data source. Raises CloudError: NOT_FOUND, or UNIMPLEMENTED for one that nobody here knows."""
    name = token.rpartition(":")[0] or token
    here = {**settings, **{word: str(args[word]) for word in ("project", "region", "zone", "location") if args.get(word)}}
    if name in _ANSWERS:
        return {**args, **_ANSWERS[name](args, here)}
    module, _, function = name.removeprefix("gcp:").partition("/")
    if not name.startswith("gcp:") or not function.startswith("get"):
        raise CloudError(501, "UNIMPLEMENTED", f"The simulated cloud does not answer {token}.")
    return _looked_up(token, module, function.removeprefix("get"), args, here, entries)


def _looked_up(token: str, module: str, noun: str, args: Mapping[str, Any], settings: Settings, entries: Entries) -> Answer:
    """Return the outputs of the resource that a data source of the same name asks for."""
    leaf = noun[:1].lower() + noun[1:]
    leaf = _LOOKUPS.get(leaf, leaf)
    type_ = f"gcp:{module}/{leaf}:{leaf[:1].upper()}{leaf[1:]}"
    if not identities.templates(type_):
        raise CloudError(501, "UNIMPLEMENTED", f"The simulated cloud does not answer {token}.")
    written = args.get("selfLink") or args.get("accountId")
    identity = (identities.canonical(type_, str(written), settings) if written else None) or identities.id_of(type_, args, settings)
    entry = entries.get(key_of(type_, identity))
    if entry is None:
        raise CloudError(404, "NOT_FOUND", f"googleapi: Error 404: {noun} {identity} not found, notFound")
    return {**args, **entry.outputs, "id": entry.id}


def _project(args: Mapping[str, Any], settings: Settings) -> Answer:
    project = str(args.get("projectId") or settings["project"])
    number = identities.project_number(project)
    names = {"projectId": project, "name": project, "number": number, "id": f"projects/{project}"}
    return {**names, "orgId": "", "folderId": "", "billingAccount": "", "labels": {}, "effectiveLabels": {}, "pulumiLabels": {}}


def _projects(args: Mapping[str, Any], settings: Settings) -> Answer:
    return {"projects": [_project({}, settings)], "id": str(args.get("filter", ""))}


def _client(_args: Mapping[str, Any], settings: Settings) -> Answer:
    places = {word: settings.get(word, "") for word in ("project", "region", "zone")}
    return {**places, "accessToken": "simulated", "defaultLabels": {}, "id": f"projects/{places['project']}"}


def _zones(_args: Mapping[str, Any], settings: Settings) -> Answer:
    region = settings.get("region") or locations.region_of(settings.get("zone", ""))
    return {"names": list(locations.all_zones_in(region)), "id": f"projects/{settings['project']}/regions/{region}"}


def _engine_versions(args: Mapping[str, Any], settings: Settings) -> Answer:
    version = locations.GKE_VERSION
    wanted = str(args.get("versionPrefix") or "")
    valid = [version] if version.startswith(wanted) else []
    channels = dict.fromkeys(("RAPID", "REGULAR", "STABLE", "EXTENDED"), version)
    latest = {"latestMasterVersion": version, "latestNodeVersion": version, "defaultClusterVersion": version}
    listed = {"validMasterVersions": valid, "validNodeVersions": valid, "releaseChannelDefaultVersion": channels}
    where = f"projects/{settings['project']}/locations/{settings.get('location', '')}"
    return {**latest, **listed, "releaseChannelLatestVersion": channels, "id": where}


def _agent_of(api: str, key: str) -> Callable[[Mapping[str, Any], Settings], Answer]:
    def agent(_args: Mapping[str, Any], settings: Settings) -> Answer:
        email = services.agent_email(api, settings["project"])
        return {key: email, "member": f"serviceAccount:{email}", "project": settings["project"], "id": email}

    return agent


def _compute_account(_args: Mapping[str, Any], settings: Settings) -> Answer:
    project = settings["project"]
    email = f"{identities.project_number(project)}-compute@developer.gserviceaccount.com"
    name = f"projects/{project}/serviceAccounts/{email}"
    unique = str(identities.digest_number(name, 21))
    return {"email": email, "member": f"serviceAccount:{email}", "name": name, "uniqueId": unique, "displayName": "", "id": name}


def _iam_policy(args: Mapping[str, Any], _settings: Settings) -> Answer:
    bindings = sorted(args.get("bindings") or [], key=lambda binding: str(binding.get("role")))
    policy = json.dumps(
        {"bindings": [{**binding, "members": sorted(binding.get("members") or [])} for binding in bindings]}, sort_keys=True
    )
    return {"policyData": policy, "id": identities.digest(policy)}


_ANSWERS: dict[str, Callable[[Mapping[str, Any], Settings], Answer]] = {
    "gcp:organizations/getProject": _project,
    "gcp:projects/getProject": _projects,
    "gcp:organizations/getClientConfig": _client,
    "gcp:organizations/getIAMPolicy": _iam_policy,
    "gcp:compute/getZones": _zones,
    "gcp:compute/getDefaultServiceAccount": _compute_account,
    "gcp:container/getEngineVersions": _engine_versions,
    "gcp:storage/getProjectServiceAccount": _agent_of("storage.googleapis.com", "emailAddress"),
    "gcp:bigquery/getDefaultServiceAccount": _agent_of("bigquery.googleapis.com", "email"),
}
