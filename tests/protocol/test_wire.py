"""What travels: events, snapshots, messages, errors, ids."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobwidgets.protocol import errors
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import (
    InvalidId,
    InvalidParams,
    JobWidgetsError,
    ProtocolError,
    TooLarge,
    UnknownJobType,
    error_classes,
    error_from_dict,
)
from jobwidgets.protocol.ids import check_job_id, new_job_id
from jobwidgets.protocol.state import JobSnapshot, StepNode, Usage, apply, fold
from jobwidgets.protocol.wire import (
    MAX_EVENT_BYTES,
    decode_event,
    decode_snapshot,
    encode_event,
    encode_snapshot,
    event_from_obj,
    settled,
    split_message,
)

from .strategies import histories


@given(histories())
def test_events_survive_the_wire(history: list[ev.Event]) -> None:
    """Bytes and parsed JSON give back the event that was sent."""
    for event in history:
        if isinstance(event, ev.Opaque):
            continue
        data = encode_event(event)
        assert decode_event(data) == event
        assert event_from_obj(msgspec.json.decode(data)) == event


def test_tags_are_fixed() -> None:
    """The wire's words do not change when a class is renamed."""
    tags = {cls.__struct_config__.tag for cls in ev.KnownEvent.__args__}
    assert tags == {
        "state", "progress", "step", "text", "log", "artifact", "usage", "input-requested", "input-answered",
        "checkpoint", "attempt", "child",
    }  # fmt: skip


def test_an_unknown_kind_only_advances_seq() -> None:
    """An old client survives a new server: unknown kinds and unknown fields."""
    raw = b'{"kind":"hologram","job":"j","epoch":1,"seq":1,"attempt":1,"at":2.0,"beam":{"x":[1]}}'
    before = JobSnapshot(job="j", epoch=1)
    for event in (decode_event(raw), event_from_obj(msgspec.json.decode(raw))):
        assert isinstance(event, ev.Opaque)
        assert fold(before, event) == JobSnapshot(job="j", epoch=1, seq=1, updated=2.0)
    known = decode_event(b'{"kind":"text","job":"j","delta":"x","glow":true}')
    assert known == ev.Text(job="j", delta="x")


_NEW = {
    ev.Step: {"arguments", "result", "error"},
    ev.UsageEvent: {"max_tokens", "max_cost"},
    StepNode: {"arguments", "result", "error"},
    Usage: {"max_tokens", "max_cost"},
    JobSnapshot: {"answered"},
}


def as_it_was(kind: type[Any], **instead: Any) -> Any:
    """The structure as it was before it got the fields in `_NEW`; ``instead`` are types of some of its fields."""
    fields = [
        (f.name, instead.get(f.name, f.type), msgspec.field(default=f.default))
        if f.default is not msgspec.NODEFAULT
        else (f.name, instead.get(f.name, f.type), msgspec.field(default_factory=f.default_factory))
        if f.default_factory is not msgspec.NODEFAULT
        else (f.name, f.type)
        for f in msgspec.structs.fields(kind)
        if f.name not in _NEW[kind]
    ]
    tag = kind.__struct_config__.tag
    return msgspec.defstruct(kind.__name__, fields, kw_only=True, tag_field="kind" if tag else None, tag=tag)


TOOL_CALL = ev.Step(job="j", id="s", name="search", status="failed", arguments={"q": 1}, result=[1], error="E: no")
BUDGET = ev.UsageEvent(job="j", input_tokens=3, max_tokens=10, max_cost=0.5)


def test_a_reader_from_before_tool_calls_reads_what_it_knows() -> None:
    """It decodes a step with arguments and a usage with limits, and a snapshot that has these and answers."""
    step = msgspec.json.decode(encode_event(TOOL_CALL), type=as_it_was(ev.Step))
    assert (step.id, step.name, step.status) == ("s", "search", "failed")
    assert msgspec.json.decode(encode_event(BUDGET), type=as_it_was(ev.UsageEvent)).input_tokens == 3
    snapshot = JobSnapshot(job="j", epoch=1)
    for event in (TOOL_CALL, BUDGET, ev.InputAnswered(job="j", key="k", answer=1)):
        snapshot = apply(snapshot, event)
    old = as_it_was(JobSnapshot, steps=dict[str, as_it_was(StepNode)], usage=as_it_was(Usage))
    read = msgspec.json.decode(encode_snapshot(snapshot), type=old)
    assert (read.steps["s"].name, read.usage.input_tokens) == ("search", 3)


def test_what_was_written_before_tool_calls_is_read() -> None:
    """Events and snapshots without the fields decode: nothing is known of them."""
    step = decode_event(b'{"kind":"step","job":"j","id":"s","name":"n"}')
    assert isinstance(step, ev.Step)
    assert (step.arguments, step.result, step.error) == (None, None, None)
    raw = b'{"job":"j","steps":{"s":{"id":"s","name":"n","order":0}},"usage":{"input_tokens":3}}'
    snapshot = decode_snapshot(raw)
    assert (snapshot.steps["s"].result, snapshot.usage, snapshot.answered) == (None, Usage(3), ())


