"""The pack through the engine's protocol: in this process, and as the process that the engine starts, without any CLI."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from policies.analyzer import Analyzer
from policies.analyzer_info import VERSION
from policies.judge import judge
from policies.rule import RULES, STACK_RULES
from policies.settings import Settings
from tests.policies.bad_stack import BAD_STACK

PACK = Path(__file__).resolve().parents[2] / "policies"
UNIFORM, PREVENTION = "bucket-uniform-access", "bucket-public-access-prevention"
SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ONLY = {"sets": ["cis-gke"], "levels": {UNIFORM: "mandatory", PREVENTION: "mandatory"}}


@contextmanager
def speaking_to(port: int) -> Iterator[analyzer_pb2_grpc.AnalyzerStub]:
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield analyzer_pb2_grpc.AnalyzerStub(channel)


@pytest.fixture
def analyzer():
    """The pack at the other end of a real channel."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(date(2026, 12, 1)), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with speaking_to(port) as stub:
        yield stub
    server.stop(grace=None).wait()


@pytest.fixture(scope="module")
def process():
    """The pack as the engine starts it."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(PACK)]
    with subprocess.Popen(command, cwd=PACK, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        with speaking_to(int(running.stdout.readline())) as stub:
            yield stub
        running.kill()


def under(stub, blueprint):
    request = analyzer_pb2.AnalyzerStackConfigureRequest(stack="dev", project="shop", config={"shop:blueprint": json.dumps(blueprint)})
    return stub.ConfigureStack(request)


def struct(values):
    message = Struct()
    message.update(values)
    return message


def ask(record):
    options = analyzer_pb2.AnalyzerResourceOptions(protect=record["options"].get("protect", False))
    return {
        "type": record["type"],
        "name": record["name"],
        "urn": record["urn"],
        "properties": struct(record["inputs"]),
        "options": options,
    }


def judged(stub, record):
    return stub.Analyze(analyzer_pb2.AnalyzeRequest(**ask(record))).diagnostics


def refusal(method, request):
    with pytest.raises(grpc.RpcError) as error:
        method(request)
    return error.value.code(), error.value.details()


def test_the_process_that_the_engine_starts_judges_under_the_settings_of_the_stack(process, bucket):
    under(process, {"policies": ONLY})
    [found] = judged(process, bucket(uniformBucketLevelAccess=False))
    assert (found.policyName, found.policyPackName, found.enforcementLevel) == (UNIFORM, "aidc", analyzer_pb2.MANDATORY)
    assert found.severity == analyzer_pb2.POLICY_SEVERITY_HIGH
    assert found.message.startswith(
        "Access is granted on the bucket as a whole [high, mandatory]: single objects can be shared by access lists."
    )
    assert list(judged(process, bucket())) == []


def test_settings_that_cannot_be_followed_end_the_operation_with_all_problems(process):
    waiver = {"rule": UNIFORM, "resource": "data", "reason": "r", "owner": "o", "until": "tomorrow"}
    config = {"shop:blueprint": json.dumps({"policies": {"sets": ["baselin"]}, "waivers": [waiver]})}
    request = analyzer_pb2.AnalyzerStackConfigureRequest(stack="dev", project="shop", config=config)
    code, details = refusal(process.ConfigureStack, request)
    assert code is grpc.StatusCode.INVALID_ARGUMENT
    assert details == (
        "the policies of stack dev cannot be followed:\n"
        "  sets: there is no set baselin; there are baseline, cis-gke, training, serving, regulated. Did you mean baseline?\n"
        "  waivers[0].until is 'tomorrow'; a day such as 2027-01-31 is needed"
    )


def test_every_rule_is_a_policy_of_its_own_under_the_level_of_the_stack(analyzer):
    under(analyzer, {"policies": {"levels": {UNIFORM: "disabled", PREVENTION: "advisory"}}})
    info = analyzer.GetAnalyzerInfo(Empty())
    found = {policy.name: policy for policy in info.policies}
    assert set(found) == {*RULES, *STACK_RULES, "waivers"}
    assert (found[UNIFORM].enforcementLevel, found[PREVENTION].enforcementLevel) == (analyzer_pb2.DISABLED, analyzer_pb2.ADVISORY)
    assert found[PREVENTION].remediation_steps == "Buckets of the blueprint have it. Set publicAccessPrevention to enforced."
    assert (info.name, info.supportsConfig) == ("aidc", True)


def test_an_unknown_value_is_advice_and_another_problem_is_told_all_the_same(analyzer, bucket):
    under(analyzer, {"policies": ONLY})
    found = judged(analyzer, bucket(uniformBucketLevelAccess=SENTINEL, publicAccessPrevention=None))
    assert [(one.policyName, one.enforcementLevel) for one in found] == [
        (UNIFORM, analyzer_pb2.ADVISORY),
        (PREVENTION, analyzer_pb2.MANDATORY),
    ]


def test_a_rule_that_breaks_aborts_nothing(broken_rule, analyzer, bucket):
    under(analyzer, {"policies": ONLY})
    found = judged(analyzer, bucket(publicAccessPrevention=None))
    assert [one.policyName for one in found] == [broken_rule, PREVENTION]
    assert "the rule could not run (ZeroDivisionError: by nothing). This is a defect of the rule, not of the stack" in found[0].message


def test_the_stack_is_judged_with_the_dependencies_of_its_resources(analyzer, bucket):
    under(
        analyzer, {"policies": ONLY, "waivers": [{"rule": UNIFORM, "resource": "gone", "reason": "r", "owner": "o", "until": "2027-01-31"}]}
    )
    resources = [analyzer_pb2.AnalyzerResource(**ask(bucket()), dependencies=["urn:other"])]
    [found] = analyzer.AnalyzeStack(analyzer_pb2.AnalyzeStackRequest(resources=resources)).diagnostics
    assert (found.policyName, found.enforcementLevel, found.urn) == ("waivers", analyzer_pb2.MANDATORY, "")
    assert found.message == f"the waiver of {UNIFORM} for gone (o: r) lets nothing through. Remove it"


def test_the_stack_is_judged_by_the_inputs_that_were_asked_about_and_what_was_not_asked_about_by_its_outputs(analyzer, bucket):
    waivers = [{"rule": UNIFORM, "resource": name, "reason": "r", "owner": "o", "until": "2027-01-31"} for name in ("data", "other")]
    under(analyzer, {"policies": ONLY, "waivers": waivers})
    assert list(judged(analyzer, bucket())) == []
    outputs = [ask(bucket(name, uniformBucketLevelAccess=SENTINEL)) for name in ("data", "other")]
    request = analyzer_pb2.AnalyzeStackRequest(resources=[analyzer_pb2.AnalyzerResource(**one) for one in outputs])
    assert [one.message for one in analyzer.AnalyzeStack(request).diagnostics] == [
        f"the waiver of {UNIFORM} for data (o: r) lets nothing through. Remove it"
    ]


def test_the_engine_is_told_of_a_bad_stack_what_is_said_of_its_record(analyzer):
    told = [(one.policyName, record["urn"]) for record in BAD_STACK for one in judged(analyzer, record)]
    resources = [analyzer_pb2.AnalyzerResource(**ask(record)) for record in BAD_STACK]
    told += [(one.policyName, one.urn) for one in analyzer.AnalyzeStack(analyzer_pb2.AnalyzeStackRequest(resources=resources)).diagnostics]
    assert sorted(told) == sorted((finding.rule.id, finding.resource) for finding in judge(BAD_STACK, Settings()).findings)


def test_levels_of_the_command_line_hold_over_those_of_the_stack_file(analyzer, bucket):
    under(analyzer, {"policies": ONLY})
    level = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.ADVISORY)
    mends = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.REMEDIATE)
    analyzer.Configure(analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={UNIFORM: level, PREVENTION: mends}))
    found = judged(analyzer, bucket(uniformBucketLevelAccess=None, publicAccessPrevention=None))
    assert [one.enforcementLevel for one in found] == [analyzer_pb2.ADVISORY, analyzer_pb2.MANDATORY]


def test_values_of_the_command_line_that_a_rule_does_not_take_are_refused(analyzer):
    config = analyzer_pb2.PolicyConfig(enforcementLevel=analyzer_pb2.MANDATORY, properties=struct({"days": 3}))
    code, details = refusal(analyzer.Configure, analyzer_pb2.ConfigureAnalyzerRequest(policyConfig={UNIFORM: config}))
    assert (code, details) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        f"the file of --policy-pack-config cannot be followed:\n  configuration.{UNIFORM}.days is no key; the rule takes none",
    )


def test_no_message_commands_a_terminal_or_a_build_runner(analyzer):
    waiver = {"rule": UNIFORM, "resource": "x\x1b[31m\n::error::y", "reason": "r\n", "owner": "o", "until": "2026-11-30"}
    under(analyzer, {"policies": ONLY, "waivers": [waiver]})
    root = {"type": "pulumi:pulumi:Stack", "name": "shop-dev", "urn": "urn", "inputs": {}, "options": {}}
    [found] = judged(analyzer, root)
    assert found.message == f"the waiver of {UNIFORM} for x [31m ::error::y (o: r ) ended on 2026-11-30. Mend the finding, or renew it"


def test_the_pack_mends_nothing(analyzer, bucket):
    under(analyzer, {"policies": ONLY})
    assert list(analyzer.Remediate(analyzer_pb2.AnalyzeRequest(**ask(bucket()))).remediations) == []


def test_the_pack_has_the_version_of_the_library():
    project = tomllib.loads((PACK.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
