"""What a resource looks like before it exists and once it does: computed values, links, addresses, identities.

Owns previews (what is unknown then: `facts/planned_outputs.csv.gz`, observed on the real provider) and the values that the simulation gives to
computed outputs (`facts/outputs.csv`). All of them are made from the id, so the same resource always gets the same values; the clock stands still.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from aidc.inventory.resource import UNKNOWN
from aidc.rehearsal import facts, identities, locations, services, values
from aidc.rehearsal.schema import Property, schema_of, typed

TIME = "2026-01-01T00:00:00Z"
ATTRIBUTION = {"goog-pulumi-provisioned": "true"}
"""Label that the gcp provider adds to everything it creates."""


FROM_LABELS = frozenset({"effectiveLabels", "pulumiLabels", "effectiveAnnotations"})
"""Outputs that follow the inputs, so an update computes them anew."""


def planned(type_: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the outputs of a preview of creation."""
    given = values.without_engine_keys(values.unbox(inputs))
    unknown, known = _planned_names(type_)
    schema = schema_of(type_)
    result = _with_unknown_parts(schema, given) if schema else given
    context = Context(type_, "", given, settings)
    for name, _ in _nested_templates(type_):
        if given.get(name.partition(".")[0]) is not None:
            _put(result, name.split("."), UNKNOWN)
    for name in known - given.keys():
        result[name] = _known(type_, name, given, context)
    for name in unknown - given.keys():
        result[name] = UNKNOWN
    return {name: value for name, value in result.items() if value is not None} | {"id": UNKNOWN}