def test_an_event_does_not_change_with_what_it_was_made_of() -> None:
    """`settled` gives what a reader gets, whatever becomes of the list that was sent."""
    rows = [1, float("nan")]
    data, event = settled(ev.Artifact(job="j", id="a", name="a", media_type="application/json", data=rows))
    rows.append(3)
    assert isinstance(event, ev.Artifact)
    assert event.data == [1, None]
    assert decode_event(data) == event


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"{}",
        b'{"kind":"text","job":"j"}',
        b'{"kind":7}',
        b'{"kind":"x"}',
        b"\xff",
    ],
)
def test_what_is_no_event_is_refused(raw: bytes) -> None:
    """Damaged input gives the typed error, never another one."""
    with pytest.raises(ProtocolError):
        decode_event(raw)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_decoder(raw: bytes) -> None:
    """Any bytes give an event or a `ProtocolError`."""
    for decode in (decode_event, split_message):
        try:
            decode(raw)
        except ProtocolError:
            continue


@pytest.mark.parametrize(
    "data",
    [
        b'{"kind":"text","job":"j","delta":"\xff"}',
        b'{"kind":"hologram","job":"\xff"}',
        b'{"kind":"log","job":"j","message":' + b"[" * 100_000,
        b'{"kind":"hologram","job":"j","light":' + b"[" * 100_000,
    ],
)
def test_bytes_that_are_no_text_are_no_event(data: bytes) -> None:
    """Nor is what is nested without end; both raise what every other nonsense does."""
    with pytest.raises(ProtocolError):
        decode_event(data)


def test_a_message_says_what_it_holds() -> None:
    """Header and lines must agree."""
    assert split_message(b'3 7 2\n{"a":1}\n{"b":2}') == (3, 7, [b'{"a":1}', b'{"b":2}'])
    with pytest.raises(ProtocolError, match="promises 2"):
        split_message(b'3 7 2\n{"a":1}')


def test_events_that_cannot_travel() -> None:
    """Too large or not JSON: said at once, with the limit."""
    with pytest.raises(TooLarge) as caught:
        encode_event(ev.Text(job="j", delta="x" * MAX_EVENT_BYTES))
    assert caught.value.limit == MAX_EVENT_BYTES
    with pytest.raises(ProtocolError, match="not JSON"):
        encode_event(ev.State(job="j", state=ev.JobState.COMPLETED, result=object()))


def test_ids() -> None:
    """Our ids are valid, unique and sort by time; what could break out of a key or a URL is refused."""
    ids = [new_job_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert all(check_job_id(i) == i and len(i) == 26 for i in ids)
    assert sorted(i[:9] for i in ids) == [i[:9] for i in ids]
    for bad in ("", "a b", "a/b", "a\n", "{x}", "x" * 129, "-x", "ü", None, 7):
        with pytest.raises(InvalidId):
            check_job_id(bad)


def test_the_tree_of_errors_is_true() -> None:
    """The tree at the top of the module names every class below the one it stands beside, and no other."""
    lines = [line.strip(" │├└") for line in (errors.__doc__ or "").splitlines() if "── " in line]
    named: dict[str, str] = {}
    for line in lines:
        first, _, rest = line.removeprefix("── ").partition(" ── ")
        parent = "KeyboardInterrupt" if first == "WaitInterrupted" else "JobWidgetsError"
        named |= dict.fromkeys(first.split(", "), parent)
        named |= dict.fromkeys(rest.split(", ") if rest else (), first)
    classes = [c for c in vars(errors).values() if isinstance(c, type) and c.__module__ == errors.__name__]
    assert named == {c.__name__: c.__bases__[0].__name__ for c in classes if c is not JobWidgetsError}


def test_every_error_travels() -> None:
    """Each class has its own code and a sentence, and comes back as itself with its facts."""
    classes = error_classes()
    everyone = {JobWidgetsError}
    todo = [JobWidgetsError]
    while todo:
        for cls in todo.pop().__subclasses__():
            everyone.add(cls)
            todo.append(cls)
    assert set(classes.values()) >= {c for c in everyone if c.__module__ == "jobwidgets.protocol.errors"}
    unknown = error_from_dict(UnknownJobType("nope", ["search"]).as_dict())
    assert isinstance(unknown, UnknownJobType)
    assert (unknown.job_type, unknown.known) == ("nope", ["search"])
    assert "Known types: search" in str(unknown)
    params = error_from_dict(InvalidParams("search", {"query": "is missing"}).as_dict())
    assert isinstance(params, InvalidParams)
    assert params.fields == {"query": "is missing"}
    future = error_from_dict({"code": "from-the-future", "message": "new"})
    assert type(future) is JobWidgetsError
    assert str(future) == "new"
