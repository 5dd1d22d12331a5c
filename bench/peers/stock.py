"""python-socketio as its documentation sets it up: AsyncServer on aiohttp with AsyncRedisManager.

``python stock.py PORT REDIS_URL``. Websockets only, no compression.
"""

import sys

import socketio
from aiohttp import web

port, url = sys.argv[1:]
sio = socketio.AsyncServer(
    async_mode="aiohttp",
    client_manager=socketio.AsyncRedisManager(url),
    transports=["websocket"],
    http_compression=False,
)


@sio.event
async def subscribe(sid: str, data: dict[str, str]) -> dict[str, bool]:
    await sio.enter_room(sid, data["job"])
    return {"ok": True}


app = web.Application()
sio.attach(app)
web.run_app(app, host="127.0.0.1", port=int(port), print=None)
