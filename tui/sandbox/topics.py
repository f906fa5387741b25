"""A website's knowledge: one Markdown file for each topic, split into sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sandbox.front_matter import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Section:
    """Section of a topic; the opening one has no heading."""

    heading: str
    text: str

    @property
    def markdown(self) -> str:
        """The section in Markdown, with its heading."""
        return f"### {self.heading}\n\n{self.text}" if self.heading else self.text


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """Topic of a website's knowledge; compared by identity."""

    name: str
    title: str
    keywords: str
    """Other words for the whole topic."""
    courtesy: bool
    """Whether it is a greeting, thanks or the like, which has a search index of its own."""
    sections: tuple[Section, ...]

    @property
    def markdown(self) -> str:
        """The whole topic in Markdown."""
        return "\n\n".join(section.markdown for section in self.sections)


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """Load every topic of a folder, in the order of their file names."""
    return tuple(_read(path) for path in sorted(folder.glob("*.md")))


def _read(path: Path) -> Topic:
    values, text = read_file(path)
    return Topic(
        name=path.stem,
        title=values["title"],
        keywords=values["keywords"],
        courtesy="courtesy" in values,
        sections=tuple(_sections(text)),
    )


def _sections(text: str) -> Iterator[Section]:
    """Split at second-level headings, except inside fenced code."""
    heading, lines, fenced = "", list[str](), False
    for line in text.splitlines():
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if line.startswith("## ") and not fenced:
            yield Section(heading, "\n".join(lines).strip())
            heading, lines = line.removeprefix("## "), []
        else:
            lines.append(line)
    yield Section(heading, "\n".join(lines).strip())
