"""Benchmarks: `python -m bench` (or `make bench`) runs all of them and writes docs/benchmarks.md.

Absolute figures on a shared machine mean little; each stands beside a floor or a peer measured in the same run.
"""
