"""Notebooks executed without a browser: what nbclient saves and nbconvert shows."""

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook

CELLS = [
    """from jobwidgets.testing import demo_job
from jobwidgets.widgets import TaskActivity
job = demo_job(speed=10, words=60)
widget = TaskActivity(job)
widget""",
    # The output is replaced by the flush that sends the end.
    """import threading
from jobwidgets.testing import wait_until_sync
from jobwidgets.widgets.flusher import default_flusher
job.wait(30)
wait_until_sync(lambda: widget.final, "the end")
flushed = threading.Event()
default_flusher().submit(flushed.set)
assert flushed.wait(30)""",
]


def test_an_executed_notebook_holds_the_result() -> None:
    """nbclient listens to the running cell only: the end still replaces the output of the cell before, and the
    HTML that nbconvert makes of it shows the answer, loading nothing for it."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in CELLS])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    NotebookClient(notebook, timeout=60).execute()
    nbformat.validate(notebook)
    (output,) = notebook.cells[0].outputs
    assert output.data.keys() == {"text/html", "text/plain"}
    assert "search · Completed" in output.data["text/plain"]
    page, _ = HTMLExporter(template_name="lab").from_notebook_node(notebook)
    assert "data-jobwidgets-end" in page
    assert "A queue passes items between tasks" in page
    assert '<script type="application/vnd.jupyter.widget-view+json">' not in page
