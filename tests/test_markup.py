"""No foreign text is parsed as markup: every place that parses by default gets none, or has it turned off."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
MODULES = [path for path in sorted((ROOT / "tui").rglob("*.py")) if "sandbox" not in path.parts]

NEVER = {
    *(
        "from_markup",
        "from_text",
        "render_str",
        "render_markup",
        "escape",
        "notify",
        "visualize",
        "to_content",
    ),
    *(
        "Label",
        "Markdown",
        "MarkdownViewer",
        "RichLog",
        "Log",
        "OptionList",
        "Select",
        "SelectionList",
        "Tabs",
    ),
    *("Tab", "TabbedContent", "TabPane", "Tree", "DirectoryTree", "DataTable", "Pretty", "Toast", "Rule"),
    *("Header", "Footer", "Collapsible", "RadioButton", "RadioSet", "Checkbox", "Switch", "Link", "Tooltip"),
}
"""What parses text as markup by default, or opens links: there is something else for each of them."""

WITHOUT = {"Static"}
"""Widgets that parse their content unless they are told ``markup=False``, at ``update`` too."""

LITERAL = {"Button"}
"""Widgets that parse a label, and cannot be told not to."""

PARSED_ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label"}
PARSED_ARGUMENTS = {"tooltip", "placeholder"}


def name_of(node: ast.expr) -> str:
    """The last part of a dotted name."""
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def is_safe(node: ast.expr) -> bool:
    """Whether an expression is text of our own without markup, or was made into content unparsed."""
    match node:
        case ast.Constant(value=str(text)):
            return "[" not in text
        case ast.Constant(value=None):
            return True
        case ast.Call():
            # Content("…"), Content.styled(…), Content.assemble(…), Text("…")
            root = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            return name_of(root) in {"Content", "Text", "key_hints"}
        case ast.Name() | ast.Attribute():
            return name_of(node).isupper() or name_of(node) == "placeholder"  # constants; passed on
        case _:
            return False


def problems(source: str) -> Iterator[str]:
    """The lines of a module where text might be parsed."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from (f"{node.lineno}: {problem}" for problem in _of_call(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parsed = [t for t in targets if isinstance(t, ast.Attribute) and t.attr in PARSED_ATTRIBUTES]
            if parsed and node.value is not None and not is_safe(node.value):
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.FunctionDef) and node.name == "render" and not _is_content(node.returns):
            yield f"{node.lineno}: render() may return a string, which is parsed"


def _is_content(returns: ast.expr | None) -> bool:
    return returns is not None and ast.unparse(returns) in {"Content", "Strip"}


def _of_call(call: ast.Call) -> Iterator[str]:
    name, said = name_of(call.func), ast.unparse(call)[:80]
    options = {option.arg: option.value for option in call.keywords if option.arg}
    if name in NEVER and not said.startswith(("re.", "html.", "shlex.")):
        yield f"{said}: not used here"
    if name in WITHOUT and ast.unparse(options.get("markup", ast.Constant(True))) != "False":
        yield f"{said}: markup=False is missing"
    if name in LITERAL and not all(map(is_safe, call.args[:1])):
        yield f"{said}: the label is parsed"
    if name == "panic" and not all(map(is_safe, call.args)):
        yield f"{said}: what it shows is parsed"
    if name in {"styled", "stylize", "stylize_before"} and any(
        isinstance(argument, ast.JoinedStr) for argument in call.args[-1:]
    ):
        yield f"{said}: a style made of text"
    for option in PARSED_ARGUMENTS & options.keys() if name != "Binding" else ():
        if not is_safe(options[option]):
            yield f"{said}: {option} is parsed"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_foreign_is_parsed(module: Path) -> None:
    assert list(problems(module.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "bad",
    [
        "Static(website.name)",
        "Static(f'Ask {name}', markup=True)",
        "Static('[b]x[/]')",
        "Button(session.title)",
        "Button(f'Open {title}', id='x')",
        "Label('x')",
        "self.notify(text)",
        "self.app.notify('x')",
        "Content.from_markup(text)",
        "Text.from_markup(text)",
        "OptionList(*names)",
        "box.border_title = self.title",
        "self.tooltip = text",
        "self.tooltip: str = f'{text}'",
        "Static(Content(x), markup=False, tooltip=name)",
        "Input(placeholder=f'Ask {name}')",
        "self.panic(text)",
        "Content.styled('x', f'on {colour}')",
        "def render(self) -> str: ...",
        "def render(self): ...",
    ],
)
def test_these_would_be_found(bad: str) -> None:
    assert list(problems(bad))


@pytest.mark.parametrize(
    "good",
    [
        "Static(name, markup=False)",
        "Static(Content(name), id='x', markup=False)",
        "Binding(keys, name, label, tooltip=self.help)",
        "Button('Save')",
        "box.border_title = Content(self.title)",
        "self.panic(Text(said))",
        "Input(placeholder='words')",
        "re.escape(text)",
    ],
)
def test_these_are_fine(good: str) -> None:
    assert not list(problems(good))
