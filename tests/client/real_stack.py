"""The real server and a real worker in a thread of the test, on a real Valkey."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from jobwidgets.protocol.code import code_key
from jobwidgets.worker.main import Worker
from jobwidgets.worker.settings import WorkerSettings
from jobwidgets_server.app import make_app
from jobwidgets_server.auth import make_token
from jobwidgets_server.settings import Settings

SECRET = "a secret of the tests, long enough for HS256"
KEY = "a code key of the tests, also long enough for it"


class RealStack:
    """A server and a worker; either may be stopped and started again."""

    def __init__(self, redis_url: str, directory: Path, modules: tuple[str, ...] = ("tests.client.real_jobs",)) -> None:
        self._redis_url = redis_url
        self._modules = modules
        self._database = f"sqlite:///{directory / 'jobs.db'}"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._runner: web.AppRunner
        self._worker: Worker
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, ttl: float = 600, user: str = "ada") -> str:
        return make_token(SECRET, user, ttl)

    def start_server(self) -> None:
        self._do(self._start_server)

    def stop_server(self) -> None:
        self._do(lambda: self._runner.cleanup())

    def start_worker(self) -> None:
        settings = WorkerSettings(
            redis_url=self._redis_url,
            modules=self._modules,
            code_key=code_key(KEY),
            lease=4,
            beat=1,
            grace=1,
        )

        async def start() -> None:
            self._worker = Worker(settings)
            await self._worker.__aenter__()

        self._do(start)

    def stop_worker(self) -> None:
        self._do(lambda: self._worker.__aexit__(None, None, None))

    def close(self) -> None:
        async def leave() -> None:
            # engineio's timers outlive their sockets.
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        self._do(leave)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Callable[[], Awaitable[None]]) -> None:
        async def run() -> None:
            await work()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result(60)

    async def _start_server(self) -> None:
        settings = Settings(
            redis_url=self._redis_url,
            database_url=self._database,
            jwt_secret=SECRET,
            code_key=KEY,
            host="127.0.0.1",
            port=self.port,
        )
        self._runner = web.AppRunner(make_app(settings), access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
