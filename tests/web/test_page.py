"""The web page in a real browser: board, job, sign-in, share links; against the real server and worker."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jobwidgets.client.job import Job
from jobwidgets.client.session import Session
from jobwidgets.testing import wait_until_sync
from jobwidgets_server.auth import make_share_token
from tests.client.real_stack import SECRET, RealStack

from . import jobs
from .conftest import Web, answer_text, faults, wait_for_text

pytestmark = pytest.mark.browser

Launch = Callable[..., Job]


def row(page: Page, job: Job):
    return page.locator(f".jww-board a[href$='{job.id}']")


def numbers(text: str) -> list[int]:
    return [int(word) for word in text.split()]


def test_board_lists_jobs_live_and_opens_them(web: Web, launch: Launch):
    """New jobs appear, rows follow their jobs, filters narrow the list and stay in the address, a click opens."""
    failed, running = launch("breaking"), launch("endless", topic="sea and moon <img src=//evil.example/x.png>")
    failed.wait(20)
    page = web.open()
    expect(row(page, failed)).to_contain_text("Failed")
    expect(row(page, failed)).to_contain_text("broken on purpose")
    expect(row(page, running)).to_contain_text("topic: sea and moon")
    expect(row(page, running)).to_contain_text("thinking")
    later = launch("endless")
    expect(row(page, later)).to_be_visible()
    running.cancel()
    expect(row(page, running)).to_contain_text("Cancelled")
    page.get_by_label("State").select_option("Failed")
    expect(row(page, later)).to_have_count(0)
    expect(row(page, failed)).to_be_visible()
    page.reload()
    expect(page.get_by_label("State")).to_have_value("failed")
    expect(row(page, later)).to_have_count(0)
    page.get_by_label("Search").fill("no such words")
    page.get_by_role("button", name="Show all jobs").click()
    expect(row(page, later)).to_be_visible()
    page.get_by_label("Search").fill("moon")
    expect(row(page, later)).to_have_count(0)
    row(page, running).click()
    expect(page).to_have_url(f"{web.stack.url}/jobs/{running.id}")
    expect(page.locator(".jw-activity")).to_contain_text("Cancelled")


def test_job_streams_and_goes_on_after_a_reload(web: Web, launch: Launch):
    """The text grows while the job runs; reloaded in mid-stream the page shows the same text and goes on."""
    job = launch("counting")
    page = web.open(f"/jobs/{job.id}")
    assert "token" not in page.url
    wait_for_text(page, " 12 ")
    before = numbers(answer_text(page))
    page.reload()
    wait_for_text(page, f" {before[-1] + 10} ")
    jobs.enough.set()
    expect(page.locator(".jw-activity")).to_have_attribute("data-state", "completed")
    assert job.result(20) > before[-1]
    wait_until_sync(lambda: answer_text(page).split() == job.text.split(), "all of the text")
    assert numbers(job.text) == list(range(job.result()))
    assert page.title().startswith("Completed")


def test_cancel_from_the_page(web: Web, launch: Launch):
    """The button is a wish; the page shows what became of it."""
    job = launch("endless")
    page = web.open(f"/jobs/{job.id}")
    wait_for_text(page, "here")
    page.get_by_role("button", name=re.compile("^Cancel")).click()
    expect(page.locator(".jw-activity")).to_have_attribute("data-state", "cancelled")
    assert job.wait(20).state == "cancelled"


def test_answer_from_the_page(web: Web, launch: Launch):
    """The job's question is answered in its form, and the job goes on."""
    job = launch("asking")
    page = web.open(f"/jobs/{job.id}")
    page.get_by_role("button", name="green").click()
    wait_for_text(page, "green it is.")
    expect(page.locator(".jw-activity")).to_contain_text("painted green")
    assert job.result(20) == "painted green"


def test_figures_are_drawn_under_the_policy(web: Web, launch: Launch):
    """The libraries come from the server when they are needed, and need nothing that the page's policy forbids."""
    job = launch("drawing")
    job.wait(20)
    page = web.open(f"/jobs/{job.id}")
    for name in ("bars", "line"):
        drawn = page.get_by_role("group", name=f"Artifact {name}").locator("svg, canvas")
        expect(drawn.first).to_be_visible(timeout=15_000)
    for library in ("plotly", "vega"):
        assert f"{web.stack.url}/static/{library}.js" in web.requests


