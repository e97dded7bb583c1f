"""The protocol without the SDK around it."""

from __future__ import annotations

import subprocess
import sys

import pytest


def said_by(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("plugin", ["aidc.rehearsal.provider", "aidc.rehearsal.language_host"])
def test_a_plugin_starts_without_the_sdk_and_without_a_provider_package(plugin):
    program = f"import sys, {plugin}; print(sorted(name for name in sys.modules if name.startswith('pulumi')))"
    assert said_by(program) == "[]"


def test_the_sdk_can_be_imported_later():
    program = """
from aidc.rehearsal.protocol import load_protocol
[early] = load_protocol("provider_pb2")
import pulumi
from pulumi.runtime.proto import provider_pb2 as late
request = early.CheckRequest(urn="urn:pulumi:a::b::c::d")
print(late.CheckRequest.FromString(request.SerializeToString()).urn, pulumi.runtime.proto.provider_pb2 is late)
"""
    assert said_by(program) == "urn:pulumi:a::b::c::d True"


def test_in_a_process_with_the_sdk_it_is_the_sdks_own():
    program = """
import pulumi
from aidc.rehearsal.protocol import load_protocol
from pulumi.runtime.proto import provider_pb2
print(load_protocol("provider_pb2") == (provider_pb2,))
"""
    assert said_by(program) == "True"
