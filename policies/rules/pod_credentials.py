"""Secrets in the cluster: files from a store that rotates them, never words in a pod or a ConfigMap."""

from __future__ import annotations

from policies.bag import SECRET, UNKNOWN, Bag, Unknown
from policies.credential import assigns_credentials, is_credentials_name, is_literal
from policies.plain_text_secrets import secret_in
from policies.pod import WORKLOADS, containers, name_of
from policies.reading import first_problem, keys, objects
from policies.rule import rule

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SECRET_OBJECT = "kubernetes:core/v1:Secret"
_MOST_TEXT = 100_000
_MADE_BY_CLUSTER = ("kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "helm.sh/release.v1")


@rule("pod-secrets-as-files", *WORKLOADS)
def secrets_as_files(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        for variable in objects(container, "env"):
            if "valueFrom" in variable.values and variable.get("valueFrom.secretKeyRef") is not None:
                return f"{name_of(container)} has the secret of {variable.text('name')} in its environment"
        held = any(source.get("secretRef") is not None for source in objects(container, "envFrom"))
        return f"{name_of(container)} has a whole Secret in its environment" if held else None

    return first_problem(containers(workload), check)


@rule("pod-no-literal-credentials", *WORKLOADS)
def no_literal_credentials(workload: Bag) -> str | None:
    def check(container: Bag) -> str | None:
        if container.values.get("env") is SECRET:
            return f"the environment of {name_of(container)} holds a secret as a literal value"
        return first_problem(objects(container, "env"), lambda variable: _literal(name_of(container), variable))

    return first_problem(containers(workload), check)


def _literal(whose: str, variable: Bag) -> str | None:
    """Return what is wrong with one environment variable. Raises Unknown for a value to come."""
    name, value = variable.text("name"), variable.values.get("value")
    if value is UNKNOWN:
        raise Unknown(f"{variable.path}value")
    if value is SECRET or (is_credentials_name(name) and is_literal(name, value)):
        return f"the environment of {whose} holds {name} as a literal value"
    kind = secret_in(value[:_MOST_TEXT]) if isinstance(value, str) else None
    return f"the environment of {whose} holds {kind} in {name}" if kind else None


@rule("configmap-no-secrets", CONFIG_MAP, f"{CONFIG_MAP}Patch")
def configmap_no_secrets(config: Bag) -> str | None:
    def check(entry: tuple[str, object]) -> str | None:
        key, value = entry
        if value is SECRET or (is_credentials_name(key) and (value is UNKNOWN or is_literal(key, value))):
            return f"the entry {key} is a credential"
        if value is UNKNOWN:
            raise Unknown(f"data[{key}]")
        text = value if isinstance(value, str) else ""
        kind = secret_in(text[:_MOST_TEXT]) or (
            "an assigned credential" if "\n" in text and assigns_credentials(text[:_MOST_TEXT]) else None
        )
        return f"the entry {key} holds {kind}" if kind else None

    if SECRET in (config.values.get("data"), config.values.get("binaryData")):
        return "an entry is marked as secret"
    entries = [(key, value) for field in ("data", "binaryData") for key, value in keys(config, field).items()]
    return first_problem(entries, check)


@rule("secret-external-store", SECRET_OBJECT)
def secret_external_store(secret: Bag) -> str | None:
    if secret.text("type") in _MADE_BY_CLUSTER:
        return None
    if not secret.has("data") and not secret.has("stringData"):
        return None
    return "the secret lies in the cluster and in the state of the program, not in Secret Manager"
