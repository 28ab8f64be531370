"""One declaration per site, found by being in this folder."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from newscrawl.article import Article
from newscrawl.site import Site


def declared_sites() -> tuple[Site, ...]:
    """Return all declared sites, in order of their names."""
    return tuple(site for _, site in sorted(_declared().items()))


def site_named(name: str) -> Site | None:
    """Return the declared site of that name."""
    return _declared().get(name)


def site_of(url: str) -> Site:
    """Return the declared site that ``url`` belongs to, or what its host alone tells."""
    return next((site for site in _declared().values() if site.covers(url)), None) or Site.undeclared(url)


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
