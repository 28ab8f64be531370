"""`scrapy genspider`, with the template of a declared site."""

import os
from argparse import ArgumentParser, Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

from scrapy.commands.genspider import Command as ScrapyGenspider
from scrapy.commands.genspider import sanitize_module_name

from newscrawl.cli.checkout import is_checkout, is_own_module, saved_pages_folder
from newscrawl.cli.command import CheckedCommand, program
from newscrawl.errors import BadArgument
from newscrawl.urls import host_of, is_web

_NEWS = "news"  # the template of a declared site
_TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "spiders"


class Command(CheckedCommand, ScrapyGenspider):
    """Scrapy's own command; its template ``news``, the default here, comes with a folder for saved pages.

    Where newscrawl is installed, the spider goes into the current folder.
    """

    requires_project = True
    takes = "a name and a domain"
    argument_counts = range(3)

    def short_desc(self) -> str:
        """Return the line for the list of commands."""
        return "Write a spider from a template: the declaration of a site, to be filled in"

    def long_desc(self) -> str:
        """Return what ``--help`` says."""
        return (
            "Writes a spider from a template: news, the declaration of a site, or one of Scrapy's. It goes into the"
            " project; where newscrawl is installed and there is no project, it goes into the current folder, and"
            " `runspider` runs it. `probe` proposes a whole declaration."
        )

    def add_options(self, parser: ArgumentParser) -> None:
        """Add Scrapy's options, with a template of this project as the default."""
        super().add_options(parser)
        parser.set_defaults(template=_NEWS)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check template, name, domain, and the file that is to be written, too."""
        from scrapy.spiderloader import get_spider_loader

        super().check(args, opts)
        template = opts.dump or opts.template
        if self._find_template(template) is None:
            raise BadArgument(f"there is no template {template!r}; --list names them")
        if opts.list or opts.dump:
            return
        if len(args) != 2:
            raise self.wrong_arguments()
        name, domain = args
        _check(name, domain)
        if name in get_spider_loader(self.project_settings).list() and not opts.force:
            raise BadArgument(f"there is a spider {name} already; --force overwrites it")
        if is_own_module(self.project_settings["NEWSPIDER_MODULE"] or "") and not is_checkout():
            self.project_settings.set("NEWSPIDER_MODULE", "", priority="cmdline")  # Scrapy: the current folder
        self._check_file(f"{sanitize_module_name(name)}.py", is_forced=opts.force)

    def _check_file(self, name: str, *, is_forced: bool) -> None:
        module = self.project_settings["NEWSPIDER_MODULE"]
        folder = Path(import_module(module).__file__ or "").parent if module else Path()
        if (folder / name).exists() and not is_forced:
            raise BadArgument(f"there is a file {folder / name} already; --force overwrites it")
        if not os.access(folder / name if (folder / name).exists() else folder, os.W_OK):
            raise BadArgument(f"cannot write {folder / name}")

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        from newscrawl.cli.declaration import class_of

        variables = super()._generate_template_variables(module, name, url, template_name)
        return variables | {"classname": class_of(name)} if template_name == _NEWS else variables

    def _genspider(self, module: str, name: str, url: str, template_name: str, template_file: Any) -> Path:
        written = super()._genspider(module, name, url, template_name, template_file)
        if not self.project_settings["NEWSPIDER_MODULE"]:
            print(f"in file:\n  {written}\nRun it with:\n  {program()} runspider {written}")
        elif template_name == _NEWS and is_own_module(self.project_settings["NEWSPIDER_MODULE"]):
            folder = saved_pages_folder() / name
            folder.mkdir(exist_ok=True)
            print(f"and a folder for its saved pages:\n  {folder}")
        return written

    def _list_templates(self) -> None:
        print(f"Available templates:\n  {_NEWS} (default)")
        print("\n".join(f"  {path.stem}" for path in sorted(Path(self.templates_dir).glob("*.tmpl"))))

    def _find_template(self, template: str) -> Path | None:
        own = _TEMPLATES / f"{template}.tmpl"
        if own.exists():
            return own
        scrapys = Path(self.templates_dir, f"{template}.tmpl")
        return scrapys if scrapys.exists() else None


def _check(name: str, domain: str) -> None:
    from newscrawl.cli.declaration import checked_name

    checked_name(name)
    address = _address(domain)
    if not is_web(address) or "." not in host_of(address):
        raise BadArgument(f"the domain must be like www.example.com, not {domain!r}")


def _address(domain: str) -> str:
    return domain if "://" in domain else f"https://{domain}"
