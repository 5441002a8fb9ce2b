"""The reference of the Python library, from its docstrings and signatures.

Input: the public names of ``kg`` and of some of its modules. Output: a page.
"""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import kg
from docs.generate.markup import block, front, heading

MODULES = ("kg.graph", "kg.query", "kg.questions", "kg.explain", "kg.conflicts", "kg.network", "kg.rdflib_view",
           "kg.export", "kg.validate", "kg.diff", "kg.differences", "kg.as_of", "kg.model", "kg.errors")  # fmt: skip


def members(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """The public functions and classes that a module defines, in its order."""
    for name, value in vars(module).items():
        defined = getattr(value, "__module__", "") == module.__name__
        if defined and not name.startswith("_") and (inspect.isfunction(value) or inspect.isclass(value)):
            yield name, value


def page() -> str:
    """The page."""
    head = front("Python", "The public functions and classes of the library.")
    intro = (
        "What most need is `kg.open`. Everything is typed, values are frozen, what goes wrong is a "
        "[`kg.errors.KgError`](#kg.errors.KgError) that says what to do.\n\n"
        + block(
            'import kg\n\nwith kg.open("build/demo") as graph:\n    for row in graph.table("awards"):\n'
            '        print(row["recipient"], row["award"], row["year"])\n'
            '    answer = graph.query("SELECT ?name { ?city a kg:City ; rdfs:label ?name }")\n'
            "    network = graph.to_networkx()  # entities as nodes, facts as edges, each with its quote\n"
            "    dataset = graph.to_rdflib()  # an rdflib view, nothing is copied",
            "python",
        )
        + "\n`kg` itself has "
        + ", ".join(f"[`kg.{name}`](#{_target(name)})" for name in kg.__all__)
        + ".\n\n"
    )
    return head + intro + "".join(map(_module, MODULES))


def _target(name: str) -> str:
    value = getattr(kg, name)
    return f"{value.__module__}.{value.__qualname__}"


def _module(name: str) -> str:
    module = importlib.import_module(name)
    parts = "".join(_member(f"{name}.{member}", value) for member, value in members(module))
    return heading(2, f"`{name}`", name) + "\n" + prose(module) + "\n\n" + parts


def _member(path: str, value: Any) -> str:
    text = (
        heading(3, f"`{path.rsplit('.', 1)[1]}`", path) + "\n" + block(signature(value), "python") + "\n" + prose(value)
    )
    for name, method in _methods(value):
        called = method.fget if isinstance(method, property) else method
        shown = f".{name}" if isinstance(method, property) else f".{name}{_arguments(called)}"
        text += "\n\n" + heading(4, f"{name}", f"{path}.{name}") + f"\n{block(shown, 'python')}\n{prose(called)}\n"
    return text + "\n\n"


def _methods(value: Any) -> Iterator[tuple[str, Any]]:
    for name, method in vars(value).items() if inspect.isclass(value) else ():
        if not name.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
            yield name, method


def signature(value: Any) -> str:
    """How a function or class is called."""
    name = value.__name__
    if inspect.isclass(value):
        bases = ", ".join(base.__name__ for base in value.__bases__ if base is not object)
        fields = getattr(value, "__dataclass_fields__", {})
        inside = "".join(f"\n    {one.name}: {one.type}" for one in fields.values())
        return f"class {name}({bases}):{inside}" if bases else f"class {name}:{inside}"
    return f"def {name}{_arguments(value)}"


def _arguments(function: Any) -> str:
    """The parameters with their types, without ``self`` and without quotes around types."""
    signature = inspect.signature(function)
    known = [one for one in signature.parameters.values() if one.name != "self"]
    written = [_parameter(one) for one in known]
    keyword = next((at for at, one in enumerate(known) if one.kind is one.KEYWORD_ONLY), None)
    if keyword is not None:
        written.insert(keyword, "*")
    returned = signature.return_annotation
    return f"({', '.join(written)})" + ("" if returned is signature.empty else f" -> {returned}")


def _parameter(one: inspect.Parameter) -> str:
    stars = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
    kind = "" if one.annotation is one.empty else f": {one.annotation}"
    return stars + one.name + kind + ("" if one.default is one.empty else f" = {one.default!r}")


def prose(value: Any) -> str:
    """The docstring as Markdown."""
    return (inspect.getdoc(value) or "").replace("<", "&lt;")
