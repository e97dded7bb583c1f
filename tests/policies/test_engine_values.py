"""Properties as the engine sends them."""

from __future__ import annotations

from google.protobuf.struct_pb2 import Struct

from policies.bag import SECRET, UNKNOWN
from policies.engine_values import values_of

SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def struct(values):
    message = Struct()
    message.update(values)
    return message


def secret(value):
    return {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": value}


def test_values_are_plain_and_whole_numbers_are_whole():
    given = {"size": 22, "share": 0.5, "on": True, "text": "x", "nothing": None, "list": [1, {"a": "b"}], "__defaults": []}
    assert values_of(struct(given)).properties == {
        "size": 22,
        "share": 0.5,
        "on": True,
        "text": "x",
        "nothing": None,
        "list": [1, {"a": "b"}],
    }


def test_what_is_not_known_yet_is_unknown_on_every_level_also_as_a_secret():
    found = values_of(struct({"a": SENTINEL, "b": [SENTINEL], "c": {"d": SENTINEL}, "e": secret(SENTINEL)})).properties
    assert found == {"a": UNKNOWN, "b": [UNKNOWN], "c": {"d": UNKNOWN}, "e": UNKNOWN}


def test_a_secret_is_hidden_as_in_a_record():
    found = values_of(struct({"password": secret("hunter22"), "count": secret(3), "none": secret(None)}))
    assert found.properties == {"password": SECRET, "count": SECRET, "none": None}
    assert found.open_secrets == frozenset()


def test_what_is_inside_of_a_secret_object_is_judged_and_never_told():
    found = values_of(
        struct({"config": secret({"mode": "GCE_METADATA", "keys": ["long-key-1", "long-key-12"], "on": True, "short": "no"})})
    )
    assert found.properties == {"config": {"mode": "GCE_METADATA", "keys": ["long-key-1", "long-key-12"], "on": True, "short": "no"}}
    assert found.without_secrets("mode is GCE_METADATA with long-key-12, no more") == "mode is [secret] with [secret], no more"


def test_an_asset_is_an_object_like_any_other():
    asset = {"4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", "path": "run.sh"}
    assert values_of(struct({"source": asset})).properties == {"source": {"path": "run.sh"}}
