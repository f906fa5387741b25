"""Answers of the kinds that models and human agents write, made by a seed, each with the words to be seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LANGUAGES = {
    "en": ("order parcel kettle refund tomorrow opening", " ", ". , : ;"),
    "de": ("Größe Bestellung Rückgabe Öffnungszeiten Straße", " ", ". , :"),
    "fr": ("déjà reçu l'été œuvre qu'il", " ", ". ,"),
    "ru": ("заказ посылка возврат завтра", " ", ". ,"),
    "zh": ("订单 包裹 退款 营业时间 请注意", "", "。 ， ： 、 ） 」"),
    "ja": ("ご注文 カタカナ 返品 大切", "", "。 、 」"),
    "ko": ("주문 소포 환불 영업시간을", " ", ". ,"),
    "ar": ("طلب طرد غدا استرداد", " ", "، ؟ ."),
    "he": ("הזמנה חבילה מחר", " ", ". ,"),
    "hi": ("आदेश पार्सल कल", " ", "।"),
    "th": ("สั่งซื้อ พัสดุ พรุ่งนี้", " ", "."),
}
"""Words, what stands between two, and signs that end a clause."""

FIGURES = (
    *("2024-05-06", "9:30", "$4,188.00", "50%", "+49", "v1.2.3", "1,5", "½", "~5", "=5", "100%", "<3", "3>2"),
    *("10*20*30", "2**8", "(a)*(b)*(c)", "x*y*z", "f(*args)", "#5", "a/b", "a|b", "AT&T", "C++", "C#", "{x}"),
    *("README.md", "config.py", "main.rs", "src/*.py", "snake_case_name", "__init__.py", "\\d", "\\(x\\)"),
    *(":smile:", "self.__dict__", "$x_1$", "@me", "👍🏽"),
)
"""What is shown as it was written. The brackets of ``\\(x\\)`` lose their marks."""

Words = list[str]


@dataclass
class Pen:
    """Writes the pieces of one answer: each gives its source, and notes the words that are to be seen."""

    chance: Random
    language: str = "en"
    words: Words = field(default_factory=list[str])
    count: int = 0

    def word(self) -> str:
        """One word, that no other of this answer is like."""
        self.count += 1
        word = self.chance.choice(LANGUAGES[self.language][0].split()) + str(self.count)
        self.words.append(word)
        return word

    def phrase(self, most: int = 5) -> str:
        """Some words without marks."""
        gap = LANGUAGES[self.language][1]
        return gap.join(self.word() for _ in range(self.chance.randint(1, most)))

    def sign(self) -> str:
        """What ends a clause."""
        return self.chance.choice(LANGUAGES[self.language][2].split())

    def address(self) -> str:
        """An address, noted where it stands."""
        address = self.bare_address()
        self.words.append(address)
        return address

    def bare_address(self) -> str:
        """An address that is noted elsewhere."""
        self.count += 1
        tail = self.chance.choice(["", "?q=a%20b&c=1", "/x_y_z", "#part", "/a-b.pdf", "/(x)", "?a=1&copy=2"])
        return f"https://shop.example/p{self.count}{tail}"

    def text(self, most: int = 6) -> str:
        """Words with marks of all kinds."""
        gap = LANGUAGES[self.language][1]
        return gap.join(self.chance.choice(INLINE)(self) for _ in range(self.chance.randint(1, most)))


def _figure(pen: Pen) -> str:
    figure = pen.chance.choice(FIGURES)
    pen.words.append({"\\(x\\)": "(x)"}.get(figure, figure))
    return f" {figure} "


def _wrapped(before: str, after: str) -> Callable[[Pen], str]:
    return lambda pen: before + pen.phrase(3) + after


def _clause(pen: Pen) -> str:
    return f"**{pen.phrase(2)}{pen.sign()}**{pen.phrase(2)}"


def _link(pen: Pen) -> str:
    text = pen.phrase(3)
    address = pen.address()
    if pen.chance.random() < 0.3:
        title = pen.phrase(2)
        return f'[{text}]({address} "{title}")'
    return f"[{text}]({address})"


def _image(pen: Pen) -> str:
    return f"![{pen.phrase(2)}]({pen.address()})"


def _html_link(pen: Pen) -> str:
    text = pen.phrase(2)
    return f'<a href="{pen.address().replace("&", "&amp;")}" target="_blank">{text}</a>'


def _bare_link(pen: Pen) -> str:
    return f" {pen.address().replace('?q=a%20b&c=1', '?q=a%20b&c=1')}{_end(pen)} "


def _end(pen: Pen) -> str:
    sign = pen.sign()
    return sign if pen.words[-1][-1] != ")" else f" {sign}"


def _auto_link(pen: Pen) -> str:
    return f"<{pen.address()}>"


def _mail(pen: Pen) -> str:
    pen.count += 1
    pen.words.append(f"help{pen.count}@shop.com")
    return f" {pen.words[-1]} "


def _code(pen: Pen) -> str:
    pen.count += 1
    code = pen.chance.choice(["a*b*c", "<br>", "**kw", "x_y", "[a]: b", "cat"]) + str(pen.count)
    pen.words.append(code)
    return f"`{code}`"


def _note(pen: Pen) -> str:
    pen.count += 1
    pen.words.append(f"[^{pen.count}]")
    return pen.words[-1]


def _escaped(pen: Pen) -> str:
    word = pen.phrase(1)
    pen.words[-1] = f"*{word}*"
    return f"\\*{word}\\*"


def _tag_as_text(pen: Pen) -> str:
    tag = pen.chance.choice(["<details>", "<!-- hidden -->", "<b", "<q>", "</i>", "<div class='x'>", "<sup>"])
    pen.words.append("".join(tag.split()))
    return f" {tag} "


def _entity(pen: Pen) -> str:
    pen.words.append("<b>")
    return " &lt;b&gt; "


INLINE: list[Callable[[Pen], str]] = [
    *[Pen.phrase] * 8,
    *[_figure] * 4,
    *(_wrapped(mark, mark) for mark in ("**", "*", "***", "~~")),
    *(_wrapped(f"<{tag}>", f"</{tag}>") for tag in ("b", "strong", "i", "em", "u")),
    *(_clause, _link, _link, _image, _html_link, _bare_link, _bare_link, _auto_link, _mail, _code, _code),
    *(_note, _escaped, _tag_as_text, _entity, lambda pen: "<br>" + pen.phrase(2)),
    *(lambda pen: pen.phrase(2) + "  \n" + pen.phrase(2), lambda pen: pen.phrase(2) + "\n" + pen.phrase(1)),
]


def _line(pen: Pen, most: int = 5) -> str:
    """Words with marks, on one line, that begin no block."""
    return pen.phrase(1) + " " + " ".join(pen.text(most).split("\n"))


def paragraph(pen: Pen) -> str:
    return pen.phrase(2) + " " + pen.text(12) + pen.sign()


def heading(pen: Pen) -> str:
    if pen.chance.random() < 0.2:
        return pen.phrase() + "\n" + pen.chance.choice("=-") * 5
    return "#" * pen.chance.randint(1, 6) + " " + _line(pen, 3)


def bullets(pen: Pen) -> str:
    mark = pen.chance.choice(["-", "*", "+", "- [ ]", "- [x]"])
    gap = pen.chance.choice(["\n", "\n", "\n\n"])
    items: list[str] = []
    for _ in range(pen.chance.randint(1, 4)):
        items.append(f"{mark} {_line(pen)}")
        if pen.chance.random() < 0.3:
            items += [f"  {mark} {_line(pen, 2)}", f"    {mark} {_line(pen, 2)}"]
    return gap.join(items)


def numbers(pen: Pen) -> str:
    at, close = pen.chance.choice([0, 1, 1, 7, 98, 2024]), pen.chance.choice(".)")
    items: list[str] = []
    for _ in range(pen.chance.randint(1, 4)):
        pen.words.append(f"{at}{close}")
        items.append(f"{at}{close} {_line(pen)}")
        at += pen.chance.choice([1, 1, 1, 2, 5])
    return "\n".join(items)


def deep(pen: Pen) -> str:
    mark = pen.chance.choice(["- ", "1. ", "> "])
    depth = pen.chance.randint(4, 30)
    if mark == "> ":
        return "\n>\n".join("> " * level + pen.phrase(2) for level in range(1, depth))
    return "\n".join(" " * len(mark) * level + mark + pen.phrase(2) for level in range(depth))


def quotation(pen: Pen) -> str:
    inner = pen.chance.choice([paragraph, bullets, fence, table, quotation, form])(pen)
    return "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))


def _code_lines(pen: Pen) -> list[str]:
    return [
        pen.chance.choice(["", "    ", "\t"])
        + pen.phrase(3)
        + pen.chance.choice(["", " = (", " # ", " | **", " <br>"])
        for _ in range(pen.chance.randint(1, 4))
    ]


def fence(pen: Pen) -> str:
    mark = pen.chance.choice(["```", "~~~", "````"])
    info = pen.chance.choice(["", "", "python", "sh", "c++", 'js title="a.js"', "no-such-language"])
    pen.words += info.split()
    return "\n".join([mark + info, *_code_lines(pen), mark])


def fence_in_item(pen: Pen) -> str:
    mark = pen.chance.choice(["1. ", "- "])
    indent = " " * len(mark)
    head = mark + pen.phrase(3)
    body = _code_lines(pen)
    ragged = pen.chance.random() < 0.5
    lines = [line if ragged else indent + line for line in body]
    close = pen.chance.choice(["", indent]) + "```"
    return "\n".join([head, indent + "```", *lines, close, "", indent + pen.phrase(3)])


def indented(pen: Pen) -> str:
    return "\n".join(f"    {line}" for line in _code_lines(pen))


def _cell(pen: Pen) -> str:
    plain: list[Callable[[Pen], str]] = [Pen.phrase, _code, _link, _clause, _mail, _wrapped("**", "**")]
    return pen.chance.choice(plain)(pen)


def _last_cell(pen: Pen) -> str:
    """A cell of several lines: behind all others, so that words stay in order."""
    return pen.chance.choice(
        [
            lambda: pen.phrase(1) + "<br>" + pen.phrase(1),
            lambda: f"<ul><li>{pen.phrase(1)}</li><li>{pen.phrase(1)}</li></ul>",
            lambda: _cell(pen),
        ]
    )()


def table(pen: Pen) -> str:
    columns = pen.chance.randint(2, 5)
    bar = pen.chance.choice(["| ", ""])
    close = " |" if bar else ""
    rows = [[pen.phrase(2) for _ in range(columns)]]
    for _ in range(pen.chance.randint(1, 4)):
        width = max(2, columns + pen.chance.choice([0, 0, 0, -1, 1, 2]))
        rows.append([_cell(pen) for _ in range(width - 1)] + [_last_cell(pen)])
    lines = [bar + " | ".join(row) + close for row in rows]
    rule = " | ".join(pen.chance.choice(["---", ":--", "--:", ":-:"]) for _ in range(columns))
    return "\n".join([lines[0], bar + rule + close, *lines[1:]])


def piped_code(pen: Pen) -> str:
    head = f"| {pen.phrase(1)} | {pen.phrase(1)} |\n|---|---|\n"
    left, right = pen.phrase(1), pen.phrase(1)
    pen.words.insert(-1, "|")
    bar = pen.chance.choice(["|", "\\|"])
    return f"{head}| `{left} {bar} {right}` | {pen.phrase(3)} |"


def form(pen: Pen) -> str:
    rows: list[str] = []
    for _ in range(pen.chance.randint(1, 4)):
        pen.words.append("[")
        key = pen.phrase(1)
        pen.words.append("]:")
        value = pen.chance.choice([lambda: pen.phrase(1), pen.address, lambda: f"**{pen.phrase(1)}**"])()
        rows.append(f"[{key}]: {value}")
    return "\n".join(rows)


def definitions(pen: Pen) -> str:
    pen.count += 1
    name, address = f"ref{pen.count}", pen.bare_address()
    first, text = pen.phrase(1), pen.phrase(2)
    pen.words.append(address)
    used = f"{first} [{text}][{name}] {pen.phrase(1)} [{pen.phrase(1)}][{name}]"
    return f"{used}\n\n[{name}]: {address}"


def html(pen: Pen) -> str:
    tag = pen.chance.choice(["ul", "ol"])
    head = f"<p>{_line(pen)}</p>\n<p style='margin:0'>{pen.phrase()}<br/>{pen.phrase()}</p>\n"
    items: list[str] = []
    for number in range(1, pen.chance.randint(2, 4)):
        pen.words += [f"{number}."] if tag == "ol" else []
        items.append(f"  <li>{pen.phrase()}</li>")
    return head + "\n".join([f"<{tag}>", *items, f"</{tag}>"]) + f"\n<p>{pen.phrase()}</p>"


def notes(pen: Pen) -> str:
    pen.count += 1
    pen.words.append(f"[^{pen.count}]:")
    return f"{pen.words[-1]} {pen.phrase()}"


def details(pen: Pen) -> str:
    pen.words.append("<details><summary>")
    middle = f"<details>\n<summary>{pen.phrase(2)}</summary>\n\n"
    pen.words[-1:] = [pen.words[-1], "</summary>"]
    body = paragraph(pen)
    pen.words.append("</details>")
    return f"{middle}{body}\n\n</details>"


def line_starts(pen: Pen) -> str:
    start = pen.chance.choice(
        ["1998. ", "+49 ", "#1 ", ">5 ", ">=6 ", "- 5 ", "2) ", "*) ", "-- ", "=> ", "| "]
    )
    pen.words.append(start.strip().removeprefix("- "))
    return start + pen.phrase()


def rule(pen: Pen) -> str:
    return pen.chance.choice(["---", "***", "_ _ _"])


BLOCKS: list[Callable[[Pen], str]] = [
    *[paragraph] * 4,
    *(heading, bullets, bullets, numbers, numbers, deep, quotation, fence, fence_in_item, indented),
    *(table, table, piped_code, form, definitions, html, notes, details, line_starts, rule),
]


def answers(count: int, seed: int = 1) -> Iterator[tuple[str, Words]]:
    """Make answers, each with its words in the order in which they are to be seen."""
    chance = Random(seed)
    for number in range(count):
        pen = Pen(chance, list(LANGUAGES)[number % len(LANGUAGES)])
        blocks = [chance.choice(BLOCKS)(pen) for _ in range(chance.randint(1, 8))]
        yield "\n\n".join(blocks), pen.words
