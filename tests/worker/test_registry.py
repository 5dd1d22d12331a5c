"""`@job`: what is accepted, how parameters are checked, what is announced."""

import pickle
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, Literal

import cloudpickle
import pytest
from pydantic import BaseModel, Field

from jobwidgets.protocol.errors import ConfigurationError, InvalidParams
from jobwidgets.protocol.records import Backoff
from jobwidgets.worker.registry import JobDefinition, JobFunction, job, jobs_in
from jobwidgets_server.params import check_params

if TYPE_CHECKING:
    from jobwidgets.worker.context import JobContext


class Filter(BaseModel):
    """A parameter with structure."""

    field: str
    limit: int = 10


@dataclass
class Point:
    """Another one."""

    x: float
    y: float


def test_bare_and_called_forms_give_the_same_thing() -> None:
    """`@job` and `@job(...)` both leave the function callable and give it a definition."""

    @job
    def plain(ctx: Any, a: int) -> int:
        "Adds one."
        return a + 1

    @job("other-name", timeout=5, retries=2, queue="gpu")
    async def configured(ctx: Any) -> None: ...

    assert plain(None, a=2) == 3
    assert plain.__name__ == "plain"
    assert (plain.definition.name, plain.definition.info.kind, plain.definition.info.doc) == (
        "plain",
        "sync",
        "Adds one.",
    )
    info = configured.definition.info
    assert (info.name, info.timeout, info.retries, info.queue, info.kind) == ("other-name", 5, 2, "gpu", "async")


def test_arguments_are_converted_to_the_annotated_types() -> None:
    """What comes as JSON arrives as what the signature promises; defaults are the function's own."""

    def fn(
        ctx: "JobContext",
        where: Filter,
        at: Point,
        tags: set[str],
        n: Annotated[int, Field(ge=1)] = 1,
        *,
        flag: bool = False,
    ) -> None: ...

    definition = JobDefinition("fn", fn)
    arguments = definition.arguments({"where": {"field": "a"}, "at": {"x": 1, "y": 2}, "tags": ["b", "b"]})
    assert arguments == {"where": Filter(field="a"), "at": Point(1, 2), "tags": {"b"}}


def test_every_wrong_parameter_gets_its_own_complaint() -> None:
    """Missing, unknown and ill-typed parameters are all named at once."""

    def fn(ctx: Any, query: str, limit: Annotated[int, Field(ge=1)] = 5) -> None: ...

    with pytest.raises(InvalidParams) as caught:
        JobDefinition("fn", fn).arguments({"limit": 0, "qurey": "x"})
    assert caught.value.fields == {
        "query": "is required",
        "limit": "must be at least 1",
        "qurey": "is not a parameter of this job; it takes query, limit",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": "x"}, {"n": 1.5}, {"n": None}, {"n": 0}, {"n": 11}, {"x": "x"}, {"x": []}, {"x": -1}, {"flag": "x"},
        {"flag": 7}, {"word": 1}, {"word": ""}, {"word": "long"}, {"some": "x"}, {"some": [1, "x"]}, {"some": []},
        {"by_name": 3}, {"by_name": {"k": "x"}}, {"where": 3}, {"where": {"limit": "x"}}, {"wehre": 3},
    ],
)  # fmt: skip
def test_a_wrong_parameter_reads_the_same_wherever_it_is_found(wrong: dict[str, Any]) -> None:
    """The server checks named types by their schema, workers and notebooks by the signature: one wording."""

    def fn(
        ctx: Any,
        n: Annotated[int, Field(ge=1, le=10)] = 1,
        x: Annotated[float, Field(ge=0)] = 0.0,
        flag: bool = False,
        word: Annotated[str, Field(min_length=1, max_length=3)] = "a",
        some: Annotated[list[int], Field(min_length=1)] = [1],  # noqa: B006
        by_name: dict[str, int] = {},  # noqa: B006
        where: Filter = Filter(field=""),  # noqa: B008
    ) -> None: ...

    definition = JobDefinition("fn", fn)
    with pytest.raises(InvalidParams) as server:
        check_params(definition.info, wrong)
    with pytest.raises(InvalidParams) as worker:
        definition.arguments(wrong)
    assert worker.value.fields == server.value.fields


def test_what_has_no_sentence_of_its_own_is_still_a_complaint() -> None:
    """Values that are not JSON and rarer rules are told in the same tone."""

    def fn(ctx: Any, n: int = 1, mode: Literal["fast", "deep"] = "fast") -> None: ...

    with pytest.raises(InvalidParams) as caught:
        JobDefinition("fn", fn).arguments({"n": {1, 2}, "mode": "slow"})
    assert caught.value.fields == {"n": "must be a whole number, not set", "mode": "must be 'fast' or 'deep'"}


def test_names_that_pydantic_reserves_are_ordinary_parameters() -> None:
    """A parameter may be called `schema`, `copy`, `model_config` or `_private`."""

    def fn(ctx: Any, schema: str, copy: int, model_config: int = 1, _private: int = 2, p0: int = 3) -> None: ...

    arguments = JobDefinition("fn", fn).arguments({"schema": "s", "copy": 1, "model_config": 2, "_private": 3, "p0": 4})
    assert arguments == {"schema": "s", "copy": 1, "model_config": 2, "_private": 3, "p0": 4}


