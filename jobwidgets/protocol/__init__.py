"""The protocol: events, snapshot, `fold`, transitions, wire, errors. Pure; imports nothing else of ours."""
