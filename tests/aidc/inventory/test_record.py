"""Programs are recorded as the engine would see them: names, options, dependencies, secrets, unknowns, failures."""

import asyncio
import gc
import logging
import os
import sys
from pathlib import Path

import pulumi
import pulumi_gcp as gcp
import pytest
from pulumi import Alias, Output, ResourceOptions

from aidc.inventory.errors import InventoryError
from aidc.inventory.record import record, record_program
from aidc.inventory.recording import Recording
from aidc.inventory.resource import UNKNOWN, to_json_lines

NETWORK = "gcp:compute/network:Network"
SUBNETWORK = "gcp:compute/subnetwork:Subnetwork"
BUCKET = "gcp:storage/bucket:Bucket"
NODE_POOL = "gcp:container/nodePool:NodePool"
PROVIDER = "pulumi:providers:gcp"
AT = "urn:pulumi:test::aidc::"


class Group(pulumi.ComponentResource):
    """A component around whatever `make` declares under it."""

    def __init__(self, name, make=lambda self: None, opts=None, props=None):
        super().__init__("test:group:Group", name, props, opts)
        make(self)
        self.register_outputs({"made": name})


def refusal_of(program, **keywords):
    with pytest.raises(InventoryError) as refusal:
        record_program(program, **keywords)
    return refusal.value


# What is recorded


def test_resources_come_with_type_name_and_camel_case_inputs(declare):
    pool = declare(
        lambda: gcp.container.NodePool("pool", cluster="c", node_count=32, node_config={"machine_type": "ct5p-hightpu-4t"})
    ).only(NODE_POOL)
    assert pool.name == "pool"
    assert pool.urn == f"{AT}{NODE_POOL}::pool"
    assert pool.inputs == {"cluster": "c", "nodeCount": 32.0, "nodeConfig": {"machineType": "ct5p-hightpu-4t"}}
    assert isinstance(pool.inputs["nodeCount"], float), "numbers are those of the wire"
    assert pool.custom


def test_resources_are_sorted_by_urn_and_leave_the_stack_out(declare):
    def program():
        gcp.storage.Bucket("b", location="EU")
        gcp.storage.Bucket("a", location="EU")
        gcp.compute.Network("n")

    assert [one.urn for one in declare(program).resources] == [f"{AT}{NETWORK}::n", f"{AT}{BUCKET}::a", f"{AT}{BUCKET}::b"]


def test_a_urn_holds_the_types_of_all_ancestors(declare):
    def inner(parent):
        Group(
            "inner", lambda self: gcp.storage.Bucket("b", location="EU", opts=ResourceOptions(parent=self)), ResourceOptions(parent=parent)
        )

    declared = declare(lambda: Group("outer", inner))
    bucket, group = declared.only(BUCKET), declared.named("inner")
    assert bucket.urn == f"{AT}test:group:Group$test:group:Group${BUCKET}::b"
    assert bucket.parent == group.urn == f"{AT}test:group:Group$test:group:Group::inner"
    assert group.parent == f"{AT}test:group:Group::outer"
    assert declared.named("outer").parent == "", "the stack as parent is not written"
    assert not group.custom


def test_dependencies_are_sorted_urns_and_a_component_stands_for_its_children(declare):
    def program():
        network = gcp.compute.Network("n")
        group = Group("g", lambda self: gcp.storage.Bucket("b", location="EU", opts=ResourceOptions(parent=self)))
        gcp.compute.Subnetwork("s", network=network.id, ip_cidr_range="10.0.0.0/24", opts=ResourceOptions(depends_on=[group]))

    assert declare(program).only(SUBNETWORK).dependencies == (f"{AT}{NETWORK}::n", f"{AT}test:group:Group${BUCKET}::b")


def test_only_options_that_are_set_are_kept(declare):
    assert declare(lambda: Group("g")).only("test:group:Group").options == {}
    assert declare(lambda: gcp.compute.Network("n")).only(NETWORK).options == {"version": "10.2.0"}


