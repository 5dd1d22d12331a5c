import time, asyncio, statistics
from tests.server.conftest import *
from tests.server.test_jobs import finish
from jobwidgets.bus.external import publish_job_progress_async
async def test_b(server, bus):
    import logging, structlog
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    ts=[]
    for _ in range(150):
        t=time.perf_counter(); await server.launch(); ts.append(time.perf_counter()-t)
    ts.sort(); print("\nlaunch seq p50 %.1f ms p99 %.1f ms"%(ts[75]*1e3, ts[148]*1e3))
    t=time.perf_counter()
    sem=asyncio.Semaphore(50)
    async def one():
        async with sem: await server.launch()
    await asyncio.gather(*(one() for _ in range(500)))
    print("500 launches, 50 at a time: %.0f/s"%(500/(time.perf_counter()-t)))
    t=time.perf_counter()
    for n in range(1000):
        await publish_job_progress_async(bus.redis, f"x{n}", "ada", "completed", result=n)
    print("publish", time.perf_counter()-t)
    t=time.perf_counter()
    from jobwidgets.testing import wait_until
    async def all_():
        from jobwidgets_server.keys import RECORDER
        return sum([len(await bus.dirty(s)) for s in range(16)])==0
    await wait_until(all_, "rec", timeout=60, poll=0.1)
    print("recorder drained after %.2f s"%(time.perf_counter()-t))
