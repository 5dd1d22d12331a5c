"""The client: a session with one server, jobs that keep themselves up to date.

    tracker (pure) ← subscriptions ← connection ┐
                       rest, outbox ────────────┴ session ← job ← default, api

`endpoint` says where the server is, `launching`, `functions`, `params` and `origin` turn a call into a launch,
`answering` are answers to a job's questions, `stream` are its events live and `replay` all of them.
"""
