"""Figures for Prometheus, one registry per application."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """``requests`` by method, route and status; ``seconds`` by route; ``launches`` by outcome (the error's code,
    ``created`` or ``repeated``), ``answers`` to questions likewise; ``sockets`` connected."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
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
        self.sockets = Gauge("jobwidgets_sockets", "Connected sockets", registry=self.registry)

    def exposition(self) -> bytes:
        """Prometheus's text format."""
        return generate_latest(self.registry)
