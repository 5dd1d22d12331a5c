"""Where the application keeps its parts: one typed key each."""

from aiohttp import web

from jobwidgets.bus.commands import JobBus
from jobwidgets.bus.delivery import Delivery

from .activity import Activity
from .launch import Launcher
from .metrics import Metrics
from .recorder import Recorder
from .relay import Relay
from .settings import Settings
from .store import JobStore

SETTINGS = web.AppKey("settings", Settings)
BUS = web.AppKey("bus", JobBus)
STORE = web.AppKey("store", JobStore)
DELIVERY = web.AppKey("delivery", Delivery)
LAUNCHER = web.AppKey("launcher", Launcher)
RECORDER = web.AppKey("recorder", Recorder)
RELAY = web.AppKey("relay", Relay)
METRICS = web.AppKey("metrics", Metrics)
ACTIVITY = web.AppKey("activity", Activity)
