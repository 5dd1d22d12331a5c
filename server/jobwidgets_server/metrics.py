"""Figures for Prometheus: one registry per application, and the figures of several processes in one answer.

prometheus_client has a way of its own for several processes (files that all of them map into memory). It does not take
collectors that are asked when somebody looks, which ours of the relay is, and mixes what came from which process. Here
each process is asked by the parent they have in common, and its figures carry the label ``worker``: Prometheus sums
them up (``sum without (worker)``), and a counter that begins again with a new process does so for that worker only.
"""

import re
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .group_wire import RollCall
from .relay import Relay


class Metrics:
    """``requests`` by method, route and status; ``seconds`` by route; ``launches`` by outcome (the error's code,
    ``created`` or ``repeated``), ``answers`` to questions likewise. The relay's own are read when somebody looks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "jobwidgets_http_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "jobwidgets_http_seconds", "Duration of HTTP requests", ["route"], registry=self.registry
        )
        self.launches = Counter("jobwidgets_launches", "Launch requests", ["outcome"], registry=self.registry)
        self.answers = Counter(
            "jobwidgets_answers", "Answers to questions of jobs", ["outcome"], registry=self.registry
        )

    def watch(self, relay: Relay) -> None:
        """Tell of ``relay`` too."""
        self.registry.register(RelayFigures(relay))

    def exposition(self) -> str:
        """Prometheus's text format."""
        return generate_latest(self.registry).decode()


class RelayFigures(Collector):
    """Reads the relay's figures when Prometheus asks."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        relay = self._relay
        yield GaugeMetricFamily("jobwidgets_sockets", "Connected sockets", relay.sockets)
        yield GaugeMetricFamily("jobwidgets_relay_watched_jobs", "Jobs followed on Redis", relay.watched)
        yield GaugeMetricFamily("jobwidgets_relay_connected", "1 while the relay listens to Redis", relay.connected)
        yield CounterMetricFamily("jobwidgets_relay_messages", "Messages received from Redis", relay.messages)
        yield CounterMetricFamily(
            "jobwidgets_relay_resyncs",
            "Times a job was read again because something was or might have been missed",
            relay.resyncs,
        )
        yield CounterMetricFamily(
            "jobwidgets_relay_deliveries", "Events written to sockets, counted for each of them", relay.deliveries
        )
        yield CounterMetricFamily(
            "jobwidgets_relay_skips", "Packets not written because too much waited for the socket", relay.skips
        )
        yield CounterMetricFamily(
            "jobwidgets_relay_caught_up", "Times a skipped socket was brought up to date", relay.caught_up
        )
        yield GaugeMetricFamily("jobwidgets_relay_lagging_sockets", "Sockets that are behind now", relay.lagging)
        cuts = CounterMetricFamily("jobwidgets_relay_cuts", "Sockets dropped by the server", labels=["reason"])
        for reason, count in relay.cuts_by.items():
            cuts.add_metric([reason], count)
        yield cuts


_NAME = re.compile(r"[^{ ]+")


def exposition_of_all(roll: RollCall) -> str:
    """The figures of all workers in one text, each sample with its ``worker``, and how many workers there are."""
    families: dict[str, list[str]] = {}
    for figures in roll.figures:
        for header, samples in _families(figures.exposition):
            families.setdefault(header, []).extend(_labelled(sample, figures.worker) for sample in samples)
    text = "".join(header + "".join(samples) for header, samples in families.items())
    return text + _own(roll)


def _families(text: str) -> Iterator[tuple[str, list[str]]]:
    """Lines ``# HELP`` and ``# TYPE`` of each family, and its samples, of which there may be none yet."""
    for family in re.split(r"^(?=# HELP )", text, flags=re.MULTILINE)[1:]:
        lines = family.splitlines(keepends=True)
        header = [line for line in lines if line.startswith("#")]
        yield "".join(header), lines[len(header) :]


def _labelled(sample: str, worker: int) -> str:
    name = sample[: _NAME.match(sample).end()]  # pyright: ignore[reportOptionalMemberAccess]  # no line is empty
    rest = sample[len(name) :]
    others = f",{rest[1:]}" if rest.startswith("{") else f"}}{rest}"
    return f'{name}{{worker="{worker}"{others}'


def _own(roll: RollCall) -> str:
    registry = CollectorRegistry()
    Gauge("jobwidgets_workers", "Server processes that should share the port", registry=registry).set(roll.workers)
    Gauge("jobwidgets_workers_listening", "Server processes that take connections", registry=registry).set(
        roll.listening
    )
    Gauge("jobwidgets_workers_answering", "Server processes whose figures are here", registry=registry).set(
        len(roll.figures)
    )
    Counter("jobwidgets_worker_restarts", "Server processes that were started anew", registry=registry).inc(
        roll.restarts
    )
    return generate_latest(registry).decode()
