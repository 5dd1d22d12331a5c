"""`Crossing`: threads and the event loop."""

import asyncio
import threading

from jobwidgets.protocol import events as ev
from jobwidgets.protocol.events import Event
from jobwidgets.testing import wait_until
from jobwidgets.worker.crossing import Crossing


def word(i: int) -> Event:
    return ev.Text(job="j", delta=f"{i} ")


async def test_what_threads_say_arrives_whole_and_in_order() -> None:
    """Each thread's words in its order, none lost, none twice, while the loop takes them."""
    said: list[Event] = []
    crossing = Crossing(said.append, lambda: 0.0)

    def talk(name: str) -> None:
        for i in range(5_000):
            crossing.put(ev.Text(job="j", delta=str(i), channel=name))

    await asyncio.gather(*(asyncio.to_thread(talk, name) for name in "abc"))
    await wait_until(lambda: len(said) == 15_000, "all words")
    for name in "abc":
        assert [e.delta for e in said if isinstance(e, ev.Text) and e.channel == name] == [str(i) for i in range(5_000)]


async def test_a_full_buffer_holds_the_thread_but_not_for_ever() -> None:
    """The thread goes on when there is room; a loop that itself waits for the thread is not locked up."""
    full = True
    crossing = Crossing(lambda _: None, lambda: 1.0 if full else 0.0)
    thread = threading.Thread(target=crossing.put, args=(word(1),))
    thread.start()
    await wait_until(lambda: not crossing.waiting, "the word")
    assert thread.is_alive()
    full = False
    await wait_until(lambda: not thread.is_alive(), "the thread to go on")
    full = True
    thread = threading.Thread(target=crossing.put, args=(word(2),))
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