def test_every_kept_option_reads_as_state_files_have_it(declare):
    def program():
        base = gcp.compute.Network("base")
        gcp.compute.Network(
            "n",
            opts=ResourceOptions(
                protect=True,
                retain_on_delete=True,
                deleted_with=base,
                replace_with=[base],
                ignore_changes=["description"],
                replace_on_changes=["mtu"],
                delete_before_replace=False,
                aliases=[Alias(name="old"), "urn:pulumi:a::b::c:d:E::f", Alias(parent=base), Alias(stack="s", project="p", type_="t:t:T")],
                custom_timeouts=pulumi.CustomTimeouts(create="1h30m", delete="5m"),
                import_="projects/p/n",
                additional_secret_outputs=["selfLink"],
                provider=gcp.Provider("eu", region="europe-west4"),
            ),
        )

    assert declare(program).named("n").options == {
        "additionalSecretOutputs": ["selfLink"],
        "aliases": [
            f"{AT}{NETWORK}::old",
            "urn:pulumi:a::b::c:d:E::f",
            f"{AT}{NETWORK}${NETWORK}::n",
            "urn:pulumi:s::p::t:t:T::n",
        ],
        "customTimeouts": {"create": 5400.0, "delete": 300.0},
        "deleteBeforeReplace": False,
        "deletedWith": f"{AT}{NETWORK}::base",
        "ignoreChanges": ["description"],
        "import": "projects/p/n",
        "protect": True,
        "provider": f"{AT}{PROVIDER}::eu::{UNKNOWN}",
        "replaceOnChanges": ["mtu"],
        "replaceWith": [f"{AT}{NETWORK}::base"],
        "retainOnDelete": True,
        "version": "10.2.0",
    }


def test_children_inherit_what_the_engine_lets_them_inherit(declare):
    def program():
        base = gcp.compute.Network("base")
        options = ResourceOptions(protect=True, retain_on_delete=True, deleted_with=base, ignore_changes=["x"])
        group = Group("g", opts=options)
        gcp.storage.Bucket("heir", location="EU", opts=ResourceOptions(parent=group))
        gcp.storage.Bucket("rebel", location="EU", opts=ResourceOptions(parent=group, protect=False, retain_on_delete=False))

    declared = declare(program)
    inherited = {"deletedWith": f"{AT}{NETWORK}::base", "protect": True, "retainOnDelete": True, "version": "10.2.0"}
    assert {key: value for key, value in declared.named("heir").options.items() if key != "additionalSecretOutputs"} == inherited
    assert declared.named("rebel").options["protect"] is False
    assert declared.named("rebel").options["retainOnDelete"] is False


def test_an_explicit_provider_is_a_resource_with_its_version(declare):
    def program():
        provider = gcp.Provider("eu", project="shop", region="europe-west4")
        Group(
            "g",
            lambda self: gcp.storage.Bucket("b", location="EU", opts=ResourceOptions(parent=self)),
            ResourceOptions(providers=[provider]),
        )

    declared = declare(program)
    assert declared.only(PROVIDER).inputs == {"project": "shop", "region": "europe-west4", "version": "10.2.0"}
    assert declared.only(BUCKET).options["provider"] == f"{AT}{PROVIDER}::eu::{UNKNOWN}"


def test_the_default_provider_shows_where_configuration_says_anything_about_it(declare):
    declared = declare(lambda: gcp.compute.Network("n"), config={"gcp:project": "shop", "gcp:region": "europe-west4"})
    assert declared.only(PROVIDER).inputs == {"project": "shop", "region": "europe-west4", "version": "10.2.0"}
    assert declared.only(NETWORK).options["provider"] == f"{AT}{PROVIDER}::default_10_2_0::{UNKNOWN}"
    assert not declare(lambda: gcp.compute.Network("n")).all(PROVIDER)


def test_what_the_program_only_reads_is_not_part_of_the_record(declare):
    def program():
        shared = gcp.storage.Bucket.get("shared", "shared-id")
        gcp.storage.BucketObject("o", bucket=shared.id, content="x", content_type=shared.url)

    declared = declare(program)
    assert [one.name for one in declared.resources] == ["o"]
    assert declared.named("o").inputs["bucket"] == "shared-id", "the id of what is read is known"
    assert declared.named("o").inputs["contentType"] == UNKNOWN, "what the cloud would answer is not"


def test_whole_resources_as_inputs_are_written_as_their_ids(declare):
    def program():
        network = gcp.compute.Network("n")
        Group("g", props={"network": network, "group": Group("other")})

    assert declare(program).named("g").inputs == {"network": UNKNOWN, "group": f"{AT}test:group:Group::other"}


