"""The client: a session with one server, jobs that keep themselves up to date.

    tracker (pure) ← subscriptions ← connection ┐
                       rest, outbox ────────────┴ session ← job, api

`endpoint` says where the server is, `functions` and `params` turn a call into a launch, `stream` are
a job's events one by one.
"""
