"""A canary key over every way to fail: it is in no text that anybody could read or send on."""

from __future__ import annotations

import logging
import traceback

import pytest

from tests.api.outcomes import OUTCOMES
from tests.api.support import HASTY, KEY, PATIENT, client_of
from tests.support.faulty_server import Act, Answer, FaultyServer, Hang, error, redirect
from tui.domain.api_key import ApiKey
from tui.domain.faults import ServiceError

TELLTALES: dict[str, Act] = {
    "a service that repeats the key": error(401, f"The key {KEY} is not known"),
    "a service that repeats it late": error(400, "x" * 190 + KEY),
    "a success that is none": Answer({"success": False, "error": KEY}),
    "a redirect to the key": redirect(f"https://{KEY}.example/{KEY}"),
    "a field of that name": Answer({KEY: KEY}),
    "no answer in time": Hang(),
}


def everything_told(error: ServiceError) -> str:
    chain: list[BaseException | None] = [error, error.__cause__, error.__context__]
    return "\n".join(
        [*map(str, chain), *map(repr, chain), repr(error.fault), *traceback.format_exception(error)]
    )


@pytest.mark.parametrize(
    "act", [*(act for act, *_ in OUTCOMES.values()), *TELLTALES.values()], ids=[*OUTCOMES, *TELLTALES]
)
async def test_the_key_is_in_no_error_and_no_log(act: Act, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    timeouts = HASTY if isinstance(act, Hang) else PATIENT
    with FaultyServer(act) as server:
        async with client_of(server.base_url, timeouts) as client:
            with pytest.raises(ServiceError) as caught:
                await client.chat("?", session_id="s")
            told = everything_told(caught.value) + repr(client) + repr(vars(client))
    assert KEY not in told
    assert "canary" not in told
    logged = [
        record.getMessage() for record in caplog.records if "receive_response" not in record.getMessage()
    ]
    assert KEY not in "\n".join(logged)


async def test_an_error_holds_no_request() -> None:
    """httpx's own errors carry the request, with its headers: a debugger that prints locals would show it."""
    async with client_of("https://nothing.invalid") as client:
        with pytest.raises(ServiceError) as caught:
            await client.account()
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


DISGUISES = [
    *("\u200b", "\u00ad", "\u034f", "\U000e0101", "\ufe0f", " ", "\n", "\x1b[31m", "\x1b", "\0"),
    *("**", "\\", "<b>", "&#8203;", "&amp;#8203;", "&zwnj", "\u2800", "\u20dd", "|", "."),
]


@pytest.mark.parametrize("between", DISGUISES)
async def test_a_key_with_something_between_its_letters_is_found(between: str) -> None:
    disguised = f"It is {between.join(KEY)}!"
    message = {"role": "assistant", "content": disguised, "agent_name": disguised, "sender_type": "agent"}
    acts = (
        Answer({"success": True, "response": disguised, "session_id": "s"}),
        Answer({"success": True, "messages": [message]}),
        Answer({"success": True, "websites": [{"id": 1, "name": disguised, "domain": disguised}]}),
        Answer({"success": True, "account": {"email": disguised, "plan": disguised, "messages_used": 1}}),
        error(400, disguised),
    )
    with FaultyServer(*acts) as server:
        async with client_of(server.base_url) as client:
            told = [
                (await client.chat("?", session_id="s")).text,
                *(repr(each) for each in await client.conversation("s")),
                *(repr(each) for each in await client.websites()),
                repr(await client.account()),
            ]
            with pytest.raises(ServiceError) as caught:
                await client.account()
            told.append(caught.value.fault.told)
    for text in told:
        assert "It is …-key!" in text
        assert "anary" not in text
        assert between.join("anary") not in text


def test_a_key_in_entities_is_found() -> None:
    key = ApiKey(KEY)
    for form in ("&#{};", "&#0{};", "&#x{:x};", "&#X{:X};", "&#{}", "&#x{:x}", "&amp;#{};"):
        assert key.hidden_in("".join(form.format(ord(letter)) for letter in KEY)) == "…-key"


def test_a_key_in_the_escapes_of_programs_and_addresses_is_found() -> None:
    key = ApiKey(KEY)
    for form in (
        "\\u00{:02x}",
        "\\\\u00{:02X}",
        "\\x{:02x}",
        "\\u{{{:x}}}",
        "\\U000000{:02x}",
        "\\{:03o}",
        "%25{:02x}",
    ):
        assert key.hidden_in("".join(form.format(ord(letter)) for letter in KEY)) == "…-key"
        assert key.hidden_in(f"é{KEY[:8]}{form.format(ord(KEY[8]))}{KEY[9:]}!") == "é…-key!"


def test_no_text_takes_long_to_look_through() -> None:
    """Each of these would, if what stands between letters were looked at again and again."""
    key = ApiKey("sk_canary-0123456789-key")
    for text in (
        "&#115;",
        "s\u200b",
        "s\x1b]",
        "s<b",
        "s&a",
        "s\\",
        "\U0001d42c",
        "sk_canary-0123456789-ke\u200b",
    ):
        assert key.hidden_in(text * 50_000) == text * 50_000


@pytest.mark.parametrize(
    "disguised",
    [
        KEY.upper(),
        "".join(f"%{ord(letter):02x}" for letter in KEY),
        f"{KEY[:6]}\n> {KEY[6:]}",
        f"[{KEY[:6]}](https://a.example){KEY[6:]}",
        "".join(chr(ord(letter) + 0xFEE0) for letter in KEY),
        f"<span class='x'>{KEY[:6]}</span>{KEY[6:]}",
        KEY.replace("-", "&#45;"),
        KEY.replace("-", "\u2011"),
        KEY.replace("-", "\u2212"),
        KEY.replace("-", "\ufe63"),
        "".join(chr(0x1D68A + ord(letter) - ord("a")) if letter.islower() else letter for letter in KEY),
        "".join(chr(0x24D0 + ord(letter) - ord("a")) if letter.islower() else letter for letter in KEY),
    ],
)
def test_a_key_is_found_as_a_person_would_read_it(disguised: str) -> None:
    hidden = ApiKey(KEY).hidden_in(f"it is {disguised}, is it not?")
    assert hidden.startswith("it is ")
    assert hidden.endswith("…-key, is it not?")
