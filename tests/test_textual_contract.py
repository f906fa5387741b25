"""The private names of Textual's, and of other libraries', that the client uses: listed, and still there."""

from __future__ import annotations

import ast
import inspect
import platform
import re
import sys
from functools import cache
from importlib import import_module
from importlib.metadata import packages_distributions, version
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import pytest

from tui.textual_internals.contract import CONTRACT, PrivateName, Use

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
MODULES = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in sorted((ROOT / "tui").rglob("*.py"))
    if path.name != "__main__.py"
]
PACKAGE = "tui.textual_internals"
LIST = "tui/textual_internals/contract.py"

READ, OVERRIDE = frozenset({Use.READ}), frozenset({Use.READ, Use.OVERRIDE})
SUBPARSERS = "give the type of what a command's options are added to"
PACED = "pace what is read from the network: httpx has no setting for what it connects by"
BESIDE_TEXTUAL = (
    PrivateName("httpx:AsyncClient", "_transport", READ, PACED),
    PrivateName("httpx:AsyncClient", "_mounts", READ, PACED),
    PrivateName("httpx:AsyncHTTPTransport", "_pool", READ, PACED),
    PrivateName("httpcore:AsyncConnectionPool", "_network_backend", READ, PACED),
    PrivateName("linkify_it.main:LinkifyIt", "_create_match", OVERRIDE, "end an address before a full stop"),
    PrivateName("linkify_it.main:LinkifyIt", "_on_compile", OVERRIDE, "end an address as the website does"),
    PrivateName("argparse:ArgumentParser", "_print_message", OVERRIDE, "write help as all other output"),
    PrivateName("argparse", "_SubParsersAction", READ, SUBPARSERS),
    PrivateName("argparse", "_ArgumentGroup", READ, SUBPARSERS),
    PrivateName("logging:FileHandler", "_open", OVERRIDE, "open the log so that others cannot read it"),
    PrivateName("asyncio.locks:Event", "_waiters", READ, "see that a message queue waits for a message"),
)
"""Names of the libraries beside Textual; they are used where they are needed."""
ALL = (*CONTRACT, *BESIDE_TEXTUAL)

_PRIVATE = re.compile(r"_(?!_)\w+")
_FOLLOWS = re.compile(r"_?(?:validate|watch|compute)_(_\w+)")
"""A method by which a class takes part in a change of one of Textual's reactive attributes."""


def is_private(name: str) -> bool:
    return _PRIVATE.fullmatch(name) is not None


def is_private_to_a_library(module: str, name: str) -> bool:
    parts = [*module.split("."), name]
    return parts[0] not in {"tui", "_typeshed"} and any(map(is_private, parts))


def is_ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] == "tui"


def is_of_a_library(kind: type) -> bool:
    return not is_ours(kind) and kind is not object


# What is written in the sources


def is_definition(node: ast.AST) -> TypeGuard[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(import_module(module)))


@cache
def classes_in(module: str) -> dict[str, ast.ClassDef]:
    """The classes that are written in a module, by their qualified names."""
    found: dict[str, ast.ClassDef] = {}
    waiting: list[tuple[str, ast.AST]] = [("", tree_of(module))]
    while waiting:
        prefix, within = waiting.pop()
        for node in ast.iter_child_nodes(within):
            inner = prefix
            if is_definition(node):
                inner = f"{prefix}{node.name}." + ("" if isinstance(node, ast.ClassDef) else "<locals>.")
            if isinstance(node, ast.ClassDef):
                found.setdefault(f"{prefix}{node.name}", node)
            if isinstance(node, ast.stmt):
                waiting.append((inner, node))
    return found


def body_of(kind: type) -> ast.ClassDef | None:
    """The class as it is written in Python, if it is."""
    # Of a class that is shown as another module's, as httpx does, the methods know where they are written.
    written = {member.__module__ for member in vars(kind).values() if inspect.isfunction(member)}
    try:
        return classes_in(written.pop() if len(written) == 1 else kind.__module__).get(kind.__qualname__)
    except (OSError, TypeError):
        return None


@cache
def uses_in(kind: type) -> frozenset[tuple[str, Use]]:
    """The private names of its own that a class uses, and how."""
    body = body_of(kind)
    return frozenset() if body is None else frozenset({*_uses_by_methods(body), *_definitions(body)})


def _uses_by_methods(body: ast.ClassDef) -> Iterator[tuple[str, Use]]:
    for node in ast.walk(body):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and _is_itself(node.value):
            yield node.attr, Use.READ if isinstance(node.ctx, ast.Load) else Use.SET


def _definitions(body: ast.ClassDef) -> Iterator[tuple[str, Use]]:
    for node in body.body:
        if is_definition(node):
            if follows := _FOLLOWS.fullmatch(node.name):
                yield follows[1], Use.SET
            elif is_private(node.name):
                yield node.name, Use.OVERRIDE
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            yield from ((name, Use.OVERRIDE) for name in names if is_private(name))


def _is_itself(value: ast.expr) -> bool:
    match value:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return True
        case _:
            return False


