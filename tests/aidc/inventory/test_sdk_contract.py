"""One test for each name of the SDK that the recorder leans on and that its documentation does not promise.

When an upgrade of Pulumi breaks the recorder, one of these says which name has moved.
"""

import asyncio
import inspect
from concurrent.futures import ThreadPoolExecutor

import pulumi
import pulumi.runtime
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime import mocks, rpc, settings
from pulumi.runtime.proto import provider_pb2, resource_pb2

from aidc.inventory import resource, wire


class Silent(mocks.Mocks):
    """Mocks that answer nothing."""

    def new_resource(self, args):
        """Answer nothing."""
        return "", {}

    def call(self, args):
        """Answer nothing."""
        return {}


def in_context(coroutine_function):
    """Run in a task of its own, so that settings do not leak into other tests."""
    return asyncio.run(coroutine_function())


def test_the_sentinel_and_the_signatures_are_those_of_the_sdk():
    ours = (resource.UNKNOWN, wire.SIGNATURE, wire.SECRET, wire.OUTPUT, wire.REFERENCE, wire.ASSETS)
    assets = {rpc._special_asset_sig, rpc._special_archive_sig}
    assert ours == (
        rpc.UNKNOWN,
        rpc._special_sig_key,
        rpc._special_secret_sig,
        rpc._special_output_value_sig,
        rpc._special_resource_sig,
        assets,
    )


def test_settings_root_keeps_set_mocks_from_making_a_stack_of_its_own():
    async def with_and_without():
        pulumi.runtime.reset_options(project="p", stack="s", preview=True)
        marker = object()
        settings.ROOT.set(marker)
        pulumi.runtime.set_mocks(Silent(), project="p", stack="s", preview=True)
        kept = settings.ROOT.get() is marker
        settings.ROOT.set(None)
        pulumi.runtime.set_mocks(Silent(), project="p", stack="s", preview=True)
        return kept, settings.ROOT.get()

    kept, made = in_context(with_and_without)
    assert kept
    assert isinstance(made, pulumi.runtime.stack.Stack)


def test_settings_are_context_variables_so_a_run_leaves_nothing_behind():
    async def change():
        pulumi.runtime.reset_options(project="other", stack="other", preview=True)
        pulumi.runtime.set_all_config({"a:b": "c"}, ["a:b"])
        return pulumi.get_project(), pulumi.runtime.get_config("a:b")

    before = pulumi.get_project(), pulumi.runtime.get_config("a:b")
    assert in_context(change) == ("other", "c")
    assert (pulumi.get_project(), pulumi.runtime.get_config("a:b")) == before


def test_reset_options_sets_the_root_directory_and_set_mocks_leaves_it():
    async def root():
        pulumi.runtime.reset_options(project="p", stack="s", root_directory="/somewhere", preview=True)
        settings.ROOT.set(object())
        pulumi.runtime.set_mocks(Silent(), project="p", stack="s", organization="organization")
        return settings.get_root_directory(), pulumi.get_organization()

    assert in_context(root) == ("/somewhere", "organization")


@pytest.mark.parametrize(
    "method",
    ["RegisterResource", "ReadResource", "Invoke", "RegisterResourceOutputs", "RegisterStackTransform", "RegisterStackInvokeTransform"],
)
def test_the_mock_monitor_has_the_methods_that_the_recorder_overrides(method):
    assert list(inspect.signature(getattr(mocks.MockMonitor, method)).parameters) == ["self", "request"]


def test_the_mock_monitor_answers_the_rest_without_our_help():
    monitor = mocks.MockMonitor(Silent())
    assert resource_pb2.RESOURCE_MONITOR_FEATURE_SECRETS in monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures
    assert resource_pb2.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS in monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures
    assert isinstance(monitor.SignalAndWaitForShutdown(empty_pb2.Empty()), empty_pb2.Empty)
    assert isinstance(monitor.RegisterResourceHook(None), empty_pb2.Empty)


def test_set_mocks_takes_a_monitor_a_logger_and_an_organization():
    assert {"monitor", "logger", "organization", "preview"} <= set(inspect.signature(pulumi.runtime.set_mocks).parameters)


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        (
            resource_pb2.RegisterResourceRequest,
            "type name parent custom object protect dependencies provider deleteBeforeReplace deleteBeforeReplaceDefined version ignoreChanges "
            "additionalSecretOutputs aliases importId customTimeouts replaceOnChanges retainOnDelete deletedWith replace_with transforms",
        ),
        (resource_pb2.RegisterResourceResponse, "urn id object result unknown"),
        (resource_pb2.ReadResourceRequest, "id type name parent properties"),
        (resource_pb2.ReadResourceResponse, "urn id properties unknown"),
        (resource_pb2.ResourceInvokeRequest, "tok args"),
        (resource_pb2.ResourceInvokeResponse, "return failures unknown"),
        (resource_pb2.RegisterResourceOutputsRequest, "urn outputs"),
        (provider_pb2.CheckFailure, "property reason"),
    ],
)
def test_requests_and_answers_have_the_fields_that_we_read_and_write(message, fields):
    assert set(fields.split()) <= {field.name for field in message.DESCRIPTOR.fields}


def test_protect_and_retain_on_delete_can_be_unset():
    request = resource_pb2.RegisterResourceRequest()
    assert not request.HasField("protect")
    assert not request.HasField("retainOnDelete")


def test_a_failed_answer_is_an_answer_and_no_exception():
    assert resource_pb2.RegisterResourceResponse(result=resource_pb2.Result.FAIL).result == 1


def test_asyncio_accepts_an_executor_that_runs_in_the_same_thread():
    class Same(ThreadPoolExecutor):
        def submit(self, fn, /, *args, **kwargs):
            future = super().submit(lambda: None)
            future.result()
            return future

    async def install():
        asyncio.get_running_loop().set_default_executor(Same(max_workers=1))

    in_context(install)
