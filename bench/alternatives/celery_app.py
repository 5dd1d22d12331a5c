"""A Celery application with Redis as broker and result backend, as its documentation has it."""

import os
from typing import Any

from celery import Celery

from .telling import Told

URL = os.environ.get("REDIS_URL", "")
app = Celery("bench", broker=URL, backend=URL)


@app.task(bind=True)
def tell(self: Any, run: str, rate: float, seconds: float) -> None:
    """The updates, with ``update_state``."""
    told = Told(URL, run, rate, seconds)
    told.all(lambda number: self.update_state(state="PROGRESS", meta={"n": number}))
    told.report()