def test_stack_outputs_are_recorded(declare):
    def program():
        bucket = gcp.storage.Bucket("b", name="b", location="EU")
        pulumi.export("name", bucket.name)
        pulumi.export("url", bucket.url)
        pulumi.export("count", 3)
        pulumi.export("key", Output.secret("hunter2"))

    assert declare(program).outputs == {"name": "b", "url": UNKNOWN, "count": 3.0, "key": "[secret]"}


# Secrets


def test_no_secret_lands_in_the_record(declare):
    def program():
        hidden = Output.secret("hunter2")
        gcp.secretmanager.SecretVersion("v", secret="s", secret_data=hidden)
        gcp.container.NodePool(
            "p", cluster="c", node_config={"metadata": {"k": hidden}, "taints": [{"key": hidden, "value": "v", "effect": "NO_SCHEDULE"}]}
        )
        Group("g", props={"list": ["a", hidden]})
        gcp.storage.Bucket("b", location=hidden.apply(lambda text: text.upper()))

    declared = declare(program)
    assert declared.named("v").inputs["secretData"] == "[secret]"
    assert declared.only(NODE_POOL).inputs["nodeConfig"] == {"metadata": {"k": "[secret]"}, "taints": "[secret]"}
    assert declared.named("g").inputs == {"list": ["a", "[secret]"]}, "no provider sees a component, so only the element is hidden"
    assert declared.only(BUCKET).inputs == {"location": "[secret]"}
    assert "hunter2" not in repr(declared.recording).lower()


def test_a_secret_configuration_key_taints_what_is_made_of_it(declare):
    def program():
        gcp.storage.Bucket("b", location=pulumi.Config().require_secret("place"))

    assert declare(program, config={"aidc:place": "EU"}, secret_keys=["aidc:place"]).only(BUCKET).inputs == {"location": "[secret]"}


def test_an_output_that_is_declared_secret_stays_secret_where_it_is_used(declare):
    def program():
        network = gcp.compute.Network("n", description="plain", opts=ResourceOptions(additional_secret_outputs=["description"]))
        gcp.storage.Bucket("b", location=network.description)

    declared = declare(program)
    assert declared.only(NETWORK).inputs == {"description": "plain"}
    assert declared.only(NETWORK).outputs == {"description": "[secret]"}
    assert declared.only(BUCKET).inputs == {"location": "[secret]"}


# Preview and up


def test_a_preview_knows_what_was_given_and_nothing_else(declare):
    def program():
        network = gcp.compute.Network("n", name="main")
        gcp.compute.Subnetwork("s", network=network.id, description=network.name, region=network.self_link, ip_cidr_range="10.0.0.0/24")

    inputs = declare(program).only(SUBNETWORK).inputs
    assert inputs == {"network": UNKNOWN, "description": "main", "region": UNKNOWN, "ipCidrRange": "10.0.0.0/24"}


def test_up_gives_ids_and_still_invents_no_output(declare):
    def program():
        network = gcp.compute.Network("n", name="main")
        gcp.compute.Subnetwork("s", network=network.id, description=network.name, region=network.self_link, ip_cidr_range="10.0.0.0/24")

    declared = declare(program, preview=False)
    assert declared.only(SUBNETWORK).inputs == {"network": "n-id", "description": "main", "region": UNKNOWN, "ipCidrRange": "10.0.0.0/24"}
    assert declared.only(NETWORK).outputs == {"name": "main"}


def test_the_program_can_ask_whether_it_is_a_preview(declare):
    def program():
        pulumi.export("preview", pulumi.runtime.is_dry_run())
        pulumi.export("where", f"{pulumi.get_project()}/{pulumi.get_stack()}/{pulumi.get_organization()}")

    assert declare(program, project="shop", stack="prod").outputs == {"preview": True, "where": "shop/prod/organization"}
    assert declare(program, preview=False).outputs["preview"] is False


def test_an_import_has_its_id_even_in_a_preview(declare):
    def program():
        network = gcp.compute.Network("n", opts=ResourceOptions(import_="main"))
        gcp.compute.Subnetwork("s", network=network.id, ip_cidr_range="10.0.0.0/24")

    assert declare(program).only(SUBNETWORK).inputs["network"] == "main"


