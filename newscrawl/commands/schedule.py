"""`scrapy schedule`: what a scheduler needs, filled in for this machine."""

import os
import pwd
import sys
from argparse import ArgumentParser, Namespace
from importlib.resources import files
from pathlib import Path
from string import Template

from scrapy.utils.conf import closest_scrapy_cfg

from newscrawl.cli.arguments import database_of
from newscrawl.cli.command import PROGRAM
from newscrawl.cli.command import Command as BaseCommand
from newscrawl.errors import BadArgument

# The parts of each kind, by the names of the files that they are for.
_PARTS = {
    "systemd": (("newscrawl.service", "systemd.service.tmpl"), ("newscrawl.timer", "systemd.timer.tmpl")),
    "cron": (("newscrawl", "cron.tmpl"),),
    "k8s": (("cronjob.yaml", "k8s.yaml.tmpl"),),
}
_HOMES = ("/home/", "/root/", "/run/user/")  # what ProtectHome=yes would hide from the job
_NO_CONTACT = "set-me"  # in place of NEWSCRAWL_CONTACT: whoever installs a unit sees what is missing
_HOURS = (1, 2, 3, 4, 6, 8, 12)  # what divides a day: no turn is shorter than the others


class Command(BaseCommand):
    """Print a systemd service and timer, a cron line or a Kubernetes CronJob."""

    uses_database = True
    takes = "print and one of systemd, cron and k8s"
    argument_counts = range(2, 3)
    arguments = "print systemd | cron | k8s [options]"
    summary = "Print what a scheduler needs to crawl all sites"
    description = (
        "Prints a hardened systemd service and its timer, a line for cron or a Kubernetes CronJob, with the paths"
        " of this installation, the database of NEWSCRAWL_DATABASE_URL and this user. Nothing is installed. With"
        " --output DIR each part becomes a file in that folder."
    )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add the options of this command."""
        super().add_options(parser)
        parser.add_argument("--every", metavar="HOURS", default="2", help="hours between two runs (default: 2)")
        parser.add_argument("--user", help="who crawls (default: you)")
        parser.add_argument("--output", metavar="DIR", help="write files instead of printing")

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Print or write the parts."""
        if args[0] != "print":
            raise self.wrong_arguments()
        if args[1] not in _PARTS:
            raise BadArgument(f"no scheduler is called {args[1]!r}; there are {', '.join(_PARTS)}")
        values = _values(database_of(self), self.project_settings["NEWSCRAWL_CONTACT"], opts)
        for name, template in _PARTS[args[1]]:
            text = fill(template, values)
            if opts.output is not None:
                _write(Path(opts.output) / name, text)
            else:
                print(f"# --- {name}\n{text}" if len(_PARTS[args[1]]) > 1 else text, end="")


def fill(template: str, values: dict[str, str]) -> str:
    """Return a template of this folder with its places filled in."""
    source = files("newscrawl").joinpath("templates", "schedule", template).read_text("utf-8")
    return Template(source).substitute(values)


def _values(database_url: str, contact: str, opts: Namespace) -> dict[str, str]:
    from newscrawl.storage.database.engine import file_of, read_url

    if not (opts.every.isascii() and opts.every.isdecimal()) or int(opts.every[:4]) not in _HOURS:
        raise BadArgument(f"--every takes one of {', '.join(map(str, _HOURS))} hours, not {opts.every!r}")
    url = read_url(database_url)
    if url.password:
        raise BadArgument("the password of the database must not stand in a unit: put it into ~/.pgpass")
    if "" in (opts.user, opts.output):
        raise BadArgument("--user and --output need a name")
    found = closest_scrapy_cfg()
    project, path = Path(found).absolute().parent if found else Path.cwd(), file_of(url)
    if path and path.is_dir():
        raise BadArgument(f"NEWSCRAWL_DATABASE_URL: {path} is a folder")
    values = {
        "user": opts.user or pwd.getpwuid(os.getuid()).pw_name,
        "project": str(project),
        "scrapy": str(Path(sys.executable).with_name("scrapy" if found else PROGRAM)),
        "database": f"sqlite:///{path.absolute()}" if path else str(url),
        "data": str(path.absolute().parent if path else project),
        "contact": contact or _NO_CONTACT,
        "hours": opts.every,
    }
    at_home = any(values[name].startswith(_HOMES) for name in ("project", "scrapy", "data"))
    values["home"] = "read-only" if at_home else "yes"
    for name, value in values.items():
        if any(one.isspace() or one in "%\"'\\;&|<>`$" for one in value):
            raise BadArgument(f"{name} {value!r} holds characters that units and cron lines read otherwise")
    return values


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BadArgument(f"cannot write {path}: {error.strerror}") from None
    print(path)
