"""Stands in for a worker: notes what happens to it in a file and ends when told to."""

import signal
import sys
import time
from pathlib import Path

note = Path(sys.argv[1])
note.unlink(missing_ok=True)


def stop(number: int, _: object) -> None:
    with note.open("a") as out:
        out.write(f"told to end by {signal.Signals(number).name} at {time.time()}\n")
    if "stubborn" not in sys.argv:
        raise SystemExit(0)


signal.signal(signal.SIGTERM, stop)
if "chatty" in sys.argv:
    print("x" * 50_000, flush=True)
if "broken" in sys.argv:
    raise ModuleNotFoundError("No module named 'my_jobs'")
note.write_text("listening\n")
while True:
    time.sleep(0.05)