# A simulated cloud


class Cloud:
    """Answers everything with a link and refuses what is called bad."""

    def __init__(self):
        self.asked = []

    def create(self, type, name, inputs, *, preview):  # noqa: A002
        self.asked.append((type, name, inputs, preview))
        if name.startswith("bad"):
            raise RuntimeError(f"no room for {name}")
        return ("" if preview else f"id/{name}"), {**inputs, "selfLink": UNKNOWN if preview else f"https://{name}"}

    def invoke(self, token, args):
        if "bad" in args.get("project", ""):
            raise RuntimeError("no such project")
        return {"names": ["a", "b"], "project": args.get("project")}


def test_a_simulated_cloud_answers_creations(declare):
    def program():
        network = gcp.compute.Network("n", description=Output.secret("hunter2"))
        gcp.compute.Subnetwork(
            "s", network=network.id, region=network.self_link, description=network.description, ip_cidr_range="10.0.0.0/24"
        )

    cloud = Cloud()
    subnetwork = declare(program, preview=False, simulation=cloud).only(SUBNETWORK)
    assert subnetwork.inputs == {"network": "id/n", "region": "https://n", "description": "[secret]", "ipCidrRange": "10.0.0.0/24"}
    assert subnetwork.outputs == {**subnetwork.inputs, "selfLink": "https://s"}
    assert cloud.asked[0] == (NETWORK, "n", {"description": "hunter2"}, False), "the cloud itself gets the secret"
    assert declare(program, simulation=Cloud()).only(SUBNETWORK).inputs["region"] == UNKNOWN


def test_outputs_that_are_declared_secret_are_hidden(declare):
    def program():
        network = gcp.compute.Network("n", opts=ResourceOptions(additional_secret_outputs=["selfLink"]))
        gcp.compute.Subnetwork("s", network=network.id, region=network.self_link, ip_cidr_range="10.0.0.0/24")

    declared = declare(program, preview=False, simulation=Cloud())
    assert declared.only(SUBNETWORK).inputs["region"] == "[secret]"
    assert declared.only(NETWORK).outputs == {"selfLink": "[secret]"}


def test_a_simulated_cloud_is_asked_for_clouds_things_alone_and_in_the_order_of_the_program(declare):
    def program():
        provider = gcp.Provider("eu")
        for number in range(20):
            Group(
                f"g{number}",
                lambda self, name=f"b{number}": gcp.storage.Bucket(
                    name, location="EU", opts=ResourceOptions(parent=self, provider=provider)
                ),
            )

    orders = set()
    for _ in range(3):
        cloud = Cloud()
        declare(program, simulation=cloud)
        orders.add(tuple(name for _, name, _, _ in cloud.asked))
    assert orders == {tuple(f"b{number}" for number in range(20))}


def test_a_refusal_is_collected_and_what_depends_on_it_is_not_tried(declare):
    def program():
        network = gcp.compute.Network("bad")
        gcp.compute.Subnetwork("s", network=network.id, ip_cidr_range="10.0.0.0/24")
        gcp.storage.Bucket("child", location="EU", opts=ResourceOptions(parent=network))
        gcp.storage.Bucket("other", location="EU")

    cloud = Cloud()
    recording = declare(program, preview=False, simulation=cloud).recording
    assert [(one.urn, str(one.error)) for one in recording.errors] == [(f"{AT}{NETWORK}::bad", "no room for bad")]
    assert sorted(name for _, name, _, _ in cloud.asked) == ["bad", "other"]
    assert len(recording.resources) == 4, "the record still holds what the program asks for"


def test_an_answer_that_cannot_travel_is_a_refusal_too(declare):
    class Odd(Cloud):
        def create(self, type, name, inputs, *, preview):  # noqa: A002
            return "id", {"when": object()}

    [refused] = declare(lambda: gcp.compute.Network("n"), simulation=Odd()).recording.errors
    assert (refused.urn, str(refused.error)) == (f"{AT}{NETWORK}::n", "Unexpected type")


def test_data_sources_are_answered_by_the_cloud(declare):
    def program():
        pulumi.export("zones", gcp.compute.get_zones(project="shop").names)
        pulumi.export("later", gcp.compute.get_zones_output(project="shop").names)

    recording = declare(program, simulation=Cloud()).recording
    assert recording.outputs == {"zones": ["a", "b"], "later": ["a", "b"]}
    assert recording.unanswered == ()


