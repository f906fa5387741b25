"""What the client imports is declared, and every version that CI installs is written down."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]

OF_OTHERS = {"pydantic-core", "typeshed"}
"""What pydantic brings in the one version that fits, and what only type checkers know."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).strip("-").lower()


def names(needs: list[str]) -> set[str]:
    return {normal(re.split(r"[\[<>=]", need)[0]) for need in needs}


def imported_by_the_client() -> set[str]:
    modules: set[str] = set()
    for path in (ROOT / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                modules |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules.add(node.module or "")
    tops = {module.split(".")[0] for module in modules} - sys.stdlib_module_names - {"tui"}
    distributions = packages_distributions()
    return {normal(name) for top in tops for name in distributions.get(top, [top])}


def test_what_the_client_imports_is_declared() -> None:
    missing = imported_by_the_client() - names([*PROJECT["dependencies"], *EXTRAS["keyring"]]) - OF_OTHERS
    assert not missing, f"declare in pyproject.toml: {', '.join(sorted(missing))}"


def test_what_is_declared_is_imported() -> None:
    unused = names(PROJECT["dependencies"]) - imported_by_the_client()
    assert not unused, f"strike from pyproject.toml: {', '.join(sorted(unused))}"


def test_every_dependency_has_a_lowest_version() -> None:
    needs = [*PROJECT["dependencies"], *EXTRAS["keyring"]]
    assert [need for need in needs if ">=" not in need] == []


def test_textual_is_held_to_the_minor_version_whose_private_names_are_known() -> None:
    bounds = next(need for need in PROJECT["dependencies"] if need.startswith("textual>="))
    major, minor, next_major, next_minor = re.findall(r"(\d+)\.(\d+)(?:\.\d+)?,<(\d+)\.(\d+)$", bounds)[0]
    assert (next_major, int(next_minor)) == (major, int(minor) + 1)


def test_ci_installs_every_dependency_in_a_version_that_is_written_down() -> None:
    written = (ROOT / ".ci" / "constraints.txt").read_text().splitlines()
    locked = names([line for line in written if not line.startswith("#")])
    missing = names([*PROJECT["dependencies"], *EXTRAS["dev"]]) - locked
    assert not missing, f"renew .ci/constraints.txt, as its head says, for {', '.join(sorted(missing))}"
