"""Where the application keeps its parts, and a request who asks: one typed key each."""

from aiohttp import web

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery

from .activity import Activity
from .answering import Answers
from .auth import Identity
from .cancelling import Canceller
from .children import Adopter
from .colleagues import Colleagues
from .launch import Launcher
from .metrics import Metrics
from .recorder import Recorder
from .relay import Relay
from .scheduling import Schedules
from .settings import Settings
from .store import JobStore

SETTINGS = web.AppKey("settings", Settings)
BUS = web.AppKey("bus", JobBus)
STORE = web.AppKey("store", JobStore)
DELIVERY = web.AppKey("delivery", Delivery)
LAUNCHER = web.AppKey("launcher", Launcher)
ANSWERS = web.AppKey("answers", Answers)
CANCELLER = web.AppKey("canceller", Canceller)
ADOPTER = web.AppKey("adopter", Adopter)
SCHEDULES = web.AppKey("schedules", Schedules)
RECORDER = web.AppKey("recorder", Recorder)
RELAY = web.AppKey("relay", Relay)
METRICS = web.AppKey("metrics", Metrics)
ACTIVITY = web.AppKey("activity", Activity)
COLLEAGUES: web.AppKey[Colleagues | None] = web.AppKey("colleagues")
"""None for a server that has its port to itself."""

IDENTITY = web.RequestKey("identity", Identity)