def test_a_refused_data_source_fails_the_program_with_the_reason():
    refusal = refusal_of(lambda: gcp.compute.get_zones(project="bad"), simulation=Cloud())
    assert str(refusal).endswith("Exception: invoke of gcp:compute/getZones:getZones failed: no such project ()")


def test_a_data_source_without_a_cloud_is_unknown_and_reported(declare):
    def program():
        zones = gcp.compute.get_zones_output(project="shop")
        gcp.storage.Bucket("b", location=zones.names[0])

    declared = declare(program)
    assert declared.only(BUCKET).inputs == {"location": UNKNOWN}
    assert declared.recording.unanswered == ("gcp:compute/getZones:getZones",)


def test_a_program_that_cannot_go_on_without_a_data_source_is_told_which_it_was():
    refusal = refusal_of(lambda: gcp.compute.get_zones(project="shop").names[0])
    assert (
        refusal.problems[-1]
        == "The program asked for what only the cloud knows, and offline nobody answers: gcp:compute/getZones:getZones."
    )


def test_a_resource_can_be_looked_up_by_its_urn(declare):
    def program():
        bucket = gcp.storage.Bucket("b", name="b", location="EU")
        found = bucket.urn.apply(lambda urn: gcp.storage.Bucket("again", location="EU", opts=ResourceOptions(urn=urn)).name)
        pulumi.export("name", found)

    declared = declare(program)
    assert declared.outputs == {"name": "b"}
    assert [one.name for one in declared.resources] == ["b"]


def test_a_lookup_of_what_nobody_declared_fails_the_program():
    options = ResourceOptions(urn=f"{AT}{BUCKET}::b")
    refusal = refusal_of(lambda: gcp.storage.Bucket("again", location="EU", opts=options))
    assert str(refusal).endswith(f"Exception: getResource failed: no resource {AT}{BUCKET}::b has been declared so far (urn)")


# Failures


def test_two_resources_of_one_urn_are_all_named_after_the_run():
    def program():
        for name in ("a", "a", "b", "b"):
            gcp.storage.Bucket(name, location="EU")

    assert refusal_of(program).problems == (
        f"{AT}{BUCKET}::a: two resources have this URN. Give one of them another name.",
        f"{AT}{BUCKET}::b: two resources have this URN. Give one of them another name.",
    )


def test_the_same_name_and_type_under_two_parents_is_no_clash(declare):
    def program():
        for name in ("g", "h"):
            Group(name, lambda self: gcp.storage.Bucket("b", location="EU", opts=ResourceOptions(parent=self)))

    assert refusal_of(program).problems == (
        f"{AT}test:group:Group${BUCKET}::b: two resources have this URN. Give one of them another name.",
    ), "a URN holds the types of the ancestors, not their names"


def test_a_bad_timeout_is_refused_with_the_resource_and_an_example():
    options = ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create="5 minutes"))
    assert str(refusal_of(lambda: gcp.compute.Network("n", opts=options))) == (
        f"{AT}{NETWORK}::n: '5 minutes' is no duration; write it as numbers with units, such as 90s, 30m or 1h30m"
    )


def test_transforms_are_refused_because_only_the_engine_runs_them():
    said = "transforms run in the engine alone, so an offline record would differ. Judge `pulumi preview --json` instead."
    own = refusal_of(lambda: gcp.compute.Network("n", opts=ResourceOptions(transforms=[lambda arguments: None])))
    assert own.problems == (f"{AT}{NETWORK}::n: {said}",)
    whole = refusal_of(lambda: pulumi.runtime.register_resource_transform(lambda arguments: None))
    assert whole.problems == (f"{AT}pulumi:pulumi:Stack::aidc-test: {said}",)


def test_a_logged_error_fails_the_recording_as_it_fails_a_deployment():
    assert refusal_of(lambda: pulumi.log.error("the quota is spent")).problems == ("the quota is spent",)


def test_a_logged_warning_is_talk_on_stderr(declare, capsys):
    declare(lambda: pulumi.log.warn("old machine type"))
    assert capsys.readouterr() == ("", "warning: old machine type\n")


