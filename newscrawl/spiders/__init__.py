"""One declaration per site, found by being in this folder."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from newscrawl.article import Article
from newscrawl.site import Site
from newscrawl.site_rules import RulesFolder


def declared_sites() -> tuple[Site, ...]:
    """Return all declared sites, in order of their names."""
    return tuple(site for _, site in sorted(_declared().items()))


def site_named(name: str) -> Site | None:
    """Return the declared site of that name."""
    return _declared().get(name)


def site_of(url: str, rules: RulesFolder | None = None) -> Site:
    """Return the declared site that ``url`` belongs to, or what ``rules`` say of its host, or what its name tells."""
    declared = next((site for site in _declared().values() if site.covers(url)), None)
    return declared or (rules.site_of(url) if rules else None) or Site.undeclared(url)


def rules_of(folder: str | None) -> RulesFolder | None:
    """Return the rules in the folder of ``NEWSCRAWL_SITE_RULES``; raises ``BadArgument`` if there is none."""
    return RulesFolder(Path(folder)) if folder else None


def is_mirror(article: Article) -> bool:
    """Tell whether ``article`` was read from a known mirror of its site."""
    site = site_named(article.site)
    return site is not None and site.is_mirror(article.url)


@cache
def _declared() -> dict[str, Site]:
    return {site.name: site for site in _sites()}


def _sites() -> Iterator[Site]:
    for module in iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            site = getattr(value, "site", None)
            if isinstance(value, type) and value.__module__ == module.name and isinstance(site, Site):
                yield site
