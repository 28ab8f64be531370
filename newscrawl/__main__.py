"""``python -m newscrawl``: the console script."""

from newscrawl.cli.main import main

if __name__ == "__main__":
    main()
