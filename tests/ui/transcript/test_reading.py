"""How replies are read: what people and models mean, and no word of it lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.widgets.transcript.lines import Look
from tui.widgets.transcript.markdown import markdown_lines
from tui.widgets.transcript.parts import code_blocks, links

CASES = Path(__file__).parent / "cases"


def drawn(source: str, width: int = 80) -> list[str]:
    """The lines of a reply as text."""
    return [line.text.rstrip() for line in markdown_lines(source, width)]


def looking(source: str, look: Look) -> list[str]:
    """The runs of a reply that have a look."""
    return [text for line in markdown_lines(source, 80) for text, has in line.runs if look in has]


NESTED = [f"{'  ' * depth}{mark} {depth + 1}" for depth, mark in enumerate("•◦▪" * 4)]

WHOLE = {
    "m01-label-lines-vanish": [
        "Here is what I have on file:",
        "",
        "[Name]: Robin",
        "[Order]: 12345",
        "[Status]: shipped",
    ],
    "m03-list-from-zero": ["0. Unplug the kettle.", "1. Wait a minute."],
    "m04-list-numbers-kept": [
        "Skip the rest and do only these of the manual:",
        "",
        "2. Open the tap.",
        "4. Close the lid.",
        "7. Press start.",
    ],
    "m05-nested-too-deep": [*NESTED[:10], NESTED[10] + " is lost", NESTED[11] + " is lost"],
    "m07-url-then-cjk": [
        "请看 https://shop.example/a。谢谢",
        "链接（https://shop.example/b）在这里",
        "https://shop.example/c、と",
    ],
    "m08-bold-in-cjk": [
        "これは「大切」です。请注意营业时间：九点。문서는 표(table)를 보세요.",
    ],
    "m09-br-in-table": ["Day    │ Open", "───────┼──────", "Monday │ 09:00", "       │ 14:00"],
    "m10-html-agent": ["Hello Robin,", "your parcel is on its way."],
    "m11-image-address": ["This is the way to us: [image: Map] (https://shop.example/map.png)"],
    "m12-file-names-are-no-links": [
        "Open README.md, setup.py or install.sh. It is ready.So we begin. See also asp.net."
    ],
    "m13-percent-in-address": ["https://shop.example/price%20list.pdf and https://shop.example/?q=a%252Fb"],
    "m17-table-row-too-long": ["a │ b │", "──┼───┼──────────", "1 │ 2 │ 3 is lost"],
    "m20-pipe-in-code-cell": [
        "Command         │ What it does",
        "────────────────┼───────────────",
        "cat list | sort │ sorts the list",
    ],
    "m21-fence-body-not-indented": [
        "1. Run this:",
        "",
        "   │ bash",
        "   │ echo one",
        "",
        "   It prints one word.",
        "",
        "2. Then go on.",
    ],
}


@pytest.mark.parametrize("case", sorted(CASES.glob("m*.md")), ids=lambda case: case.stem)
def test_a_reply_that_was_read_wrong_is_read_right(case: Path) -> None:
    assert drawn(case.read_text(), 100) == WHOLE[case.stem]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ("m07-url-then-cjk", [f"https://shop.example/{page}" for page in "abc"]),
        ("m11-image-address", ["https://shop.example/map.png"]),
        ("m12-file-names-are-no-links", []),
        (
            "m13-percent-in-address",
            ["https://shop.example/price%20list.pdf", "https://shop.example/?q=a%252Fb"],
        ),
    ],
)
def test_the_addresses_of_a_reply_are_copied_as_they_were_written(case: str, expected: list[str]) -> None:
    assert links((CASES / f"{case}.md").read_text()) == expected


def test_bold_beside_full_width_signs_is_bold() -> None:
    source = (CASES / "m08-bold-in-cjk.md").read_text()
    assert looking(source, Look.STRONG) == ["「大切」", "营业时间：", "표(table)"]
    assert looking((CASES / "m10-html-agent.md").read_text(), Look.STRONG) == ["on its way"]


KINDS: dict[str, tuple[str, list[str]]] = {
    # lines of a form, definitions, notes
    "values that look like anything": (
        "[Ticket]: #12345\n[Total]: 12.50\n[Path]: /a/b\nand more",
        ["[Ticket]: #12345", "[Total]: 12.50", "[Path]: /a/b", "and more"],
    ),
    "a used definition stands behind its link, once": (
        '[1]: https://a.example/x "A title"\n[2]: https://b.example\n\nSee [one][1], [again][1].',
        ["[2]: https://b.example", "", 'See one (https://a.example/x "A title"), again.'],
    ),
    "a second definition of a name": (
        "[a]: https://x.example\n[a]: https://y.example\n\n[a]",
        ["[a]: https://y.example", "", "a (https://x.example)"],
    ),
    "a definition among the lines of a form is found": (
        "[Order]: 12345\n[a]: https://x.example\n\n[a] [Order]",
        ["[Order]: 12345", "", "a (https://x.example) [Order]"],
    ),
    "lines of a form in a list and a quotation": (
        "- [Order]: 1\n- [Order]: 2\n\n> [Name]: Robin\n> [City]: Ghent",
        ["• [Order]: 1", "• [Order]: 2", "", "│ [Name]: Robin", "│ [City]: Ghent"],
    ),
    "notes": ("So[^1].\n\n[^1]: Single\n[^2]: Two words", ["So[^1].", "", "[^1]: Single", "[^2]: Two words"]),
    "marks in the lines of a form": ("[State]: **open**", ["[State]: open"]),
    # numbers
    "a bracket behind the number": ("1) a\n2) b", ["1) a", "2) b"]),
    "a number of many digits": ("9. a\n010. b", ["  9. a", "010. b"]),
    "a year at the start of a line": ("2024. was good", ["2024. was good"]),
    "a minus": ("- 5 degrees", ["- 5 degrees"]),
    "a telephone number": ("+49 30 1234\n\n+ 49 30 1234", ["+49 30 1234", "", "+ 49 30 1234"]),
    "an amount": (">5 items\n>=6 items\n>$7\n>:(\n>_<", [">5 items", ">=6 items", ">$7", ">:(", ">_<"]),
    "a quotation": (">text\n> 5", ["│ text", "│ 5"]),
    "a number sign": ("#1 seller\n#tag", ["#1 seller", "#tag"]),
    # asterisks and underscores
    "products": ("10*20*30, 2**3**4, (a)*(b)*(c), x*y*z", ["10*20*30, 2**3**4, (a)*(b)*(c), x*y*z"]),
    "arguments": ("f(*args, **kwargs) and x*y", ["f(*args, **kwargs) and x*y"]),
    "paths": ("src/*.py and lib/*.py, **/*.md", ["src/*.py and lib/*.py, **/*.md"]),
    "names": ("a_b_c, __init__.py, __call__()", ["a_b_c, __init__.py, __call__()"]),
    "attributes": ("_a self.__dict__, x[0].__len__ _b", ["_a self.__dict__, x[0].__len__ _b"]),
    "a number marked before its unit": ("**24**h, **1.5**km", ["24h, 1.5km"]),
    "bold that touches words": ("**Note:**text, a**(very)** big", ["Note:text, a(very) big"]),
    "marks of all lengths beside full-width signs": (
        "我*「A」*的***「B」***的__「C」__的 名_前_後",
        ["我「A」的「B」的「C」的 名_前_後"],
    ),
    "a letter in a word": ("*A*utomatic, un**frigging**believable", ["Automatic, unfriggingbelievable"]),
    "struck out beside full-width signs": ("价格~~「旧」~~新", ["价格「旧」新"]),
    "tildes, dollars, colons": ("~5 and ~6, $x_1 * y_2$, :smile:", ["~5 and ~6, $x_1 * y_2$, :smile:"]),
    "escaped signs": (r"\*a\* \_b\_ \# 1\.", ["*a* _b_ # 1."]),
    # tables
    "a rule that is too short": ("|a|b|c|\n|-|-|\n|1|2|3|", ["a │ b │ c", "──┼───┼──", "1 │ 2 │ 3"]),
    "no bar at the start": (
        "a | b\n--- | ---\n1 | 2 | 3\n4",
        ["a │ b │", "──┼───┼──", "1 │ 2 │ 3", "4 │   │"],
    ),
    "an escaped bar": ("|a|b|\n|-|-|\n|`x \\| y`|1 \\| 2|", ["a     │ b", "──────┼──────", "x | y │ 1 | 2"]),
    "two bars in code": (
        "|a|b|\n|-|-|\n|`` x || `y` ``|2|",
        ["a        │ b", "─────────┼──", "x || `y` │ 2"],
    ),
    "lonely ticks": ("|a|b|\n|-|-|\n|`|`|", ["a │ b", "──┼──", "` │ `"]),
    "a table in a list": ("- x\n\n  |a|\n  |-|\n  |1|2|", ["• x", "", "  a │", "  ──┼──", "  1 │ 2"]),
    "a list in a cell": (
        "|a|\n|-|\n|<ul><li>x</li><li>y</li></ul>|",
        ["a", "───", "• x", "• y"],
    ),
    # HTML
    "breaks at line ends": ("One<br>\nTwo<br />  \n<br>\nThree", ["One", "Two", "", "Three"]),
    "paragraphs and lists of HTML": (
        "<p>One</p><p style='x'>Two</p>\n<ul>\n  <li>a</li>\n  <li>b<ol start=3><li>c</ol></li>\n</ul>\nEnd",
        ["One", "", "Two", "", "• a", "• b", "  3. c", "", "End"],
    ),
    "HTML across empty lines": (
        "<p>One\n\nTwo</p>\n\n<ul>\n\n<li>a</li>\n\n</ul>",
        ["One", "", "Two", "", "• a"],
    ),
    "links of HTML": (
        '<a href="https://a.example/?x=1&amp;y=2" target=_blank>a</a> '
        "<a href=https://b.example>https://b.example</a>",
        ["a (https://a.example/?x=1&y=2) https://b.example"],
    ),
    "a title of HTML": (
        "<a href='https://a.example' title='A b'><b>x</b></a>",
        ['x (https://a.example "A b")'],
    ),
    "paragraphs in items of HTML": (
        "Choose:<ul><li><p>a</p></li><li><p>b</p><ul><li>c</li></ul></li></ul><p><br></p><p>End</p>",
        ["Choose:", "", "• a", "• b", "  • c", "", "End"],
    ),
    "links that lead nowhere": (
        '<a href="javascript:x">a</a> <a>b</a>',
        ['<a href="javascript:x">a</a> <a>b</a>'],
    ),
    "tags without a partner": ("the <b> tag, <p>, </i> and <br>", ["the <b> tag, <p>, </i> and", ""]),
    "tag soup": ("<b><i>x</b></i></ul><li>", ["<i>x</i></ul><li>"]),
    "other tags and comments": (
        "<details>\n<summary>x</summary>\n<!-- y -->\n**z**\n</details>",
        ["<details>", "<summary>x</summary>", "<!-- y -->", "z", "</details>"],
    ),
    "entities": ("&lt;b&gt; &amp; &copy; AT&T &nosuch;", ["<b> & © AT&T &nosuch;"]),
    "tags in code": ("`<b>x</b>` <B>y</B>", ["<b>x</b> y"]),
    # addresses
    "an address with a title": ("[x](https://a.example 'A b')", ['x (https://a.example "A b")']),
    "an address that is its own text": (
        "[https://a.example/b](https://a.example/b) <https://c.example>",
        ["https://a.example/b https://c.example"],
    ),
    "an address in other scripts": (
        "[x](https://a.example/Größe/日本)",
        ["x (https://a.example/Größe/日本)"],
    ),
    "an image in a link": (
        "[![A **b**](https://a.example/i.png)](https://a.example/p)",
        ["[image: A b] (https://a.example/i.png) (https://a.example/p)"],
    ),
    "an image without words": (
        "![](https://a.example/i.png)",
        ["[image: no description] (https://a.example/i.png)"],
    ),
    # code
    "all that a fence says": ('```python title="x.py"\nx\n```', ['│ python title="x.py"', "│ x"]),
    "an end to the left of the start": ("- a\n  ```\n  x\n```\nb", ["• a", "  │ x", "", "b"]),
    "an end too far to the right": ("```\nx\n     ```\nb", ["│ x", "", "b"]),
    "an end outside of the quotation": ("> ```\n> x\n```\nb", ["│ │ x", "", "b"]),
    "a start behind text": (
        "Run `z`: ```sh\nx\n  y\n```\nb",
        ["Run z:", "", "│ sh", "│ x", "│   y", "", "b"],
    ),
    "a start behind an item's text": (
        "1. Run: ```\n   x\n   ```\n2. b\n\n> c ~~~\n> y\n> ~~~",
        ["1. Run:", "   │ x", "2. b", "", "│ c", "│", "│ │ y"],
    ),
    "ticks that begin no code": ("a `b`\n```\nx\n```", ["a b", "", "│ x"]),
    "no end, and the next item": ("1. ```\n   x\n2. b\n3. ```\n   y\n   ```", ["1. │ x", "2. b", "3. │ y"]),
    "tabs": ("a\tb\n\n\tcode\n\n-\titem", ["a b", "", "│ code", "", "• item"]),
    "headings and rules": (
        "A\n===\n\n# B #\n\n***\n\nC  \nD\\\nE",
        ["A", "", "B", "", "─" * 40, "", "C", "D", "E"],
    ),
    "tasks": ("- [x] a\n- [ ] b", ["• [x] a", "• [ ] b"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_is_read_as_it_is_meant(kind: str) -> None:
    source, expected = KINDS[kind]
    assert drawn(source) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看https://a.example/b谢谢", ["https://a.example/b"]),
        ("https://a.example/b、https://a.example/c」", ["https://a.example/b", "https://a.example/c"]),
        ("“https://a.example/b”", ["https://a.example/b"]),
        ("https://a.example에서", ["https://a.example"]),
        ("https://ja.example/wiki/日本", ["https://ja.example/wiki/日本"]),
        ("https://a.example/b؟ نعم", ["https://a.example/b"]),
        ("**https://a.example/b**, (https://a.example/c).", ["https://a.example/b", "https://a.example/c"]),
        ("https://a.example/b👍 https://a.example/c→d", ["https://a.example/b", "https://a.example/c"]),
        (
            "邮箱：robin@shop.com；请看：https://a.example/b～",
            ["mailto:robin@shop.com", "https://a.example/b"],
        ),
        ("www.a.example/b。", ["http://www.a.example/b"]),
        ("config.py main.rs a.example/b //x.com www.py", []),
        ('"https://a.example/x?", https://a.example/!;', ["https://a.example/x", "https://a.example/"]),
        ("https://a.example/wiki/A_(b), http://[::1]:8000", ["https://a.example/wiki/A_(b)"]),
        ("robin@shop.com。", ["mailto:robin@shop.com"]),
        ("https://a.example/?a=1&copy=2&lt;=3", ["https://a.example/?a=1&copy=2&lt;=3"]),
    ],
)
def test_an_address_ends_where_the_sentence_goes_on(text: str, expected: list[str]) -> None:
    assert links(text) == expected
    assert drawn(text) == [text.replace("**", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系robin@shop.com或致电", ["robin@shop.com"]),
        ("E-Mail:robin@shop.com", ["robin@shop.com"]),
        (
            "[robin@shop.com] 'kim@shop.com'",
            ["robin@shop.com", "kim@shop.com"],
        ),
        ("robin@shop.com,kim+a@shop.com;lee@shop.com", ["robin@shop.com", "kim+a@shop.com", "lee@shop.com"]),
        ("o'neil@shop.com logo@2x.png npm/@shop.com", []),
    ],
)
def test_a_mail_address_begins_behind_its_label(text: str, expected: list[str]) -> None:
    assert links(text) == [f"mailto:{address}" for address in expected]
    assert drawn(text) == [text]


@pytest.mark.parametrize("mark", ["_", "__", "~~", "*", "**", "***"])
def test_marks_around_an_address_are_no_part_of_it(mark: str) -> None:
    assert links(f"{mark}https://a.example/b_c{mark}, d") == ["https://a.example/b_c"]
    assert drawn(f"{mark}https://a.example/b_c{mark}, d") == ["https://a.example/b_c, d"]
    assert links("https://a.example/b_ https://a.example/~") == [
        "https://a.example/b_",
        "https://a.example/~",
    ]


@pytest.mark.parametrize("mark", ["- ", "> ", "1. ", "> - "])
@pytest.mark.parametrize("width", [100, 30, 12])
def test_whatever_is_nested_is_shown(mark: str, width: int) -> None:
    deep = mark * 120 + "the deepest"
    steps = "\n".join(" " * len(mark) * depth + mark + f"step{depth}" for depth in range(60))
    assert "deepest" in " ".join(drawn(deep, width))
    shown = "".join(drawn(steps, width))
    assert all(f"step{depth}" in shown for depth in range(60))


def test_a_link_to_an_unused_definition_can_be_copied() -> None:
    assert links("[a]: https://a.example/b") == ["https://a.example/b"]
    assert code_blocks("- a\n  ```\nx\n```\nb") == ["x"]
