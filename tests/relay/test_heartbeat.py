"""Pings from one timer: each socket in its time, whoever is silent is told of."""

import asyncio

from jobwidgets.testing import wait_until
from jobwidgets_server.relay.heartbeat import AT_ONCE, Heartbeat


class Socket:
    """Answers pings, or not."""

    def __init__(self, heartbeat: Heartbeat, sid: str, *, answers: bool = True) -> None:
        self.sid, self.open, self.ping_deadline, self.pings = sid, True, 0.0, 0
        self._heartbeat, self._answers = heartbeat, answers
        self.ended = False

    def ping(self) -> None:
        self.pings += 1
        if self._answers:
            asyncio.get_running_loop().call_soon(self._heartbeat.answered, self)


async def test_everybody_is_pinged_whatever_the_timeout():
    """Also where the interval is much shorter than the time for the answer, and sockets come one by one."""
    for interval, timeout in ((0.01, 60), (0.05, 0.02)):
        lost = []
        heartbeat = Heartbeat(interval, timeout, lost.append)
        sockets = []
        for n in range(5):
            sockets.append(Socket(heartbeat, str(n)))
            heartbeat.add(sockets[-1])
            await asyncio.sleep(0)
        await wait_until(lambda sockets=sockets: all(socket.pings >= 3 for socket in sockets), "three pings each")
        assert not lost
        heartbeat.stop()


async def test_the_silent_are_told_of_once_and_the_gone_never():
    """Who does not answer in time is lost; a socket that has closed is forgotten."""
    lost = []
    heartbeat = Heartbeat(0.01, 0.02, lost.append)
    silent, gone = Socket(heartbeat, "silent", answers=False), Socket(heartbeat, "gone", answers=False)
    heartbeat.add(silent)
    heartbeat.add(gone)
    gone.open, gone.ended = False, True
    await wait_until(lambda: lost, "lost")
    assert lost == [silent]
    assert (silent.pings, gone.pings) == (1, 0)
    heartbeat.answered(silent)  # too late, and it counts all the same: the connection decides
    heartbeat.answered(silent)
    await wait_until(lambda: silent.pings == 2, "pinged again, once")
    heartbeat.stop()


async def test_who_closes_for_ever_is_told_of():
    """A socket that can be written to no more, and has not ended by its next ping."""
    for pinged in (False, True):
        lost = []
        heartbeat = Heartbeat(0.01, 0.02, lost.append)
        closing = Socket(heartbeat, "closing", answers=False)
        heartbeat.add(closing)
        if pinged:
            await wait_until(lambda closing=closing: closing.pings, "pinged")
        closing.open = False
        await wait_until(lambda lost=lost: lost, "told of")
        heartbeat.stop()


async def test_thousands_that_came_at_once_do_not_hold_up_the_loop():
    """They are pinged some at a time, with turns of the loop in between."""
    heartbeat = Heartbeat(0.01, 60, lambda _: None)
    sockets = [Socket(heartbeat, str(n), answers=False) for n in range(5 * AT_ONCE)]
    for socket in sockets:
        heartbeat.add(socket)
    seen = set()
    while not all(socket.pings for socket in sockets):
        seen.add(sum(socket.pings for socket in sockets))
        await asyncio.sleep(0)
    assert len(seen) > 4
    heartbeat.stop()


async def test_one_bad_socket_does_not_stop_the_pings():
    """An error with one of them reaches the loop's handler; the others are pinged on."""
    errors = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: errors.append(context["exception"]))
    heartbeat = Heartbeat(0.01, 60, lambda _: None)
    bad, good = Socket(heartbeat, "bad"), Socket(heartbeat, "good")

    def broken() -> None:
        raise RuntimeError("broken")

    bad.ping = broken
    heartbeat.add(bad)
    heartbeat.add(good)
    await wait_until(lambda: good.pings >= 2, "pinged on")
    assert len(errors) == 1
    heartbeat.stop()
