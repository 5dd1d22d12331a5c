"""What a Dask worker runs: updates as events of a topic."""

import os

from distributed import get_worker

from .telling import Told


def tell(run: str, rate: float, seconds: float) -> None:
    """The updates, with ``log_event``."""
    told, worker = Told(os.environ["REDIS_URL"], run, rate, seconds), get_worker()
    told.all(lambda number: worker.log_event(run, number))
    told.report()
