"""`scrapy rules check`: which files of a folder of site rules can be read."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from newscrawl.cli.command import Command as BaseCommand
from newscrawl.net.logs import safe

UNREADABLE_EXIT = 1  # a file gives no declaration


class Command(BaseCommand):
    """Read every file of a folder of site rules, and say what of them is not followed."""

    arguments = "check DIR"
    takes = "check and a folder of site-config files"
    argument_counts = range(2, 3)
    summary = "Check a folder of site rules"
    description = (
        "Reads the site-config files of a folder as NEWSCRAWL_SITE_RULES does, and prints for each file how many"
        " queries it gives for the body and how many lines are not followed, then those lines by command and reason."
        f" Exit code {UNREADABLE_EXIT} if a file cannot be read or gives no body."
    )

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print a line for each file, and the sums."""
        from newscrawl.errors import BadArgument
        from newscrawl.site_rules import RulesFolder, count_faults

        action, folder = args
        if action != "check":
            raise BadArgument(f"rules takes check, not {action!r}")
        if not folder:
            raise BadArgument("needs the name of a folder")
        files = RulesFolder(Path(folder)).all()
        faults, unreadable = count_faults(()), 0
        for name, rules in files.items():
            if isinstance(rules, str):
                unreadable += 1
                print(f"{safe(name)}: cannot be read: {safe(rules)}")
                continue
            faults += count_faults(rules.faults)
            unreadable += not rules.site.templates
            bodies = len(rules.site.templates[0].body) if rules.site.templates else 0
            print(f"{safe(name)}: {bodies or 'no'} queries for the body, {len(rules.faults)} lines not followed")
        print(f"\n{len(files)} files, {len(files) - unreadable} can be used")
        for fault, count in faults.most_common():
            print(f"{count:>6}  {safe(fault)}")
        if unreadable:
            self.exitcode = UNREADABLE_EXIT
