"""`python -m bench [section …]`: measures the sections (all of them, if none is named) and writes docs/benchmarks.md.

Each section's figures are stored in ``bench/results``; the page is composed anew from all that are stored.
"""

import argparse
import sys

from . import page


def main() -> int:
    """1 if a section failed; the page says so too."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__, formatter_class=_Raw)
    parser.add_argument("section", nargs="*", help=f"of: {', '.join(page.SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=page.ROUNDS, help="interleaved rounds (default %(default)s)")
    parser.add_argument("--quick", action="store_true", help="one small round, to see that it runs; stores nothing")
    parser.add_argument("--compose", action="store_true", help="measure nothing, write the page from what is stored")
    given = parser.parse_args()
    if unknown := [name for name in given.section if name not in page.SECTIONS]:
        parser.error(f"no section {', '.join(unknown)}: choose from {', '.join(page.SECTIONS)}")
    failed = False
    for section in [] if given.compose else given.section or page.SECTIONS:
        print(f"measuring {section} …", file=sys.stderr, flush=True)
        result = page.run(section, 1 if given.quick else given.rounds, given.quick)
        failed = failed or "error" in result
        print("\n".join(page.section(section, result)), flush=True)
        if not given.quick:
            # After each, not at the end: a run that is stopped keeps what it has measured.
            page.store(result)
            page.write(page.load())
    if given.compose:
        page.write(page.load())
    return int(failed)


_Raw = argparse.RawDescriptionHelpFormatter

if __name__ == "__main__":
    sys.exit(main())
