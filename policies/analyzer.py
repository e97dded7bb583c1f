"""The pack as a plugin of the engine: from the messages of its analyzer protocol to bags, and from violations to its messages.

Pulumi's SDK for policies is not used here. It decodes a resource once for each policy, so that a policy for each rule would take seconds; it does
not hand over the configuration of the stack, which the engine sends with ConfigureStack; and it loses on the way what is secret.
Source: analyzer.proto of pulumi, and what the CLI 3.259 sends, 2026-11.
"""

# ruff: noqa: ARG002 - the protocol fixes each method's parameters

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from policies.analyzer_info import LEVELS, NAME, SEVERITIES, VERSION, analyzer_info
from policies.bag import SECRETS_ARE_PLAIN, Bag
from policies.engine_settings import settings_in, with_pack_config
from policies.engine_values import EngineValues, values_of
from policies.pack import Pack, Violation
from policies.sets import Level
from policies.settings import Settings, SettingsError
from policies.stack import Stack


class Analyzer(analyzer_pb2_grpc.AnalyzerServicer):
    """One run of the pack: the engine starts one for each operation, and says of which stack before it asks anything."""

    def __init__(self, today: date) -> None:
        """Judge under the baseline until the engine says otherwise; waivers are judged on the day given."""
        self._today = today
        self._asked: dict[str, tuple[Bag, EngineValues]] = {}
        self._use(Settings(today=today))

    def _use(self, settings: Settings) -> None:
        self._settings = settings
        self._pack = Pack(settings)

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Say the version of the pack."""
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetAnalyzerInfo(self, request: Any, context: grpc.ServicerContext) -> analyzer_pb2.AnalyzerInfo:
        """Say every rule, and how the stack enforces it."""
        return analyzer_info(self._settings)

    def ConfigureStack(self, request: Any, context: grpc.ServicerContext) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """Take the settings out of the stack's configuration; settings that cannot be followed end the operation."""
        try:
            self._use(settings_in(request.project, dict(request.config), self._today))
        except SettingsError as error:
            _refuse(context, f"the policies of stack {request.stack} cannot be followed", error)
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Empty:
        """Take levels and values from the file of --policy-pack-config."""
        asked = request.policyConfig
        try:
            levels: dict[str, Level] = {rule: _level(one.enforcementLevel) for rule, one in asked.items()}
            self._use(with_pack_config(self._settings, levels, {rule: values_of(one.properties).properties for rule, one in asked.items()}))
        except SettingsError as error:
            _refuse(context, "the file of --policy-pack-config cannot be followed", error)
        return Empty()

    def Analyze(self, request: Any, context: grpc.ServicerContext) -> analyzer_pb2.AnalyzeResponse:
        """Judge one resource, before it is made."""
        values = values_of(request.properties)
        self._asked[request.urn] = bag, _ = _bag(request, values), values
        return _answer(_diagnostic(found, values) for found in self._pack.of_resource(bag))

    def Remediate(self, request: Any, context: grpc.ServicerContext) -> analyzer_pb2.RemediateResponse:
        """Mend nothing: what a stack is stands in its file."""
        return analyzer_pb2.RemediateResponse()

    def AnalyzeStack(self, request: Any, context: grpc.ServicerContext) -> analyzer_pb2.AnalyzeResponse:
        """Judge all resources together, by the inputs of each as they were asked about: what is sent here are outputs, of which a preview knows
        few, and what Google Cloud adds to a resource is not known to be absent."""
        asked = {one.urn: self._asked.get(one.urn) or self._by_its_outputs(one) for one in request.resources}
        stack = Stack((bag for bag, _ in asked.values()), {one.urn: tuple(one.dependencies) for one in request.resources})
        every = EngineValues({}, frozenset().union(*(values.open_secrets for _, values in asked.values())))
        return _answer(_diagnostic(found, every) for found in self._pack.of_stack(stack))

    @staticmethod
    def _by_its_outputs(resource: Any) -> tuple[Bag, EngineValues]:
        """Return a resource that was not asked about: an operation on some targets leaves the others as they are."""
        values = values_of(resource.properties)
        return _bag(resource, values), values


def _bag(request: Any, values: EngineValues) -> Bag:
    options: dict[str, Any] = {"protect": request.options.protect, "ignoreChanges": list(request.options.ignoreChanges)}
    if values.open_secrets:
        options[SECRETS_ARE_PLAIN] = True
    return Bag(request.type, request.name, request.urn, values.properties, options)


def _level(level: int) -> Level:
    """Return a level of the engine; this pack mends nothing, so that remediate is mandatory, as the engine says itself."""
    return "mandatory" if level == analyzer_pb2.REMEDIATE else next(name for name, number in LEVELS.items() if number == level)


def _diagnostic(found: Violation, values: EngineValues) -> analyzer_pb2.AnalyzeDiagnostic:
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=found.policy,
        policyPackName=NAME,
        policyPackVersion=VERSION,
        description=found.rule.title if found.rule else "",
        message=_printable(values.without_secrets(found.text)),
        enforcementLevel=LEVELS[found.level],
        urn=found.urn,
        severity=SEVERITIES[found.rule.severity if found.rule else "info"],
    )


def _printable(text: str) -> str:
    """Return a text as one line that commands no terminal: names of resources are a stranger's words."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _answer(diagnostics: Iterable[analyzer_pb2.AnalyzeDiagnostic]) -> analyzer_pb2.AnalyzeResponse:
    return analyzer_pb2.AnalyzeResponse(diagnostics=diagnostics)


def _refuse(context: grpc.ServicerContext, what: str, error: SettingsError) -> None:
    context.abort(grpc.StatusCode.INVALID_ARGUMENT, what + ":" + "".join(f"\n  {problem}" for problem in error.problems))
