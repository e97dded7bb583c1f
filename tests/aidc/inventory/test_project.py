"""A project and its stacks: found upwards, merged with the defaults as the CLI merges them, every problem said at once."""

import pytest

from aidc.inventory.errors import InventoryError
from aidc.inventory.project import find_project, read_project


@pytest.fixture
def project(tmp_path):
    """Return a function that writes Pulumi.yaml and stack files and reads the project."""

    def write(manifest, **stacks):
        (tmp_path / "Pulumi.yaml").write_text(manifest)
        for name, content in stacks.items():
            file = tmp_path / "stacks" / f"Pulumi.{name.replace('_', '-')}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(content)
        return read_project(tmp_path / "Pulumi.yaml")

    return write


SHOP = "name: shop\nstackConfigDir: stacks\n"


def refusal_of(action):
    with pytest.raises(InventoryError) as refusal:
        action()
    return str(refusal.value)


def test_the_nearest_project_upwards_is_found(project, tmp_path):
    project(SHOP)
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_project(deep).directory == tmp_path
    assert find_project(deep).name == "shop"


def test_no_project_upwards_is_said_with_a_way_out(tmp_path):
    assert refusal_of(lambda: find_project(tmp_path)) == (
        f"{tmp_path}: no Pulumi.yaml in this folder or above it. Change into a Pulumi project, or make one with `aidc new`."
    )


def test_the_program_is_the_main_file_of_the_folder_or_the_one_that_main_names(project, tmp_path):
    assert project(SHOP).program == tmp_path / "__main__.py"
    (tmp_path / "infra").mkdir()
    assert project(SHOP + "main: infra\n").program == tmp_path / "infra" / "__main__.py"
    assert project(SHOP + "main: infra/shop.py\n").program == tmp_path / "infra" / "shop.py"


def test_stack_files_lie_in_the_stack_folder(project, tmp_path):
    shop = project(SHOP, b="", a_1="")
    assert shop.stacks() == ["a-1", "b"]
    assert shop.stack_file("b") == tmp_path / "stacks" / "Pulumi.b.yaml"


def test_the_old_form_of_the_stack_folder_is_understood(project, tmp_path):
    assert project("name: shop\nconfig: stacks\n").stack_file("b") == tmp_path / "stacks" / "Pulumi.b.yaml"


def test_without_a_stack_folder_stack_files_lie_beside_the_project_file(project, tmp_path):
    assert project("name: shop\n").stack_file("b") == tmp_path / "Pulumi.b.yaml"


def test_an_unknown_stack_is_answered_with_the_known_ones_and_the_nearest(project, tmp_path):
    shop = project(SHOP, gpt3="", serve="")
    file = tmp_path / "stacks" / "Pulumi.gtp3.yaml"
    assert (
        refusal_of(lambda: shop.stack_config("gtp3"))
        == f"{file}: there is no stack 'gtp3'; stacks of shop are gpt3, serve. Did you mean 'gpt3'?"
    )
    other = tmp_path / "stacks" / "Pulumi.x.yaml"
    assert refusal_of(lambda: shop.stack_config("x")) == (
        f"{other}: there is no stack 'x'; stacks of shop are gpt3, serve. Name one of them, or write the file."
    )


def test_a_project_without_stacks_says_so(project, tmp_path):
    file = tmp_path / "stacks" / "Pulumi.dev.yaml"
    assert refusal_of(lambda: project(SHOP).stack_config("dev")) == (
        f"{file}: there is no stack 'dev', and no other stack file in that folder. Write the file."
    )


@pytest.mark.parametrize("name", ["", "../secrets", "a/b", "a" * 101])
def test_a_text_that_leads_out_of_the_folder_is_no_stack(project, name):
    assert refusal_of(lambda: project(SHOP).stack_file(name)) == (
        f"{name!r} is no stack name; letters, digits, '-', '_' and '.' are allowed, at most 100 of them"
    )


def test_values_and_defaults_are_merged_and_namespaced(project):
    shop = project(
        SHOP
        + """
config:
  nodes: {type: integer, default: 3}
  zones: {type: array, items: {type: string}, default: [a, b]}
  ratio: {default: 0.5}
  flag: true
  gcp:project: shared
  gcp:region: {value: europe-west1}
""",
        dev="config:\n  nodes: 4\n  gcp:config:region: europe-west4\n  shop:blueprint: {name: x}\n  kubernetes:context: k\n",
    )
    assert shop.stack_config("dev").values == {
        "gcp:project": "shared",
        "gcp:region": "europe-west4",
        "kubernetes:context": "k",
        "shop:blueprint": '{"name":"x"}',
        "shop:flag": "true",
        "shop:nodes": "4",
        "shop:ratio": "0.5",
        "shop:zones": '["a","b"]',
    }
    assert shop.stack_config("dev").secret_keys == ()