def test_extra_keywords_are_passed_where_the_function_takes_them() -> None:
    """`**options` accepts any further parameter."""

    def fn(ctx: Any, a: int, **options: Any) -> None: ...

    assert JobDefinition("fn", fn).arguments({"a": 1, "b": [2]}) == {"a": 1, "b": [2]}


def test_the_schema_is_what_a_form_needs() -> None:
    """The announced JSON schema has the parameters' names, types, defaults and what is required."""
    unwritable = object()

    def fn(ctx: Any, query: str, limit: int = 5, hidden: Any = unwritable) -> None: ...

    schema = JobDefinition("fn", fn).info.schema
    assert schema["required"] == ["query"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["limit"]["type"] == "integer"
    assert schema["properties"]["limit"]["default"] == 5
    assert "default" not in schema["properties"]["hidden"]


def no_context() -> None: ...


def positional(ctx: Any, a: int, /) -> None: ...


def variadic(ctx: Any, *parts: int) -> None: ...


def generator(ctx: Any) -> Any:
    yield 1


async def async_generator(ctx: Any) -> Any:
    yield 1


def unschemable(ctx: Any, lock: ModuleType) -> None: ...


def unresolved(ctx: Any, a: "Nowhere") -> None: ...  # noqa: F821  # pyright: ignore


@pytest.mark.parametrize(
    "fn",
    [no_context, positional, variadic, generator, async_generator, unschemable, unresolved],
    ids=lambda f: f.__name__,
)
def test_what_cannot_be_a_job_is_refused_at_the_decorator(fn: Any) -> None:
    """The complaint comes when the module is written, and names the job."""
    with pytest.raises(ConfigurationError, match=fn.__name__):
        job(fn)


@pytest.mark.parametrize("options", [{"timeout": 0}, {"timeout": -1}, {"retries": -1}, {"name": "no spaces"}])
def test_nonsense_options_are_refused(options: dict[str, Any]) -> None:
    """A time-out of nothing, negative retries or an unusable name are errors at once."""
    with pytest.raises(ConfigurationError):

        @job(**options)
        def fn(ctx: Any) -> None: ...


def test_a_module_offers_what_is_marked_in_it() -> None:
    """`jobs_in` finds jobs by their type name, and refuses two of one name."""
    module = ModuleType("mine")

    @job("one")
    def first(ctx: Any) -> None: ...

    @job("one")
    def second(ctx: Any) -> None: ...

    module.first, module.alias, module.other = first, first, len  # type: ignore[attr-defined]
    assert jobs_in(module) == {"one": first.definition}
    module.second = second  # type: ignore[attr-defined]
    with pytest.raises(ConfigurationError, match="two jobs named 'one'"):
        jobs_in(module)


def test_a_job_function_travels_by_value() -> None:
    """A pickled job, also one that calls itself, comes back callable and with its definition."""
    source = "@job(retries=3)\ndef fact(ctx, n: int = 1):\n    return 1 if n < 2 else n * fact(ctx, n - 1)\n"
    space: dict[str, Any] = {"job": job, "__name__": "__main__"}
    exec(source, space)
    back = pickle.loads(cloudpickle.dumps(space["fact"]))
    assert isinstance(back, JobFunction)
    assert back(None, 5) == 120
    assert back.definition.info.retries == 3
    assert back.definition.arguments({"n": 2}) == {"n": 2}


def test_the_options_of_a_job_are_announced() -> None:
    """Retries, backoff, priority and limits travel in the `TypeInfo`; a number of seconds makes a `Backoff`."""

    @job("careful", retries=4, backoff=90, priority="high", max_running=3, max_running_per_user=1)
    async def careful(ctx: Any) -> None: ...

    info = careful.definition.info
    assert (info.retries, info.backoff) == (4, Backoff(first=90.0, longest=90.0))
    assert (info.priority, info.max_running, info.max_running_per_user) == ("high", 3, 1)
    assert job(careful.fn).definition.info.backoff == Backoff()
    kept = Backoff(first=0.5, longest=2.0)
    assert job(backoff=kept)(careful.fn).definition.info.backoff == kept


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"backoff": -1}, "backoff is in seconds"),
        ({"backoff": "soon"}, "backoff is in seconds"),
        ({"backoff": Backoff(first=5, longest=1)}, "backoff is in seconds"),
        ({"backoff": float("inf")}, "backoff is in seconds"),
        ({"priority": "urgent"}, "priority must be 'high', 'normal', 'low', not 'urgent'"),
        ({"max_running": 0}, "max_running must be a whole number from 1"),
        ({"max_running_per_user": 1.5}, "max_running_per_user must be a whole number from 1"),
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, Any], said: str) -> None:
    """At the decorator, with a sentence that names the job and the option."""

    async def some(ctx: Any) -> None: ...

    with pytest.raises(ConfigurationError, match=said):
        job(**options)(some)