@cache
def imports_of(module: str) -> frozenset[tuple[str, str]]:
    """Module and name of each private import of a library's in one of our modules."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom):
            found |= {(node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
    return frozenset(place for place in found if is_private_to_a_library(*place))


@cache
def asked_of_others(module: str) -> frozenset[str]:
    """The private attributes that a module asks of other objects, but for those of its own classes."""
    nodes = list(ast.walk(tree_of(module)))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute) and is_private(node.attr)]
    own = {node.name for node in nodes if is_definition(node)}
    own |= {node.attr for node in attributes if _is_itself(node.value)}
    return frozenset(node.attr for node in attributes if not _is_itself(node.value)) - own


# What classes have of each other


@cache
def members_of(kind: type) -> frozenset[str]:
    """The private names that a class has by itself: what it defines, and what it sets on its instances."""
    written = {name for name, use in uses_in(kind) if use is not Use.READ}
    return frozenset(written | {name for name in vars(kind) if is_private(name)})


def owner_of(name: str, kind: type) -> type | None:
    """The class of a library by which ``kind`` has a private name."""
    return next((base for base in kind.__mro__ if is_of_a_library(base) and name in members_of(base)), None)


def our_classes() -> list[type]:
    """Every class of the client that is one of a library's too."""
    for module in MODULES:
        import_module(module)
    found: set[type] = set()
    waiting: list[type] = [object]
    while waiting:
        kinds = set(type.__subclasses__(waiting.pop())) - found
        found |= kinds
        waiting += kinds
    return [kind for kind in found if is_ours(kind) and any(map(is_of_a_library, kind.__mro__))]


@cache
def inherited_uses() -> frozenset[tuple[str, str, Use, str]]:
    """Owner, name, use and our class, of each private name that a class of ours has from a library's."""
    return frozenset(
        (f"{owner.__module__}:{owner.__qualname__}", name, use, f"{base.__module__}.{base.__qualname__}")
        for kind in our_classes()
        for base in kind.__mro__
        if is_ours(base)
        for name, use in uses_in(base)
        if (owner := owner_of(name, kind)) is not None
    )


def listed(owner: str, name: str) -> PrivateName | None:
    return next((entry for entry in ALL if (entry.owner, entry.name) == (owner, name)), None)


def with_version(module: str) -> str:
    """The library of a module, as a person names it."""
    library = module.split(".")[0]
    if library in sys.stdlib_module_names:
        return f"Python {platform.python_version()}"
    return " ".join(f"{name} {version(name)}" for name in {*packages_distributions()[library]})


@pytest.mark.parametrize("entry", ALL, ids=str)
def test_every_private_name_is_still_where_it_was(entry: PrivateName) -> None:
    module, _, kind = entry.owner.partition(":")
    gone = f"{with_version(module)} has no {entry}. The client needs it to {entry.purpose}."
    try:
        owner = import_module(module)
        owner = getattr(owner, kind) if kind else owner
    except (ImportError, AttributeError):
        pytest.fail(gone)
    there = entry.name in members_of(owner) if isinstance(owner, type) else hasattr(owner, entry.name)
    assert there, gone


def test_a_private_name_is_listed_once() -> None:
    places = [(entry.owner, entry.name) for entry in ALL]
    assert len(places) == len(set(places))


def test_no_class_shares_a_private_name_with_a_library_but_those_listed() -> None:
    wrong: list[str] = []
    for owner, name, use, ours in sorted(inherited_uses(), key=str):
        entry = listed(owner, name)
        if entry is None or use not in entry.uses:
            theirs = f"{owner.replace(':', '.')}.{name}"
            wrong.append(f"{ours} {use.value} {theirs}: give it another name, or list its use in {LIST}")
    assert not wrong, "\n".join(wrong)


def test_private_names_are_imported_in_one_package_and_listed() -> None:
    wrong: list[str] = []
    for module in MODULES:
        for inside, name in sorted(imports_of(module)):
            if not module.startswith(PACKAGE):
                wrong.append(f"{module} imports {inside}.{name}: have {PACKAGE} do it")
            elif listed(inside, name) is None:
                wrong.append(f"{module} imports {inside}.{name}: list it in {LIST}")
    assert not wrong, "\n".join(wrong)


def test_private_names_are_asked_of_other_objects_in_one_package_and_listed() -> None:
    wrong: list[str] = []
    for module in MODULES:
        allowed = {entry.name for entry in (ALL if module.startswith(PACKAGE) else BESIDE_TEXTUAL)}
        for name in sorted(asked_of_others(module) - allowed):
            wrong.append(
                f"{module} asks another object for {name}: have {PACKAGE} do it, and list it in {LIST}"
            )
    assert not wrong, "\n".join([*wrong, f"Have {PACKAGE} do it, and list it in {LIST}"])


@pytest.mark.parametrize("entry", ALL, ids=str)
def test_what_is_listed_is_used(entry: PrivateName) -> None:
    place = (entry.owner, entry.name)
    used = {use for owner, name, use, _ in inherited_uses() if (owner, name) == place}
    used |= {Use.IMPORT for module in MODULES if place in imports_of(module)}
    used |= {Use.READ for module in MODULES if entry.name in asked_of_others(module)}
    as_listed = entry.uses - {Use.READ} or {Use.READ}
    assert as_listed <= used, f"{entry}: strike it from the list, or say how it is used"
