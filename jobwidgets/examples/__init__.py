"""Jobs to look at, to copy and to try things out with.

- `jobwidgets.examples.search`: a real agent that searches, reads and writes, offline.
- `jobwidgets.examples.countdown`: steps, progress and text in twenty lines of async Python.
- `jobwidgets.examples.primes`: a processor-bound function in a process of its own.
"""
