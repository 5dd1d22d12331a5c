"""The worker: takes jobs from the queue, owns each by a lease, runs it and writes its events.

Import from the modules: `registry` (`@job`), `context` (`JobContext`), `main` (`run_worker`).
"""