def test_retry_from_the_page(web: Web, launch: Launch):
    """A job that failed is launched again, and the page goes to the new one, which names the old one."""
    job = launch("breaking")
    job.wait(20)
    page = web.open(f"/jobs/{job.id}")
    page.get_by_role("button", name=re.compile("^Retry")).click()
    expect(page.get_by_role("link", name=job.id)).to_be_visible()
    assert job.id not in page.url


def test_share_link_shows_its_job_and_nothing_else(web: Web, launch: Launch):
    """Live, but without anything to press; no way to the board, nor to another job."""
    job, other = launch("asking"), launch("endless")
    url = job.share(expires=3600)
    page = web.open(url.removeprefix(web.stack.url), signed_in=False)
    expect(page.locator("main")).to_contain_text("Shared with you to look at")
    expect(page.locator(".jw-activity")).to_contain_text("Which colour?")
    buttons = page.get_by_role("button").evaluate_all("all => all.map(one => one.ariaLabel ?? one.textContent)")
    assert not [name for name in buttons if not name.startswith("Copy")]
    expect(page.get_by_role("link")).to_have_count(0)
    job.answer("red")
    wait_for_text(page, "red it is.")
    for path in ("/", f"/jobs/{other.id}"):
        page.goto(web.stack.url + path)
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto(f"{web.stack.url}/jobs/{job.id}")
    expect(page.locator(".jw-activity")).to_be_visible()
    page.goto(f"{web.stack.url}/jobs/{job.id}#token={make_share_token(SECRET, 'ada', job.id, -1)}")
    expect(page.locator("form")).to_contain_text("This link is no longer good")


def test_sign_in_form(web: Web, launch: Launch):
    """Without a token the page asks for one, says what is wrong with it, and a reload keeps the right one."""
    job = launch("endless")
    page = web.open(f"/jobs/{job.id}", signed_in=False)
    token = page.get_by_label("Token")
    expect(token).to_be_focused()
    token.fill("nonsense")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("This is not a token.")
    token.fill(web.stack.token()[:-4] + "AAAA")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not issued by this server")
    token.fill(web.stack.token())
    page.keyboard.press("Enter")
    wait_for_text(page, "here")
    page.reload()
    wait_for_text(page, "here")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Token")).to_be_visible()


def test_expired_sign_in_asks_again(web: Web, launch: Launch, stack: RealStack):
    """When the token's time is over the server says so, and the page goes back to the form."""
    job = launch("endless")
    page = web.open(f"/jobs/{job.id}", token=stack.token(ttl=2))
    expect(page.locator("form")).to_contain_text("expired", timeout=10_000)


def test_server_restart(web: Web, launch: Launch, stack: RealStack):
    """The page says that the server is away, comes back by itself, and has missed nothing."""
    job = launch("counting")
    page = web.open(f"/jobs/{job.id}")
    line = page.locator(".jww-connection")
    expect(line).to_contain_text("Connected")
    wait_for_text(page, " 3 ")
    stack.stop_server()
    expect(line).to_contain_text("Reconnecting")
    stack.start_server()
    expect(line).to_contain_text("Connected", timeout=15_000)
    jobs.enough.set()
    expect(page.locator(".jw-activity")).to_have_attribute("data-state", "completed", timeout=15_000)
    wait_until_sync(lambda: numbers(answer_text(page)) == list(range(job.result(20))), "all of the text")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_find(web: Web, launch: Launch, axe: str, scheme: str):
    """Board, job and sign-in, in light and dark."""
    job = launch("asking")
    launch("breaking").wait(20)
    page = web.open("/", color_scheme=scheme)
    expect(row(page, job)).to_contain_text("Which colour?")
    found = faults(page, axe)
    row(page, job).click()
    expect(page.get_by_role("button", name="green")).to_be_visible()
    page.get_by_text("Share", exact=True).click()
    found += faults(page, axe)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Token")).to_be_visible()
    assert not found + faults(page, axe)


