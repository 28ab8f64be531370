"""`scrapy shell`: fetch a page as a crawl does, and look at it by hand."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, ClassVar

from scrapy.commands.shell import Command as ScrapyShell

from newscrawl.cli.arguments import check_spider, check_web
from newscrawl.cli.command import CrawlingCommand
from newscrawl.cli.one_off_fetch import NOT_FETCHED, keep_quiet
from newscrawl.errors import BadArgument


class Command(CrawlingCommand, ScrapyShell):
    """Scrapy's own command, with the spider of the page's site and the article that is read from it."""

    arguments = "[URL]"
    takes = "at most one address or file"
    argument_counts = range(2)
    summary = "Look at a page by hand"
    description = (
        "Fetches URL as a crawl does (robots.txt, guard, the site's own headers) and opens a console with the response."
        " `site` is what is known about its site, `article` what is read from it, or the reason why it is refused."
        f" Nothing is stored. Exit code {NOT_FETCHED} if -c had no page to run on."
    )
    default_settings: ClassVar = ScrapyShell.default_settings
    _has_page = False

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Choose the spider of a declared site, and leave the pipelines out."""
        from newscrawl.spiders import declared_name_of

        keep_quiet(self.project_settings)
        super().process_options(args, opts)
        opts.spider = opts.spider or (declared_name_of(args[0]) if args else None)

    def check(self, args: list[str], opts: Namespace) -> None:
        """Check the spider and the code, too."""
        super().check(args, opts)
        if any("://" in one for one in args):
            check_web(args[0])
        check_spider(self.project_settings, opts.spider)
        try:
            compile(opts.code or "None", "-c", "eval")
        except (SyntaxError, ValueError) as error:
            raise BadArgument(f"-c must be an expression of Python: {error}") from None

    def execute(self, args: list[str], opts: Namespace) -> None:
        """Fetch, and open the console; code of ``-c`` that had no page to run on is a failure."""
        ScrapyShell.run(self, args, opts)
        if args and opts.code and not self._has_page:
            self.exitcode = NOT_FETCHED

    def update_vars(self, vars: dict[str, Any]) -> None:
        """Add ``site`` and ``article`` to what the console knows."""
        from newscrawl.errors import Refused
        from newscrawl.spiders import site_of
        from newscrawl.spiders.responses import content_type_of
        from newscrawl.stages.chain import extract
        from newscrawl.text.decode import charset_of

        response = vars.get("response")
        if response is None:
            return
        self._has_page = True
        vars["site"] = site_of(response.url)
        try:
            charset = charset_of(content_type_of(response))
            vars["article"] = extract(response.body, response.url, charset, site=vars["site"])
        except Refused as refused:
            vars["article"] = refused
