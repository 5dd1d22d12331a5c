"""`JobStore`: the durable record, every statement of it. Raises `Unavailable` when the database is away."""

from .archive import Archive
from .listing import JobFilter, Listing
from .reading import Reading
from .recording import Position, Recorded, Recording
from .removing import Removing
from .repairing import Repairing, Unfinished
from .schedules import Schedules

__all__ = ["JobFilter", "JobStore", "Position", "Recorded", "Unfinished"]


class JobStore(Listing, Reading, Recording, Archive, Repairing, Schedules, Removing):
    """The durable record. Open with `start`, close with `stop`.

    Launching, lists, single looks, recording, the archive of events, repairs, schedules and removal each have a
    module of their own.
    """