def test_encrypted_values_become_secret_keys_and_are_not_decrypted(project):
    shop = project(SHOP, dev="config:\n  token: {secure: v1:x}\n  box: {user: me, password: {secure: v1:y}}\n  plain: z\n")
    config = shop.stack_config("dev")
    assert config.values == {"shop:box": '{"password":"[secret]","user":"me"}', "shop:plain": "z", "shop:token": "[secret]"}
    assert config.secret_keys == ("shop:box", "shop:token")


def test_a_stack_file_without_configuration_gives_the_defaults(project):
    assert project(SHOP + "config:\n  a: 1\n", dev="").stack_config("dev").values == {"shop:a": "1"}


def test_everything_wrong_with_a_stack_is_said_at_once(project, tmp_path):
    shop = project(
        SHOP
        + """
config:
  needed: {type: string}
  count: {type: integer}
  flag: {type: boolean}
  box: {type: object}
  names: {type: array, items: {type: array, items: {type: string}}}
  token: {secret: true}
""",
        dev="config:\n  count: 1.5\n  flag: yes\n  box: [1]\n  names: [[a, 1]]\n  token: open\n",
    )
    where = f"{tmp_path}/stacks/Pulumi.dev.yaml: config: "
    assert refusal_of(lambda: shop.stack_config("dev")).splitlines() == [
        f"{where}shop:needed is missing; Pulumi.yaml declares it without a default",
        f"{where}shop:count: 1.5 is not of type integer, which Pulumi.yaml declares",
        f"{where}shop:flag: 'yes' is not of type boolean, which Pulumi.yaml declares",
        f"{where}shop:box: [1] is not of type object, which Pulumi.yaml declares",
        f"{where}shop:names: [['a', 1]] is not of type array<array<string>>, which Pulumi.yaml declares",
        f"{where}shop:token must be encrypted, Pulumi.yaml declares it secret. Set it with `pulumi config set --secret`.",
    ]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("string", "3"),
        ("string", "true"),
        ("integer", "'3'"),
        ("integer", "3.0"),
        ("boolean", "'false'"),
        ("object", "{}"),
        ("integer", "{secure: x}"),
    ],
)
def test_what_the_cli_accepts_for_a_type_is_accepted(project, type_, value):
    shop = project(SHOP + f"config:\n  key: {{type: {type_}}}\n", dev=f"config:\n  key: {value}\n")
    assert list(shop.stack_config("dev").values) == ["shop:key"]


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("stackConfigDir: x\n", "name: None is no project name; a text is needed"),
        (
            "name: shop\nconfig: a\nstackConfigDir: b\n",
            "config: a folder there and stackConfigDir say the same thing twice. Keep stackConfigDir.",
        ),
        ("name: shop\nmain: [a]\n", "main: ['a'] is no path; a text is needed"),
        ("name: shop\nstackConfigDir: 5\n", "stackConfigDir: 5 is no path; a text is needed"),
        ("name: shop\nconfig: [a]\n", "config: ['a'] is no mapping of configuration keys"),
        ("name: shop\nconfig: {a: {default: 1, value: 2}}\n", "config: shop:a has a default and a value; only one of them is allowed"),
        (
            "name: shop\nconfig: {gcp:zone: {type: string, value: a}}\n",
            "config: gcp:zone is not of this project; it needs a value, and neither a type nor a default",
        ),
        (
            "name: shop\nconfig: {gcp:zone: {default: a}}\n",
            "config: gcp:zone is not of this project; it needs a value, and neither a type nor a default",
        ),
        ("name: shop\nconfig: {a:b:c: 1}\n", "config: 'a:b:c' is no configuration key; it reads <name> or <namespace>:<name>"),
        ("name: shop\nconfig: {a.b: 1}\n", "config: shop:a.b is a path into a value, which is not read offline. Declare the whole value."),
    ],
)
def test_a_project_file_that_the_cli_would_refuse_is_refused(project, tmp_path, manifest, message):
    assert refusal_of(lambda: project(manifest)) == f"{tmp_path / 'Pulumi.yaml'}: {message}"


def test_environments_of_pulumi_cloud_are_refused_because_nobody_resolves_them_offline(project, tmp_path):
    shop = project(SHOP, dev="environment: [shared]\n")
    assert refusal_of(lambda: shop.stack_config("dev")) == (
        f"{tmp_path}/stacks/Pulumi.dev.yaml: environment: names ESC environments, which Pulumi Cloud alone resolves. "
        "Write the values under config: instead."
    )
