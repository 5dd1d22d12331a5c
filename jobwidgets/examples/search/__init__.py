"""`search`: an agent that answers questions about Python from the documentation installed beside it.

It needs no network and no key: `documents` and `index` make the docstrings of this Python and its
packages searchable, `retrieval` plans the queries and picks what to read, `prompt` and `model` have a
language model write. Start a worker for it with ``jobwidgets worker jobwidgets.examples.search``.
"""

import asyncio
from contextlib import aclosing
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from jobwidgets.protocol.errors import InvalidParams
from jobwidgets.worker.context import JobContext, StepHandle
from jobwidgets.worker.registry import job

from . import index, model, prompt, retrieval
from .documents import Passage

INDEXED, FOUND, READ = 0.25, 0.35, 0.4
"""Progress after each part; the rest is writing."""


@job
async def search(
    ctx: JobContext,
    query: Annotated[str, Field(min_length=1, max_length=500)],
    max_sources: Annotated[int, Field(ge=1, le=8)] = 4,
    max_tokens: Annotated[int, Field(ge=16, le=4000)] = 320,
) -> dict[str, Any]:
    """Answer a question about Python from the installed documentation.

    Args:
        query: the question, such as "How can I run a subprocess with a timeout?".
        max_sources: how many passages to read and cite.
        max_tokens: how long the answer may become.

    The default model is tiny (135 million parameters): it writes fluently and is often wrong. What
    stands after ``>`` is quoted from the documentation. Set OPENAI_BASE_URL, OPENAI_API_KEY and
    JOBWIDGETS_MODEL in the worker's environment to have another model write.
    """
    documents = await prepare(ctx)

    with ctx.step("Plan", arguments={"query": query}) as step:
        queries = retrieval.plan(query)
        if not queries:
            raise InvalidParams("search", {"query": "has no words to search for"})
        step.update("by keyword rules: " + " · ".join(q.label for q in queries))
        step.result([q.label for q in queries])

    hits: list[index.Hit] = []
    with ctx.step("Search") as step:
        for done, (label, match) in enumerate(queries, 1):
            with ctx.step(label, arguments={"match": match}) as one:
                found = await asyncio.to_thread(index.find, documents, match)
                one.update(f"{len(found)} hits, first {found[0].passage.name}" if found else "no hits")
                one.result([hit.passage.name for hit in found])
            hits += found
            ctx.progress(INDEXED + (FOUND - INDEXED) * done / len(queries), message="searching")
        step.update(f"{len(hits)} hits")

    with ctx.step("Read") as step:
        sources = retrieval.choose(query, hits, max_sources)
        step.update(", ".join(source.name for source in sources) or "nothing worth reading")
        ctx.artifact("sources.json", [source._asdict() for source in sources], "application/json")
    ctx.progress(READ, message="reading")

    with ctx.step("Write") as step:
        if sources:
            answer = await write(ctx, step, query, sources, max_tokens)
        else:
            ctx.write(answer := f"The installed documentation says nothing about this: {query}\n")
    ctx.progress(1.0, message="done")
    return {"answer": answer, "sources": [f"{source.name} — {source.path}" for source in sources]}


async def prepare(ctx: JobContext) -> Path:
    """The index of the documentation, built first if there is none that fits this environment."""
    path = index.index_path()
    with ctx.step("Index the documentation") as step:
        count = await asyncio.to_thread(index.passage_count, path)
        if count is None:
            ctx.log(f"Indexing the docstrings of this Python and its packages, once, into {path}")

            def show(done: int, total: int) -> None:
                ctx.progress(INDEXED * done / total, message=f"indexing file {done:,} of {total:,}")

            await index.build_index(path, show)
            count = await asyncio.to_thread(index.passage_count, path)
        step.update(f"{count:,} passages")
    ctx.progress(INDEXED, message="indexed")
    return path


async def write(ctx: JobContext, step: StepHandle, query: str, sources: list[Passage], max_tokens: int) -> str:
    """Have the model write, token by token; returns all that was written."""
    answer: list[str] = []

    def say(text: str) -> None:
        answer.append(text)
        ctx.write(text)

    chosen = await asyncio.to_thread(model.endpoint)
    step.update(chosen.model)
    parts = [[source] for source in sources] if chosen.small else [sources]
    for number, part in enumerate(parts, 1):
        if chosen.small:
            say(prompt.heading(query, number, part[0]))
        chat = prompt.messages(query, part, number, chosen.small)
        budget = max(16, max_tokens // len(parts))
        text, tokens = "", 0
        async with aclosing(model.stream(chosen, chat, budget)) as chunks:
            async for chunk in chunks:
                if chunk.end:
                    ctx.usage(chunk.input_tokens, chunk.output_tokens)
                else:
                    say(chunk.text)
                    text, tokens = text + chunk.text, tokens + 1
                    if tokens % 8 == 0:
                        done = (number - 1 + min(1.0, tokens / budget)) / len(parts)
                        ctx.progress(READ + (1 - READ) * done, message="writing")
                if chunk.end == "length" or prompt.loops(text):
                    say(" …")
                    break
        say("\n\n")
    say(prompt.bibliography(sources))
    return "".join(answer)
