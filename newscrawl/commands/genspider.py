"""`scrapy genspider`, with the template of a declared site."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from scrapy.commands.genspider import Command as ScrapyGenspider

from newscrawl.cli.command import CheckedCommand
from newscrawl.errors import BadArgument
from newscrawl.urls import is_web

_TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "spiders"


class Command(CheckedCommand, ScrapyGenspider):
    """Scrapy's own command; its template ``news``, the default here, comes with a folder for saved pages."""

    requires_project = True
    takes = "a name and a domain"
    argument_counts = range(3)

    def add_options(self, parser: ArgumentParser) -> None:
        """Add Scrapy's options, with a template of this project as the default."""
        super().add_options(parser)
        parser.set_defaults(template="news")

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check template, name and domain, too."""
        from scrapy.spiderloader import get_spider_loader

        super().check(args, opts)
        template = opts.dump or opts.template
        if self._find_template(template) is None:
            raise BadArgument(f"there is no template {template!r}; --list names them")
        if opts.list or opts.dump:
            return
        if len(args) != 2:
            raise self.wrong_arguments()
        _check(*args)
        if args[0] in get_spider_loader(self.project_settings).list() and not opts.force:
            raise BadArgument(f"there is a spider {args[0]} already; --force overwrites it")

    def _generate_template_variables(self, module: str, name: str, url: str, template_name: str) -> dict[str, Any]:
        from newscrawl.cli.declaration import class_of

        variables = super()._generate_template_variables(module, name, url, template_name)
        return variables | {"classname": class_of(name)} if template_name == "news" else variables

    def _genspider(self, module: str, name: str, url: str, template_name: str, template_file: Any) -> Path:
        from newscrawl.demo.web import SAVED_PAGES

        written = super()._genspider(module, name, url, template_name, template_file)
        if template_name == "news":
            folder = SAVED_PAGES / name
            folder.mkdir(exist_ok=True)
            print(f"and a folder for its saved pages:\n  {folder}")
        return written

    def _find_template(self, template: str) -> Path | None:
        own = _TEMPLATES / f"{template}.tmpl"
        if own.exists():
            return own
        scrapys = Path(self.templates_dir, f"{template}.tmpl")
        return scrapys if scrapys.exists() else None


def _check(name: str, domain: str) -> None:
    from newscrawl.cli.declaration import checked_name

    checked_name(name)
    if not is_web(_address(domain)):
        raise BadArgument(f"the domain must be like www.example.com, not {domain!r}")


def _address(domain: str) -> str:
    return domain if "://" in domain else f"https://{domain}"
