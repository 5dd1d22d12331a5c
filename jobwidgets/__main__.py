"""``python -m jobwidgets``: the command line, also how the embedded stack starts its members."""

from jobwidgets.cli import main

if __name__ == "__main__":
    main()
