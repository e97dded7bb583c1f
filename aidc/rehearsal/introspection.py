"""The input types of the installed provider packages, as schemas, for resource types that the fact tables do not hold.

Owns the walk over `pulumi._types`. Knows names, kinds and required inputs; enumerations, conflicts and replacement flags are not in the
packages. Importing a provider module takes up to seconds, so nothing here happens before it is asked for.
"""

from __future__ import annotations

import importlib
import inspect
import sys
import typing
from functools import cache
from typing import Any

from aidc.rehearsal.schema import Property

_PACKAGES = {"gcp": "pulumi_gcp", "kubernetes": "pulumi_kubernetes"}
_KINDS = {str: "string", int: "integer", float: "number", bool: "boolean"}


def introspected(type_: str) -> Property | None:
    """Return the schema of a type of an installed package, or None where no installed package has it."""
    args = arguments_of(type_)
    if args is None:
        return None
    root = Property(path="", kind="object")
    _fill(root, args, ())
    for name in sorted(output_names(type_) - root.children.keys()):
        root.children[name] = Property(path=name, kind="any", output_only=True)
    return root


@cache
def resource_class(type_: str) -> Any:
    """Return the class of a resource type such as gcp:compute/network:Network or kubernetes:apps/v1:Deployment, or None."""
    package, _, rest = type_.partition(":")
    module_path, _, name = rest.partition(":")
    if package not in _PACKAGES:
        return None
    module = module_path.rpartition("/")[0] if package == "gcp" else module_path
    try:
        found = importlib.import_module(".".join([_PACKAGES[package], *_module_names(package, module)]))
    except ImportError:
        return None
    return getattr(found, name, None)


def _module_names(package: str, module: str) -> list[str]:
    """Return the module's path below the package: kubernetes groups lose their domain (networking.k8s.io/v1 is networking.v1)."""
    if package == "gcp":
        return [module] if module else []
    group, _, version = module.partition("/")
    return [group.split(".")[0], version] if version else [module]


@cache
def arguments_of(type_: str) -> Any:
    """Return the input class of a resource type (NetworkArgs, or kubernetes' InitArgs), or None."""
    found = resource_class(type_)
    if found is None:
        return None
    home = sys.modules[found.__module__]
    return getattr(home, f"{found.__name__}Args", None) or getattr(home, f"{found.__name__}InitArgs", None)


def output_names(type_: str) -> set[str]:
    """Return the names of a resource type's outputs, inputs included."""
    import pulumi._types as sdk  # late: the SDK is not needed by whoever only reads the tables

    found = resource_class(type_)
    return set(sdk.resource_types(found)) if found is not None else set()


def _fill(block: Property, args: Any, above: tuple[Any, ...]) -> None:
    """Add the children of an input class. A class inside itself (JSON schemas of custom resources) is taken as it comes."""
    import pulumi._types as sdk

    types = sdk.input_type_types(args)
    parameters = inspect.signature(args.__init__).parameters
    for python_name, name in sdk.input_type_py_to_pulumi_names(args).items():
        kind, many, nested = _kind_of(types[name])
        child = Property(
            path=f"{block.path}.{name}" if block.path else name,
            kind=kind,
            many=many,
            required=parameters[python_name].default is inspect.Parameter.empty,
            autonamed=not block.path and name == "name" and kind == "string",
        )
        if nested in (args, *above):
            child.kind = "any"
        elif nested is not None:
            _fill(child, nested, (*above, args))
        child.autonamed = child.autonamed and not child.required
        block.children[name] = child


def _kind_of(annotation: Any) -> tuple[str, bool, Any]:
    """Return (kind, many, class of a nested block) of a property's type."""
    import pulumi._types as sdk

    many = False
    while (origin := typing.get_origin(annotation)) is not None:
        arguments = [argument for argument in typing.get_args(annotation) if argument is not type(None)]
        if origin is typing.Literal:
            return _KINDS.get(type(arguments[0]), "any"), many, None  # apiVersion and kind of Kubernetes, which the SDK sends by itself
        if origin is typing.Union:
            if {int, str} <= set(arguments):
                return "any", many, None  # a number or a text: ports and quantities of Kubernetes
            annotation = arguments[0]
        elif "Mapping" in str(origin) or origin is dict:
            return ("map" if not many else "any"), many, None
        elif origin is typing.Literal:
            return _KINDS.get(type(arguments[0]), "any"), many, None
        elif many:
            return "any", True, None  # a list of lists
        else:
            many, annotation = True, arguments[0]
    if sdk.is_input_type(annotation):
        return "object", many, annotation
    return _KINDS.get(annotation, "any"), many, None
