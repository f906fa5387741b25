"""Text as nobody should send it: what acts on terminals, on markup, on Markdown, on JSON and on readers."""

from __future__ import annotations

import re

from hypothesis import strategies as st

STEERS = re.compile(
    "[\x00-\x1f\x7f-\x9f"
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
"""What must not reach a terminal as text. Written apart from the program's own list, which it judges."""

_SEQUENCES = [
    "\x1b[5;8m",  # blink and conceal: the program uses neither, so they show who wrote them
    *(
        "\x1b[2J",
        "\x1b[99;99H",
        "\x1b[6n",
        "\x1b[?1049l",
        "\x1b[?25h",
        "\x1b[5i",
        "\x1b[21t",
        "\x1bc",
        "\x1b(0",
    ),
    *(
        "\x1b]0;owned\x07",
        "\x1b]52;c;b3duZWQ=\x07",
        "\x1b]8;;http://a.b\x1b\\x\x1b]8;;\x1b\\",
        "\x1b]2;x\x9c",
    ),
    *("\x1bP$q m\x1b\\", "\x1b_Gx\x1b\\", "\x1b^x\x1b\\", "\x1bXx\x1b\\", "\x1b", "\x1b[", "\x1b]"),
    *("\x9b5;8m", "\x9b2J", "\x9d0;owned\x9c", "\x90x\x9c", "\x9fx\x9c", "\x9b"),
    *("\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x7f", "\x00", "\x05", "\x85", "\r", "\r\n", "\n", "\t"),
    *("\u202e", "\u2066", "\u2069", "\u200f", "\u061c", "\u200b", "\u2060", "\ufeff", "\u2028", "\U000e0041"),
    *("\ud800", "\udc9b", "\ud83d", "\ufffe", "\u0301" * 9, "\u200d", "\ufe0f"),
]
_MARKUP = [
    *(
        "[/]",
        "[",
        "]",
        "\\[",
        "[b]",
        "[@click=app.quit]x[/]",
        "[link=http://a.b]x",
        "list[int]",
        "[$text-error]",
    ),
    *("%s", "{0}", "$x", "'\"", "; DROP TABLE messages; --", "../../x", "--help"),
]
_MARKDOWN = [
    *(
        "&#27;[5;8m",
        "&#x9b;",
        "&#x202e;",
        "&#13;",
        "&NewLine;",
        "&shy;",
        "<http://a.b/%1b]0;x%07>",
        "http://a/%9b%0a",
    ),
    *(
        "[x](http://a.b/%1b)",
        "![x](y)",
        "```\n",
        "```\x1b[5m\n",
        "`",
        "**",
        "> ",
        "- ",
        "# ",
        "|a|b|\n|-|-|\n|",
        "---\n",
    ),
    *("<b>", "<script>", "1. ", "[a]: b\n", "\n\n", " "),
]
_SCRIPTS = ["日本語", "مرحبا", "שלום", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﷺ", "é", "x" * 150, "word " * 20, " "]

any_text = st.text(st.characters(codec=None, categories=None), max_size=10)
"""Any code points, lone surrogates too."""

hostile_text = st.lists(
    st.sampled_from([*_SEQUENCES, *_MARKUP, *_MARKDOWN, *_SCRIPTS]) | any_text, max_size=6
).map("".join)

hostile_time = st.one_of(
    st.none(),
    st.sampled_from(
        ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-02-30T00:00:00Z", "2024-01-15", ""]
    ),
    st.datetimes().map(lambda at: at.isoformat() + "Z"),
    hostile_text,
)

hostile_count = st.one_of(st.integers(-10, 200), st.integers(-(2**63) + 1, 2**63 - 1))
hostile_limit = st.one_of(st.none(), st.integers(-10, 200), st.integers(-(10**30), 10**30))
