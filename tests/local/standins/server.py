"""Stands in for the server: ``/api/activity`` and ``/api/workers``, fed by two files beside its log."""

import http.server
import os
import sys
import time
from pathlib import Path

directory = Path(sys.argv[1])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        known = f"Bearer {os.environ['STANDIN_TOKEN']}"
        status = 200 if self.headers.get("Authorization") == known else 401
        name = {"/api/activity": "activity.json", "/api/workers": "workers.json"}.get(self.path, "")
        file = directory / name
        body = file.read_bytes() if name and file.exists() else b"{}"
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 128


deadline = time.monotonic() + 5
while True:
    try:
        Server(("127.0.0.1", int(os.environ["SOCKET_PORT"])), Handler).serve_forever()
    except OSError:
        if time.monotonic() > deadline:
            raise
        time.sleep(0.05)
