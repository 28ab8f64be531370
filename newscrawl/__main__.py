"""The program ``newscrawl``. It says what a signal does before it imports anything that takes time."""

import atexit

from newscrawl.cli.early_signals import end_process_on_signals, ignore_signals


def main() -> None:
    """Run the command that the arguments of this process name."""
    end_process_on_signals()
    atexit.register(ignore_signals)  # the first of all, so that it is called last
    from newscrawl.cli.main import main as run_command  # noqa: PLC0415 - after the signals

    run_command()


if __name__ == "__main__":
    main()