def created(type_: str, identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> dict[str, Any]:
    """Return the outputs of an existing resource."""
    given = values.without_engine_keys(values.unbox(inputs))
    unknown, known = _planned_names(type_)
    context = Context(type_, identity, given, settings)
    result = dict(given)
    for name in (known | unknown) - given.keys() - {"id"}:
        result[name] = _known(type_, name, given, context)
    for name, template in _nested_templates(type_):
        _put(result, name.split("."), context.typed(type_, name, template))
    return {name: value for name, value in result.items() if value is not None} | {"id": identity}


@cache
def _planned_names(type_: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the outputs that are unknown at preview and those that are known though nobody gave them."""
    for row in facts.by_type("planned_outputs").get(type_, ()):
        return (_names(row["unknown_at_preview"]), _names(row["known_at_preview_though_not_given"]))
    schema = schema_of(type_)
    if schema is None:
        return frozenset({"id"}), frozenset()
    computed = {name for name, child in schema.children.items() if child.output_only or child.computed}
    known = computed & {"project", "deletionPolicy", "effectiveLabels", "pulumiLabels"}
    return frozenset(computed - known | {"id"}), frozenset(known)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split(";")) - {""}


def _known(type_: str, name: str, given: Mapping[str, Any], context: Context) -> Any:
    """Return the value of an output: from the fact table, from the labels, or the empty value of its kind."""
    if name in ("effectiveLabels", "pulumiLabels"):
        return {**(given.get("labels") or {}), **ATTRIBUTION}
    if name == "effectiveAnnotations":
        return dict(given.get("annotations") or {})
    for template in _templates_of(type_, name):
        return context.typed(type_, name, template)
    schema = schema_of(type_)
    child = schema.children.get(name) if schema else None
    return _empty(child)


def _empty(child: Property | None) -> Any:
    if child is None:
        return None
    if child.many:
        return []
    return {"string": "", "integer": 0.0, "number": 0.0, "boolean": False, "map": {}}.get(child.kind)


@cache
def _templates_of(type_: str, name: str) -> tuple[str, ...]:
    """Return the most special template of an output first: of the type, of its module, of every type."""
    module = type_.rpartition("/")[0]
    found = (row["value"] for key in (type_, module, "*") for row in facts.by_type("outputs").get(key, ()) if row["property"] == name)
    return tuple(found)


@cache
def _nested_templates(type_: str) -> tuple[tuple[str, str], ...]:
    return tuple((row["property"], row["value"]) for row in facts.by_type("outputs").get(type_, ()) if "." in row["property"])


def _put(block: Any, steps: list[str], value: Any) -> None:
    """Set a computed part where nothing stands yet, in every element of lists; absent blocks are made."""
    for each in block if isinstance(block, list) else [block]:
        if not isinstance(each, dict):
            continue
        if len(steps) == 1:
            if each.get(steps[0]) in (None, "", UNKNOWN):
                each[steps[0]] = value
        else:
            inner = each.get(steps[0])
            each[steps[0]] = [dict(item) for item in inner] if isinstance(inner, list) else dict(inner or {})
            _put(each[steps[0]], steps[1:], value)


def _with_unknown_parts(schema: Property, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return given blocks with the parts that only the cloud fills marked unknown."""
    result: dict[str, Any] = {}
    for name, value in given.items():
        child = schema.children.get(name)
        result[name] = _unknown_below(child, value) if child and child.children else value
    return result


def _unknown_below(schema: Property, value: Any) -> Any:
    if isinstance(value, list):
        return [_unknown_below(schema, item) for item in value]
    if not isinstance(value, Mapping) or values.is_special(value):
        return value
    filled = _with_unknown_parts(schema, value)
    for name, child in schema.children.items():
        if child.output_only and filled.get(name) is None:
            filled[name] = UNKNOWN
    return filled


class Context:
    """The words that templates of outputs may use, made from a resource's id and inputs when they are asked for."""

    def __init__(self, type_: str, identity: str, inputs: Mapping[str, Any], settings: Mapping[str, str]) -> None:
        self.type = type_
        self.identity = identity
        self.inputs = inputs
        self.settings = settings

    def typed(self, type_: str, path: str, template: str) -> Any:
        """Return a filled template as the kind that the schema wants; JSON where the template is JSON."""
        text = template.format_map(self)
        schema = schema_of(type_)
        child = schema.find(path) if schema else None
        if child is None or child.many or child.kind in ("object", "map"):
            return json.loads(text) if text.startswith(("{", "[")) else text
        return typed(child.kind, text)

    def __getitem__(self, word: str) -> str:
        if word in ("project", "region", "zone", "location"):
            return self._place(word)
        seed = f"{self.type} {self.identity}"
        match word:
            case "id" | "last" | "parent_word" | "firewall_word" | "name":
                return self._name(word)
            case "project_number" | "own_number":
                return identities.project_number(str(self.inputs.get("projectId") if word == "own_number" else self._place("project")))
            case "number" | "number21" | "small_number":
                return str(identities.digest_number(seed, {"number": 19, "number21": 21, "small_number": 9}[word]))
            case "hash" | "uuid" | "etag":
                return {"hash": identities.digest(seed, 32), "uuid": identities.digest_uuid(seed), "etag": _encoded(seed)[:16]}[word]
            case "public_ip" | "private_ip" | "octet":
                return _address(word, seed)
            case "time":
                return TIME
            case "compute":
                return identities.COMPUTE
            case "certificate":
                return _encoded(f"-----BEGIN CERTIFICATE-----\n{_encoded(identities.digest(seed, 64))}\n-----END CERTIFICATE-----\n")
            case "gateway":
                return locations.first_host(str(self.inputs.get("ipCidrRange") or "10.128.0.0/20"))
            case "email":
                return f"{self.inputs.get('accountId')}@{self._place('project')}.iam.gserviceaccount.com"
            case "agent":
                return services.agent_email(str(self.inputs.get("service")), self._place("project"))
            case "format":
                return str(self.inputs.get("format")).lower()
            case "filesystem":
                return str(self.inputs.get("filesystem"))
            case _:
                return self._of_kubernetes_engine(word)

    def _name(self, word: str) -> str:
        if word == "id":
            return self.identity
        if word == "name":
            return str(self.inputs.get("name") or self.identity.rpartition("/")[2])
        parent = self.inputs.get({"firewall_word": "firewallPolicy", "parent_word": "perimeter"}.get(word, "")) or self.identity
        return str(parent).rstrip("/").rpartition("/")[2]

    def _place(self, word: str) -> str:
        given = str(self.inputs.get(word) or "")
        if not given and word == "project":
            given = identities.project_in(self.identity) or ""
        if not given and word == "region":
            given = locations.region_of(str(self.inputs.get("zone") or self.inputs.get("location") or ""))
        return identities.last_word(given) or identities.default_of(word, self.inputs, self.settings)

    def _of_kubernetes_engine(self, word: str) -> str:
        """Return what only clusters and node pools have."""
        location = identities.last_word(str(self.inputs.get("location") or "")) or self._place("location")
        zones = self.inputs.get("nodeLocations") or locations.zones_in(location)
        if word == "zones":
            return json.dumps(list(zones))
        if word == "gke_version":
            return str(self.inputs.get("minMasterVersion") or self.inputs.get("version") or locations.GKE_VERSION)
        if word == "node_count":
            scaling = self.inputs.get("autoscaling") or {}
            return str(self.inputs.get("nodeCount") or self.inputs.get("initialNodeCount") or scaling.get("minNodeCount") or 0)
        if word in ("instance_groups", "instance_group_managers"):
            kind = "instanceGroups" if word == "instance_groups" else "instanceGroupManagers"
            cluster = identities.last_word(str(self.inputs.get("cluster") or ""))
            name = f"gke-{cluster}-{self._name('name')}"[:48].rstrip("-")
            group = f"{name}-{identities.digest(self.identity, 8)}-grp"
            return json.dumps([f"{identities.COMPUTE}projects/{self._place('project')}/zones/{zone}/{kind}/{group}" for zone in zones])
        raise LookupError(f"facts/outputs.csv: no word {word!r} for templates")


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _address(word: str, seed: str) -> str:
    number = identities.digest_number(seed, 12)
    if word == "octet":
        return str(4 * (number % 60))
    first = "34" if word == "public_ip" else "10"
    return f"{first}.{number % 254 + 1}.{number // 256 % 254 + 1}.{number // 65536 % 254 + 1}"
