"""`scrapy bench`: how many pages a second this machine fetches from itself."""

from argparse import Namespace

from scrapy.commands.bench import Command as ScrapyBench

from newscrawl.cli.command import CheckedCommand

# Scrapy's own server of pages, which no rule of politeness or safety is made for.
_BENCHMARK = {
    "NEWSCRAWL_ALLOW_PRIVATE": ["localhost:8998"],
    "ITEM_PIPELINES": {},
    "ROBOTSTXT_OBEY": False,
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DEPTH_LIMIT": 0,
    "CLOSESPIDER_TIMEOUT": 10,
}


class Command(CheckedCommand, ScrapyBench):
    """Crawl Scrapy's own server of pages on this machine for ten seconds."""

    def process_options(self, args: list[str], opts: Namespace) -> None:
        """Let the benchmark ask this machine, without pauses; `-s` comes after and wins."""
        self.project_settings.setdict(_BENCHMARK, priority="cmdline")
        super().process_options(args, opts)