_OVERLAPS = """all => all.flatMap((row) => {
  const boxes = [...row.children].map((one) => one.getBoundingClientRect()).filter((box) => box.width);
  const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
  return boxes.some((a, i) => boxes.slice(i + 1).some((b) => !apart(a, b))) ? [row.textContent] : [];
})"""


def test_fits(web: Web, launch: Launch):
    """From a phone to a desk nothing has to be scrolled sideways, and nothing lies upon another."""
    job = launch("asking")
    launch("endless", topic="sea and moon " * 20)
    launch("breaking").wait(20)
    page = web.open()
    expect(row(page, job)).to_contain_text("Which colour?")
    wide = "document.documentElement.scrollWidth > innerWidth"
    widths = (360, 760, 800, 1100)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        assert not page.evaluate(wide), width
        assert not page.locator(".jww-board a").evaluate_all(_OVERLAPS), width
    row(page, job).click()
    expect(page.get_by_role("button", name="green")).to_be_visible()
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        assert not page.evaluate(wide), width


def test_keyboard(web: Web, launch: Launch):
    """The filters, then every row, by Tab; Enter opens."""
    job = launch("endless", topic="by keys")
    page = web.open()
    page.get_by_label("Search").fill("keys")
    expect(page.locator(".jww-board li")).to_have_count(1)
    page.keyboard.press("Tab")
    expect(row(page, job)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(job.id))


def test_a_job_in_a_tab_of_its_own(web: Web, launch: Launch):
    """A row that is opened in a new tab is signed in there too."""
    job = launch("endless")
    page = web.open()
    with page.context.expect_page() as opened:
        row(page, job).click(modifiers=["ControlOrMeta"])
    wait_for_text(opened.value, "here")


def test_share_button_makes_a_link(web: Web, launch: Launch):
    """The link on the page opens the job for somebody who is not signed in."""
    job = launch("endless")
    page = web.open(f"/jobs/{job.id}")
    page.get_by_text("Share", exact=True).click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(f"/jobs/{job.id}#token="))
    other = web.open(link.input_value().removeprefix(web.stack.url), signed_in=False)
    wait_for_text(other, "here")


@pytest.mark.skipif("JOBWIDGETS_SHOTS" not in os.environ, reason="makes the pictures of the docs")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures(web: Web, stack: RealStack, session: Session, scheme: str):
    """Board and job, wide and narrow."""
    shots, user = Path(os.environ["JOBWIDGETS_SHOTS"]), f"reader-{scheme}"
    sources = ["noaa.example/tides", "almanac-1904", "harbour-logs"]
    jobs.enough.clear()
    with Session(stack.url, stack.token(user=user), origin=lambda: "notebooks/tides.ipynb") as reader:
        shown = reader.launch("survey", question="Why do tides differ from coast to coast?", sources=sources, depth=3)
        for question in ("When was the last storm surge?", "How are tide tables made?"):
            reader.launch("survey", question=question, sources=sources[:1]).wait(20)
        reader.launch("asking")
        reader.launch("breaking").wait(20)
        stopped = reader.launch("endless", topic="currents of the North Sea")
        stopped.cancel()
        stopped.wait(20)
        reader.launch("survey", question="Which harbours fall dry?", sources=sources).wait(20)
        reader.launch("counting")
        token = stack.token(user=user)
        wide = web.open("/", token=token, color_scheme=scheme)
        phone = {"viewport": {"width": 390, "height": 780}, "device_scale_factor": 2}
        narrow = web.open("/", token=token, color_scheme=scheme, **phone)
        for page, name in ((wide, scheme), (narrow, f"narrow-{scheme}")):
            expect(row(page, shown)).to_contain_text("67 %")
            page.screenshot(path=shots / f"web-board-{name}.png")
            row(page, shown).click()
            wait_for_text(page, "lifts the sea")
            page.screenshot(path=shots / f"web-job-{name}.png")
        jobs.enough.set()
        for job in reader.unfinished:
            job.cancel()
            job.wait(20)
