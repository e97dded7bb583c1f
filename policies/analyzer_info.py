"""What the engine is told about the pack before it asks anything: every rule with its level, severity and fix."""

from __future__ import annotations

from pulumi.runtime.proto import analyzer_pb2

from policies.catalogue import Entry, Severity
from policies.pack import WAIVERS
from policies.rule import RULES, STACK_RULES
from policies.sets import Level
from policies.settings import Settings

NAME = "aidc"
VERSION = "0.1.0"
"""That of pyproject.toml, which a copy of the pack keeps. Shown only where PulumiPolicy.yaml has no version."""
LEVELS: dict[Level, analyzer_pb2.EnforcementLevel.ValueType] = {
    "advisory": analyzer_pb2.ADVISORY,
    "mandatory": analyzer_pb2.MANDATORY,
    "disabled": analyzer_pb2.DISABLED,
}
SEVERITIES: dict[Severity, analyzer_pb2.PolicySeverity.ValueType] = {
    "critical": analyzer_pb2.POLICY_SEVERITY_CRITICAL,
    "high": analyzer_pb2.POLICY_SEVERITY_HIGH,
    "medium": analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    "low": analyzer_pb2.POLICY_SEVERITY_LOW,
    "info": analyzer_pb2.POLICY_SEVERITY_UNSPECIFIED,
}
"""The engine has no word for what only informs."""


def analyzer_info(settings: Settings) -> analyzer_pb2.AnalyzerInfo:
    """Return the pack under the settings of a stack."""
    waivers = analyzer_pb2.PolicyInfo(
        name=WAIVERS, description="Waivers let something through and have not ended", enforcementLevel=analyzer_pb2.MANDATORY
    )
    rules = [_policy(rule.entry, settings.level(rule.id), analyzer_pb2.POLICY_TYPE_RESOURCE) for rule in RULES.values()]
    rules += [_policy(rule.entry, settings.level(rule.id), analyzer_pb2.POLICY_TYPE_STACK) for rule in STACK_RULES.values()]
    return analyzer_pb2.AnalyzerInfo(name=NAME, version=VERSION, supportsConfig=True, policies=[*rules, waivers])


def _policy(rule: Entry, level: Level, kind: analyzer_pb2.PolicyType.ValueType) -> analyzer_pb2.PolicyInfo:
    return analyzer_pb2.PolicyInfo(
        name=rule.id,
        displayName=rule.title,
        description=rule.title,
        enforcementLevel=LEVELS[level],
        policy_type=kind,
        severity=SEVERITIES[rule.severity],
        remediation_steps=f"{rule.fix} {rule.fix_property}".strip(),
        tags=list(rule.references),
    )
