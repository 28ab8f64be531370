"""The program ``newscrawl``. It says what a signal does before it imports anything that takes time."""

from newscrawl.cli.early_signals import end_process_on_signals


def main() -> None:
    """Run the command that the arguments of this process name."""
    end_process_on_signals()
    from newscrawl.cli.main import main as run_command  # noqa: PLC0415 - after the signals

    run_command()


if __name__ == "__main__":
    main()
