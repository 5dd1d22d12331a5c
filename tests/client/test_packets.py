"""Packets with events are read once, straight into events; all others are the library's."""

import asyncio
import json
from typing import Any

import msgspec
import pytest
import socketio
from hypothesis import given, settings
from socketio import packet

from jobwidgets.client.connection import Connection
from jobwidgets.client.endpoint import FixedEndpoint
from jobwidgets.client.packets import EventPacket
from jobwidgets.client.subscriptions import Subscriptions, Watch
from jobwidgets.client.tracker import Outcome, Phase, Tracker
from jobwidgets.protocol import events as ev
from jobwidgets.protocol.errors import JobWidgetsError
from jobwidgets.protocol.events import Event
from jobwidgets.protocol.state import JobSnapshot, fold_all

from ..protocol.strategies import JOB, histories


def packed(name: str, data: Any) -> str:
    """The text the relay writes into a websocket's frame, without engine.io's digit."""
    return "2" + msgspec.json.encode([name, data]).decode()


class Listening:
    """One watched job behind a connection's subscriptions, fed with packets' texts as the library would."""

    def __init__(self) -> None:
        self.tracker = Tracker(JobSnapshot(job=JOB, epoch=1))
        self.outcomes: list[Outcome] = []
        self.subscriptions = Subscriptions()
        self.subscriptions.add(Watch(JOB, self.tracker, self))
        answer = {"ok": True, "epoch": 1, "seq": 0, "events": [], "parts": 0}
        self.tracker.acknowledged(self.tracker.request().ticket, answer)

    def hear(self, text: str) -> None:
        name, *data = EventPacket(encoded_packet=text).data
        {"job:event": self.subscriptions.on_event, "job:batch": self.subscriptions.on_batch}[name](*data)

    def applied(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def refused(self, error: JobWidgetsError) -> None:
        raise error


@settings(max_examples=60, deadline=None)
@given(histories())
def test_events_come_out_of_a_packet_as_events(history: list[Event]) -> None:
    """Batches and single events of any kind, unknown ones too, are what was sent; the job is told once per packet."""

    async def hear(half: int) -> Listening:
        listening = Listening()
        listening.hear(packed("job:batch", history[:half]))
        for event in history[half:]:
            listening.hear(packed("job:event", event))
        return listening

    half = len(history) // 2
    listening = asyncio.run(hear(half))
    assert [e for outcome in listening.outcomes for e in outcome.events] == history
    assert listening.tracker.snapshot == fold_all(JobSnapshot(job=JOB, epoch=1), history)
    assert len(listening.outcomes) == len(history) - half + bool(half)


@pytest.mark.parametrize(
    "text",
    [
        '2["job:batch",[{"kind":"text","job":"job-1","epoch":1,"seq":1}]]',
        '2["job:batch",[{"kind":"text","job":"job-1","epoch":1,"seq":1,"delta":"a"},{"job":"job-1"}]]',
        '2["job:batch",[{"kind":"text","job":"job-1","epoch":1,"seq":1,"delta":7}],"more"]',
        '2["job:event",{"kind":"text","job":"job-1","epoch":1,"seq":1,"delta":[]}]',
        '2["job:batch",[{"kind":"text","job":"job-1","epoch":1,"seq":1,"delta":"cut of',
        '2["job:event",{"kind":"log","job":"job-1","epoch":1,"seq":1,"message":"\\ud800"}]',
        '2["job:batch",[{"job":"job-1","detail":' + "[" * 5_000,
        '2["job:batch",[7,null,{"job":"job-1"}]]',
    ],
)
async def test_what_is_no_event_makes_the_tracker_ask_again(text: str) -> None:
    """Nothing is raised into the library's loop: of the job it belongs to, a whole snapshot is asked for."""
    listening = Listening()
    listening.hear(text)
    assert listening.tracker.phase is Phase.IDLE
    assert listening.tracker.wants_request
    assert listening.tracker.request().payload() == {"job": JOB, "epoch": 0, "seq": 0}


@pytest.mark.parametrize(
    "text",
    [
        '2["job:batch",[]]',
        '2["job:batch",{}]',
        '2["job:batch",7]',
        '2["job:event",null]',
        '2["job:event"]',
        '2["job:batch",',
    ],
)
def test_packets_of_no_job_touch_none(text: str) -> None:
    """What cannot be told to belong to a job is dropped, and what follows is read."""
    listening = Listening()
    listening.hear(text)
    event = ev.Text(job=JOB, epoch=1, seq=1, delta="a")
    listening.hear(packed("job:event", event))
    assert listening.outcomes == [Outcome((event,))]


def test_a_batch_of_several_jobs_reaches_each() -> None:
    """Each job gets its own events, in order."""
    listening = Listening()
    other = Tracker(JobSnapshot(job="job-2", epoch=1))
    listening.subscriptions.add(Watch("job-2", other, listening))
    other.acknowledged(other.request().ticket, {"ok": True, "epoch": 1, "seq": 0})
    said = [ev.Text(job=job, epoch=1, seq=n, delta=f"{n}") for n in (1, 2) for job in (JOB, "job-2")]
    listening.hear(packed("job:batch", said))
    assert listening.tracker.snapshot.channel_text() == other.snapshot.channel_text() == "12"
    assert len(listening.outcomes) == 2


@pytest.mark.parametrize("text", ['0{"sid":"x"}', '31[{"ok":true}]', '2["job:part",{"n":0}]', '4{"message":"no"}', "1"])
def test_other_packets_are_the_librarys(text: str) -> None:
    """CONNECT, acknowledgements and other events are decoded as ever."""
    ours, theirs = EventPacket(encoded_packet=text), packet.Packet(encoded_packet=text)
    assert (ours.packet_type, ours.id, ours.namespace, ours.data) == (
        theirs.packet_type,
        theirs.id,
        theirs.namespace,
        theirs.data,
    )


async def test_other_clients_of_the_process_are_left_alone() -> None:
    """A kernel's own python-socketio clients decode as before, also once ours has been made."""
    ours = Connection(FixedEndpoint("http://127.0.0.1:9", "t"))._client(None, [])  # type: ignore[arg-type]
    other = socketio.AsyncClient(handle_sigint=False)
    assert ours.packet_class is EventPacket
    assert other.packet_class is packet.Packet
    assert packet.Packet.json.loads is json.loads or packet.Packet.json.__name__ == "engineio.json"
    assert packet.Packet(encoded_packet=packed("job:batch", [{"kind": "text"}])).data == [
        "job:batch",
        [{"kind": "text"}],
    ]
    await asyncio.gather(ours.shutdown(), other.shutdown())