def test_a_failure_in_an_apply_is_told_with_its_line_and_without_a_traceback(capsys, caplog):
    def program():
        network = gcp.compute.Network("n", name="main")
        network.name.apply(lambda name: name.missing)
        for number in range(20):
            gcp.compute.Subnetwork(f"s{number}", network=network.name.apply(lambda name: 1 / 0), ip_cidr_range="10.0.0.0/24")

    refusal = refusal_of(program)
    gc.collect()
    first = program.__code__.co_firstlineno
    here = "tests/aidc/inventory/test_record.py"
    assert str(refusal) in (
        f"{here}:{first + 2}: AttributeError: 'str' object has no attribute 'missing'",
        f"{here}:{first + 4}: ZeroDivisionError: division by zero",
    )
    assert refusal.__cause__ is not None
    assert refusal.__cause__.__traceback__ is None
    assert capsys.readouterr() == ("", "")
    assert caplog.records == []


# The surroundings of a run


def test_a_recording_leaves_collector_logger_loop_and_settings_as_they_were():
    gc.set_threshold(701, 11, 11)
    logger = logging.getLogger("asyncio")
    before = (gc.get_freeze_count(), logger.level, pulumi.runtime.settings.ROOT.get(), pulumi.get_project())
    try:
        record_program(lambda: gcp.compute.Network("n"))
        with pytest.raises(InventoryError):
            record_program(lambda: 1 / 0)
        assert gc.get_threshold() == (701, 11, 11)
    finally:
        gc.set_threshold(700, 10, 10)
    assert (gc.get_freeze_count(), logger.level, pulumi.runtime.settings.ROOT.get(), pulumi.get_project()) == before


def test_the_same_program_gives_the_same_bytes():
    def program():
        provider = gcp.Provider("eu")
        for number in range(30):
            network = gcp.compute.Network(f"n{number}", opts=ResourceOptions(provider=provider))
            gcp.compute.Subnetwork(
                f"s{number}", network=network.id, ip_cidr_range="10.0.0.0/24", opts=ResourceOptions(depends_on=[network, provider])
            )

    assert len({to_json_lines(record_program(program).resources) for _ in range(3)}) == 1


def test_async_programs_are_recorded(declare):
    async def main():
        await asyncio.sleep(0)
        gcp.storage.Bucket("b", location="EU")
        return {"done": True}

    assert declare(lambda: pulumi.run(main)).outputs == {"done": True}


# Projects


@pytest.fixture
def write_project(tmp_path):
    """Return a function that writes a project: file names and contents."""

    def write(folder="shop", manifest="name: shop\n", **files):
        root = tmp_path / folder
        contents = {
            "Pulumi.yaml": manifest,
            "Pulumi.dev.yaml": "",
            **{name.replace("__slash__", "/"): text for name, text in files.items()},
        }
        for name, text in contents.items():
            path = root / (name if "." in name else f"{name}.py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return root

    return write


HELLO = "import pulumi\n"


def project_refusal(root, stack="dev"):
    with pytest.raises(InventoryError) as refusal:
        record(root, stack)
    return refusal.value


def test_a_project_is_run_with_the_configuration_of_its_stack(write_project):
    root = write_project(
        manifest="name: shop\nconfig:\n  place: EU\n",
        __main__=HELLO + "pulumi.export('place', pulumi.Config().require('place'))\npulumi.export('where', pulumi.get_stack())\n",
    )
    assert record(root, "dev").outputs == {"place": "EU", "where": "dev"}


def test_a_program_runs_in_its_own_folder_and_imports_from_it(write_project):
    root = write_project(
        __main__=HELLO
        + "import os, sys\nfrom components import size\npulumi.export('all', [os.getcwd(), sys.path[0], sys.argv[0], size.LARGE])\n",
        components__slash____init__="",
        components__slash__size="LARGE = 'large'\n",
    )
    before = (Path.cwd(), sys.path[:], sys.argv[:], set(sys.modules))
    assert record(root, "dev").outputs["all"] == [str(root), str(root), str(root / "__main__.py"), "large"]
    assert (Path.cwd(), sys.path[:], sys.argv[:]) == before[:3]
    assert {name for name in set(sys.modules) - before[3] if name.startswith("components")} == set()


def test_each_project_gets_its_own_modules_and_edits_count(write_project):
    program = HELLO + "from components.size import VALUE\npulumi.export('value', VALUE)\n"
    first = write_project("first", __main__=program, components__slash____init__="", components__slash__size="VALUE = 'first'\n")
    second = write_project("second", __main__=program, components__slash____init__="", components__slash__size="VALUE = 'the second'\n")
    assert [record(root, "dev").outputs["value"] for root in (first, second, first)] == ["first", "the second", "first"]
    (first / "components" / "size.py").write_text("VALUE = 'edited!'\n")
    assert record(first, "dev").outputs["value"] == "edited!"


def test_modules_that_were_imported_before_come_back(write_project, tmp_path, monkeypatch):
    root = write_project(__main__=HELLO + "import sizes\npulumi.export('value', sizes.VALUE)\n", sizes="VALUE = 'of the project'\n")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "sizes.py").write_text("VALUE = 'elsewhere'\n")
    monkeypatch.syspath_prepend(elsewhere)
    import sizes  # type: ignore[import-not-found]

    assert record(root, "dev").outputs["value"] == "of the project"
    assert sys.modules["sizes"] is sizes
    monkeypatch.delitem(sys.modules, "sizes")


