"""The bundled knowledge: enough of it, well formed, and nobody's real address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tui.sandbox.answers import Answerer
from tui.sandbox.topics import Topic, read_topics
from tui.sandbox.websites import Website, bundled_websites

if TYPE_CHECKING:
    from collections.abc import Iterator

WEBSITES = bundled_websites()
TOPICS = [(website, topic) for website in WEBSITES for topic in read_topics(website.folder / "topics")]
REAL_TOPICS = [(website, topic) for website, topic in TOPICS if not topic.courtesy]

named = pytest.mark.parametrize(
    ("website", "topic"), TOPICS, ids=[f"{website.id}-{topic.name}" for website, topic in TOPICS]
)
really_named = pytest.mark.parametrize(
    ("website", "topic"), REAL_TOPICS, ids=[f"{website.id}-{topic.name}" for website, topic in REAL_TOPICS]
)


@pytest.fixture(scope="module")
def answerers() -> Iterator[dict[int, Answerer]]:
    made = {website.id: Answerer(website) for website in WEBSITES}
    yield made
    for answerer in made.values():
        answerer.close()


def test_every_website_has_at_least_twelve_topics() -> None:
    for website in WEBSITES:
        assert sum(each is website for each, _ in REAL_TOPICS) >= 12


def test_some_topics_are_long_enough_to_see_them_appear() -> None:
    for website in WEBSITES:
        assert sum(each is website and 1_000 <= len(topic.markdown) <= 3_000 for each, topic in TOPICS) >= 3


def test_there_are_tables_and_code_in_several_languages() -> None:
    told = "\n".join(topic.markdown for _, topic in TOPICS)
    assert told.count("\n|---|") >= 30
    assert {"python", "js", "go", "ruby", "bash", "json", "sql", "yaml"} <= set(re.findall(r"```(\w+)", told))


@named
def test_markdown_is_whole(website: Website, topic: Topic) -> None:
    for section in topic.sections:
        assert section.text
        assert section.text.count("```") % 2 == 0
        for table in re.findall(r"(?:^\|.*\|$\n?)+", section.text, re.MULTILINE):
            assert len({row.replace("\\|", "").count("|") for row in table.splitlines()}) == 1


@named
def test_names_are_invented(website: Website, topic: Topic) -> None:
    for host in re.findall(r"(?:@|https?://)([\w.-]+\w)", topic.markdown):
        if "." in host or host == "localhost":
            assert host == "localhost" or host.endswith(".example"), host


@really_named
def test_a_topic_is_found_by_its_title(
    answerers: dict[int, Answerer], website: Website, topic: Topic
) -> None:
    answer = answerers[website.id].answer(topic.title, None)
    assert answer.topic == topic.name
    assert answer.text == topic.markdown


@really_named
def test_a_section_is_found_by_topic_and_heading(
    answerers: dict[int, Answerer], website: Website, topic: Topic
) -> None:
    for section in topic.sections[1:]:
        answer = answerers[website.id].answer(f"{topic.title}: {section.heading}", None)
        assert section.text in answer.text
