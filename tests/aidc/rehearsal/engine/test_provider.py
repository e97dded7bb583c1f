"""The provider protocol over the simulated cloud: what the engine sends and what it gets back."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from importlib import metadata

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from aidc.rehearsal.wire import to_plain, to_struct

BUCKET = "gcp:storage/bucket:Bucket"
URN = f"urn:pulumi:dev::shop::aidc:storage:Store${BUCKET}::data"


def test_it_reports_the_version_of_the_installed_package(provider):
    assert provider.GetPluginInfo(Empty()).version == metadata.version("pulumi-gcp")


def test_it_takes_no_secrets_no_references_and_no_outputs(provider):
    shaken = provider.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:1"))
    configured = provider.Configure(provider_pb2.ConfigureRequest(args=to_struct({})))
    assert (shaken.accept_secrets, shaken.accept_resources, shaken.accept_outputs) == (False, False, False)
    assert (configured.acceptSecrets, configured.acceptResources, configured.acceptOutputs) == (False, False, False)
    assert configured.supportsPreview


def test_attach_succeeds(provider):
    assert provider.Attach(plugin_pb2.PluginAttach(address="127.0.0.1:1")) == Empty()


def test_configuration_opens_the_cloud_with_the_providers_defaults(provider, clouds):
    batching = '{"enable_batching": true}'
    provider.Configure(provider_pb2.ConfigureRequest(args=to_struct({"project": "p", "region": "us-central1", "batching": batching})))
    assert clouds[-1].defaults == {"project": "p", "region": "us-central1", "zone": ""}


def test_check_config_gives_back_what_it_got(provider):
    news = to_struct({"project": "p"})
    assert provider.CheckConfig(provider_pb2.CheckRequest(news=news)).inputs == news


def test_a_changed_project_is_an_update_of_the_provider(provider):
    olds, news = to_struct({"project": "p", "version": "10.1.0"}), to_struct({"project": "q", "version": "10.2.0"})
    answer = provider.DiffConfig(provider_pb2.DiffRequest(olds=olds, news=news))
    assert (answer.changes, list(answer.diffs), list(answer.replaces)) == (provider_pb2.DiffResponse.DIFF_SOME, ["project"], [])


def test_an_unchanged_configuration_is_no_difference(provider):
    same = to_struct({"project": "p"})
    assert provider.DiffConfig(provider_pb2.DiffRequest(olds=same, news=same)).changes == provider_pb2.DiffResponse.DIFF_NONE


def test_check_adds_defaults_and_names_every_failure(provider, clouds):
    answer = provider.Check(provider_pb2.CheckRequest(urn=URN, type=BUCKET, news=to_struct({"labels": {}}), randomSeed=b"seed"))
    assert to_plain(answer.inputs) == {"labels": {}, "location": "US"}
    assert [(failure.property, failure.reason) for failure in answer.failures] == [("name", "Missing required property")]
    assert clouds[-1].asked == [(BUCKET, URN, b"seed", None)]


def test_check_of_an_existing_resource_gets_its_old_inputs(provider, clouds):
    provider.Check(provider_pb2.CheckRequest(urn=URN, type=BUCKET, news=to_struct({"name": "a"}), olds=to_struct({"name": "b"})))
    assert clouds[-1].asked[0][3] == {"name": "b"}


def test_the_type_comes_from_the_urn_where_the_engine_does_not_say_it(provider, clouds):
    provider.Check(provider_pb2.CheckRequest(urn=URN, news=to_struct({"name": "a"})))
    assert clouds[-1].asked[0][0] == BUCKET


def a_diff(provider, old, new, ignore=()):
    request = provider_pb2.DiffRequest(
        id="a", urn=URN, type=BUCKET, old_inputs=to_struct(old), olds=to_struct(old), news=to_struct(new), ignoreChanges=ignore
    )
    return provider.Diff(request)


def test_a_difference_says_what_changes_and_how(provider):
    answer = a_diff(provider, {"name": "a", "labels": "x"}, {"name": "a", "labels": "y"})
    assert answer.changes == provider_pb2.DiffResponse.DIFF_SOME
    assert {path: provider_pb2.PropertyDiff.Kind.Name(diff.kind) for path, diff in answer.detailedDiff.items()} == {"labels": "UPDATE"}
    assert not answer.deleteBeforeReplace


def test_ignored_changes_are_no_difference(provider):
    answer = a_diff(provider, {"name": "a", "labels": "x"}, {"name": "a", "labels": "y"}, ignore=["labels"])
    assert answer.changes == provider_pb2.DiffResponse.DIFF_NONE


def test_a_replacement_under_a_given_name_deletes_the_old_one_first(provider):
    answer = a_diff(provider, {"name": "a", "location": "US"}, {"name": "a", "location": "EU", "__defaults": []})
    assert (list(answer.replaces), answer.deleteBeforeReplace) == (["location"], True)


def test_a_replacement_under_a_generated_name_creates_the_new_one_first(provider):
    answer = a_diff(provider, {"name": "a-1", "location": "US"}, {"name": "a-1", "location": "EU", "__defaults": ["name"]})
    assert (list(answer.replaces), answer.deleteBeforeReplace) == (["location"], False)


def test_a_preview_creates_nothing_and_has_no_id(provider, clouds):
    answer = provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"}), preview=True))
    assert (answer.id, to_plain(answer.properties)) == ("", {"name": "a", "selfLink": "unknown"})
    assert clouds[-1].there == {}


def test_create_returns_id_and_outputs(provider, clouds):
    answer = provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"})))
    assert (answer.id, to_plain(answer.properties)) == ("a", {"name": "a", "selfLink": "links/a"})
    assert clouds[-1].there == {"a": {"name": "a"}}


def test_a_refusal_carries_the_words_of_the_cloud(provider, refused):
    request = provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"}))
    provider.Create(request)
    error = refused(provider.Create, request)
    assert (error.code(), error.details()) == (grpc.StatusCode.UNKNOWN, "Error 409: a already exists")


@pytest.mark.parametrize("half", ["create", "update"])
def test_a_failure_half_way_hands_over_what_exists(provider, refused, half):
    create = provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "half"}))
    update = provider_pb2.UpdateRequest(id="a", urn=URN, type=BUCKET, olds=to_struct({"name": "a"}), news=to_struct({"labels": "half"}))
    error = refused(provider.Create, create) if half == "create" else refused(provider.Update, update)
    [status] = [status_pb2.Status.FromString(value) for key, value in error.trailing_metadata() if key == "grpc-status-details-bin"]
    left = provider_pb2.ErrorResourceInitFailed()
    assert status.details[0].Unpack(left)
    expected = {
        "create": ("half-id", {"name": "half"}, ["stock-out in us-central1-a"], {"name": "half"}),
        "update": ("a", {"name": "a"}, ["labels were not set"], {"labels": "half"}),
    }
    assert (left.id, to_plain(left.properties), list(left.reasons), to_plain(left.inputs)) == expected[half]


def test_refresh_reads_with_the_inputs_it_knows(provider, clouds):
    provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"})))
    answer = provider.Read(provider_pb2.ReadRequest(id="a", urn=URN, type=BUCKET, inputs=to_struct({"name": "a"})))
    assert (answer.id, to_plain(answer.inputs), to_plain(answer.properties)) == ("a", {"name": "a"}, {"name": "a", "selfLink": "links/a"})
    assert clouds[-1].asked == [(BUCKET, "a", {"name": "a"})]


def test_import_reads_without_inputs_and_gets_them_back(provider, clouds):
    provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a", "labels": "x"})))
    answer = provider.Read(provider_pb2.ReadRequest(id="a", urn=URN, type=BUCKET))
    assert to_plain(answer.inputs) == {"name": "a", "labels": "x"}
    assert clouds[-1].asked == [(BUCKET, "a", None)]


def test_reading_what_is_gone_returns_no_id(provider):
    assert provider.Read(provider_pb2.ReadRequest(id="gone", urn=URN, type=BUCKET)).id == ""


def test_update_changes_and_its_preview_does_not(provider, clouds):
    provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"})))
    request = {
        "id": "a",
        "urn": URN,
        "type": BUCKET,
        "olds": to_struct({"name": "a", "selfLink": "l"}),
        "news": to_struct({"name": "a", "x": "y"}),
    }
    previewed = provider.Update(provider_pb2.UpdateRequest(**request, preview=True))
    assert to_plain(previewed.properties) == {"name": "a", "selfLink": "l", "x": "y"}
    assert clouds[-1].there == {"a": {"name": "a"}}
    assert to_plain(provider.Update(provider_pb2.UpdateRequest(**request)).properties) == {"name": "a", "selfLink": "l", "x": "y"}
    assert clouds[-1].there == {"a": {"name": "a", "x": "y"}}


def test_delete_deletes_and_a_refusal_says_why(provider, clouds, refused):
    provider.Create(provider_pb2.CreateRequest(urn=URN, type=BUCKET, properties=to_struct({"name": "a"})))
    provider.Delete(provider_pb2.DeleteRequest(id="a", urn=URN, type=BUCKET))
    assert clouds[-1].there == {}
    assert refused(provider.Delete, provider_pb2.DeleteRequest(id="busy", urn=URN, type=BUCKET)).details() == "Error 400: busy is in use"


def test_a_data_source_is_answered(provider):
    answer = provider.Invoke(provider_pb2.InvokeRequest(tok="gcp:compute/getZones:getZones", args=to_struct({"region": "us-central1"})))
    assert to_plain(getattr(answer, "return")) == {"names": ["us-central1-a"]}


def test_a_data_source_that_is_not_simulated_is_unimplemented(provider, refused):
    error = refused(provider.Invoke, provider_pb2.InvokeRequest(tok="gcp:x/y:y"))
    assert (error.code(), error.details()) == (grpc.StatusCode.UNIMPLEMENTED, "The simulated cloud does not answer gcp:x/y:y.")


def test_a_defect_of_the_simulation_names_its_place(provider, refused):
    error = refused(provider.Invoke, provider_pb2.InvokeRequest(tok="broken"))
    assert error.code() == grpc.StatusCode.INTERNAL
    assert error.details().startswith("The simulated cloud has a defect: KeyError: 'no such row' (conftest.py:")


@pytest.mark.parametrize("method", ["Construct", "Call", "Parameterize"])
def test_what_a_rehearsal_does_not_need_is_unimplemented(provider, refused, method):
    request = getattr(provider_pb2, f"{method}Request")()
    assert refused(getattr(provider, method), request).code() == grpc.StatusCode.UNIMPLEMENTED


def a_plugin(*words, environment=None):
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "aidc.rehearsal.provider", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        text=True,
    )


def test_the_executable_says_its_port_ignores_sigint_and_ends_on_cancel():
    with a_plugin("gcp", "-v=9", "127.0.0.1:1") as plugin:
        port = int(plugin.stdout.readline())
        plugin.send_signal(2)
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = provider_pb2_grpc.ResourceProviderStub(channel)
            assert stub.GetPluginInfo(Empty()).version == metadata.version("pulumi-gcp")
            stub.Cancel(Empty())
        assert plugin.wait(timeout=10) == 0
        assert (plugin.stdout.read(), plugin.stderr.read()) == ("", "")


def test_the_executable_ends_when_its_parent_is_gone(tmp_path):
    serve = f'"{sys.executable}" -P -m aidc.rehearsal.provider kubernetes > "{tmp_path}/port" & echo $!'
    script = f'{serve}; while [ ! -s "{tmp_path}/port" ]; do sleep 0.1; done'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True, timeout=30)
    child = int(done.stdout)
    deadline = time.monotonic() + 10
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _runs(child)


def _runs(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_an_unknown_package_is_refused_with_the_choices():
    with a_plugin("aws") as plugin:
        assert plugin.wait(timeout=30) == 2
        assert "argument package: invalid choice: 'aws' (choose from 'gcp', 'kubernetes')" in plugin.stderr.read()
