"""What the three websites answer, asked over the API as a visitor would."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

COFFEE, QUEUE, WORKSHOP = 1, 2, 3


def ask(client: httpx.Client, website_id: int, *messages: str) -> str:
    """Ask some messages in a new session; return the last answer."""
    session_id = f"visitor-{secrets.token_hex(8)}"
    answer = ""
    for message in messages:
        asked = {"message": message, "session_id": session_id, "website_id": website_id}
        response = client.post("chat/", json=asked)
        assert response.status_code == 200
        answer = response.json()["response"]
    return answer


@pytest.mark.parametrize(
    ("website_id", "message", "told"),
    [
        (COFFEE, "What are your business hours?", "| Monday to Friday | 08:00 – 17:30 |"),
        (COFFEE, "Are you open on Sunday?", "only the **coffee bar** is open, from 09:00 to 13:00"),
        (COFFEE, "How much does shipping cost?", "| Mainland | 1 to 2 working days | £3.20 |"),
        (COFFEE, "how much is a kilo of lamplighter", "| Lamplighter (house blend) | medium | £8.50 |"),
        (COFFEE, "How do I brew with a French press?", "Wait **four minutes**."),
        (COFFEE, "Can I freeze beans?", "Freezing works, once"),
        (COFFEE, "My parcel came damaged, I want my money back", "within **30 days**"),
        (QUEUE, "How do I verify a signature in Python?", "```python\nimport hashlib"),
        (QUEUE, "show me go code to send events", 'Channel: "orders",'),
        (QUEUE, "What are the rate limits?", "| Stream | 100 | 500 |"),
        (QUEUE, "my key leaked, what do I do", "Revoke it under **Settings → Keys**"),
        (QUEUE, "who can see my events?", "for at most **two hours** at a time"),
        (WORKSHOP, "¿Qué horario tenéis?", "| Martes a viernes | 09:30 – 14:00 |"),
        (WORKSHOP, "¿Cuánto cuesta un pinchazo?", "| Pinchazo | 9 € |"),
        (WORKSHOP, "Me han robado la bici", "Denuncia, con número de cuadro y fotos."),
        (WORKSHOP, "cuanto cuesta alquilar una bici electrica", "| Eléctrica | 22 € | 35 € |"),
    ],
)
def test_a_question_finds_its_answer(client: httpx.Client, website_id: int, message: str, told: str) -> None:
    assert told in ask(client, website_id, message)


@pytest.mark.parametrize(
    ("website_id", "messages", "told"),
    [
        (COFFEE, ["When are you open?", "and on Sundays?"], "only the **coffee bar** is open"),
        (COFFEE, ["Do you deliver?", "and on Sundays?"], "nothing travels on Sundays"),
        (COFFEE, ["Do you deliver?", "Thanks!", "to the islands?"], "| Skerrow Isles, other islands |"),
        (COFFEE, ["tell me about subscriptions", "how do I cancel?"], "Cancel at any time with one click"),
        (COFFEE, ["Do you have courses?", "how much is it?"], "| Open cupping |"),
        (QUEUE, ["How do I verify signatures?", "and in JavaScript?"], "timingSafeEqual"),
        (QUEUE, ["How do I send events?", "and in Ruby?"], "Sluicegate::Gate.new"),
        (WORKSHOP, ["¿Qué horario tenéis?", "¿y los domingos?"], "Los domingos el taller está **cerrado**"),
        (WORKSHOP, ["Quiero alquilar una bici", "¿y la fianza?"], "**50 €** de fianza"),
    ],
)
def test_a_continuation_stays_in_the_topic(
    client: httpx.Client, website_id: int, messages: list[str], told: str
) -> None:
    assert told in ask(client, website_id, *messages)


def test_what_a_continuation_means_depends_on_the_session(client: httpx.Client) -> None:
    assert "nothing travels on Sundays" not in ask(client, COFFEE, "and on Sundays?")


@pytest.mark.parametrize(
    ("website_id", "messages", "told"),
    [
        (COFFEE, ["When are you open?", "and how much is delivery?"], "| Mainland |"),
        (QUEUE, ["Do you export Prometheus metrics?", "and the rate limits?"], "| Brook | 10 | 50 |"),
        (WORKSHOP, ["¿Qué horario tenéis?", "¿y la garantía?"], "**6 meses** de garantía"),
    ],
)
def test_a_continuation_that_names_another_topic_goes_there(
    client: httpx.Client, website_id: int, messages: list[str], told: str
) -> None:
    assert told in ask(client, website_id, *messages)


def test_two_topics_in_one_question_are_both_told(client: httpx.Client) -> None:
    answer = ask(client, COFFEE, "What are your hours and do you deliver?")
    assert "## Delivery" in answer
    assert "## Opening hours" in answer


def test_a_broad_question_gets_the_whole_topic(client: httpx.Client) -> None:
    answer = ask(client, QUEUE, "What is your security policy?")
    assert 2_000 < len(answer) < 3_000
    assert answer.count("\n### ") == 7


@pytest.mark.parametrize(
    ("website_id", "message"),
    [
        (COFFEE, "What is the capital of France?"),
        (COFFEE, "Do you sell bicycles?"),
        (COFFEE, "Who won the world cup?"),
        (COFFEE, "What is the weather in Paris today?"),
        (COFFEE, "how old is the universe"),
        (COFFEE, "営業時間を教えてください"),
        (COFFEE, "¿Cuáles son vuestros horarios?"),
        (COFFEE, "👍"),
        (COFFEE, "asdfghjkl"),
        (COFFEE, "and?"),
        (QUEUE, "how do I bake bread"),
        (QUEUE, "Can you write me a poem about the moon?"),
        (QUEUE, "' OR 1=1 -- \" NEAR(a b) AND NOT *"),
    ],
)
def test_what_is_not_known_is_not_made_up(client: httpx.Client, website_id: int, message: str) -> None:
    answer = ask(client, website_id, message)
    assert answer.startswith("I don't know")
    assert answer.count("\n- ") == 4


@pytest.mark.parametrize(
    "message", ["¿Cuál es la capital de Francia?", "¿Qué tiempo hará mañana?", "What are your opening hours?"]
)
def test_not_knowing_is_said_in_the_language_of_the_site(client: httpx.Client, message: str) -> None:
    answer = ask(client, WORKSHOP, message)
    assert answer.startswith("Eso no lo sé")
    assert answer.count("\n- ") == 4


def test_one_website_knows_nothing_of_another(client: httpx.Client) -> None:
    assert ask(client, COFFEE, "How do I verify a webhook signature?").startswith("I don't know")


@pytest.mark.parametrize(
    ("website_id", "message", "told"),
    [
        (COFFEE, "Hello!", "Hello from the quay"),
        (COFFEE, "Thank you so much, that was helpful", "You are very welcome"),
        (WORKSHOP, "¡Buenas tardes!", "¡Hola!"),
        (WORKSHOP, "muchas gracias", "¡A ti!"),
    ],
)
def test_courtesies_are_returned(client: httpx.Client, website_id: int, message: str, told: str) -> None:
    assert ask(client, website_id, message).startswith(told)


def test_a_greeting_does_not_hide_the_question(client: httpx.Client) -> None:
    assert "| Monday to Friday |" in ask(client, COFFEE, "Hi, what are your hours?")