def test_a_copy_of_the_library_in_a_project_is_not_taken_for_the_library(write_project):
    root = write_project(
        __main__=HELLO + "import aidc, json\npulumi.export('file', aidc.__file__)\n",
        aidc____init__="raise RuntimeError\n",
        json="raise RuntimeError\n",
    )
    (root / "aidc").mkdir()
    (root / "aidc" / "__init__.py").write_text("raise RuntimeError('the copy')\n")
    assert record(root, "dev").outputs["file"] == sys.modules["aidc"].__file__


def test_what_a_program_prints_does_not_mix_with_results(write_project, capsys):
    record(write_project(__main__="print('hello')\n"), "dev")
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize(
    ("program", "module", "message"),
    [
        (
            "import helper\n\nhelper.fail()\n",
            "def fail():\n    raise ValueError('no such zone')\n",
            "helper.py:2: ValueError: no such zone",
        ),
        ("x = 1\n1 / 0\n", "", "__main__.py:2: ZeroDivisionError: division by zero"),
        ("def f(:\n", "", "__main__.py:1: SyntaxError: invalid syntax"),
        ("import helper\n", "import nothing_like_it\n", "helper.py:1: ModuleNotFoundError: No module named 'nothing_like_it'"),
        (
            "import sys\nsys.exit(3)\n",
            "",
            "__main__.py:2: the program ended itself with sys.exit(3); a program ends by reaching its end",
        ),
        (
            "import pulumi_gcp as gcp\ngcp.compute.Subnetwork('s', network='n')\ngcp.storage.Bucket('b')\n",
            "",
            "__main__.py:3: TypeError: Missing required property 'location'",
        ),
    ],
)
def test_a_failing_program_is_told_in_one_line(write_project, capsys, program, module, message):
    root = write_project(__main__=program, helper=module)
    assert str(project_refusal(root)) == message
    assert capsys.readouterr() == ("", "")


def test_a_wrong_type_names_resource_and_property(write_project):
    root = write_project(__main__="import pulumi_gcp as gcp\ngcp.storage.Bucket('b', location=object())\n")
    message = str(project_refusal(root))
    assert "b" in message
    assert "unexpected input of type object for location in Bucket" in message


def test_a_project_without_a_program_says_where_it_should_be(write_project):
    root = write_project()
    assert str(project_refusal(root)) == f"{root}/__main__.py: there is no program to run; {root}/Pulumi.yaml names it by main:"


def test_a_missing_stack_is_told_before_anything_runs(write_project):
    root = write_project(__main__="raise RuntimeError\n")
    assert (
        str(project_refusal(root, "deb")) == f"{root}/Pulumi.deb.yaml: there is no stack 'deb'; stacks of shop are dev. Did you mean 'dev'?"
    )


def test_recording_needs_no_environment(write_project, monkeypatch):
    for name in list(os.environ):
        if name.startswith(("PULUMI", "GOOGLE", "CLOUDSDK")):
            monkeypatch.delenv(name)
    assert isinstance(record(write_project(__main__=HELLO), "dev"), Recording)
