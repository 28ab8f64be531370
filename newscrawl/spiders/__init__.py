"""One declaration per site, found by being in this folder."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from newscrawl.article import Article
from newscrawl.site import Site
from newscrawl.site_rules import RulesFolder
from newscrawl.urls import host_of


def declared_sites() -> tuple[Site, ...]:
    """Return all declared sites, in order of their names."""
    return tuple(site for _, site in sorted(_declared().items()))


def site_named(name: str) -> Site | None:
    """Return the declared site of that name."""
    return _declared().get(name)


def site_of(url: str, rules: RulesFolder | None = None) -> Site:
    """Return the declared site that ``url`` belongs to, or what ``rules`` say of its host, or what its name tells."""
    return _declared_site_of(host_of(url)) or (rules.site_of(url) if rules else None) or Site.undeclared(url)


def declared_name_of(url: str) -> str | None:
    """Return the name of the declared site that ``url`` belongs to, which is also that of its spider."""
    site = _declared_site_of(host_of(url))
    return site.name if site else None


def rules_of(folder: str | None) -> RulesFolder | None:
    """Return the rules in the folder of ``NEWSCRAWL_SITE_RULES``; raises ``BadArgument`` if there is none."""
    return RulesFolder(Path(folder)) if folder else None


def is_mirror(article: Article) -> bool:
    """Tell whether ``article`` was read from a known mirror of its site."""
    site = site_named(article.site)
    return site is not None and site.is_mirror(article.url)


def _declared_site_of(host: str) -> Site | None:
    """Return the site whose spider declares ``host``, else the one that declares all hosts below the nearest domain."""
    exact, below = _by_host()
    if host in exact:
        return exact[host]
    domains = (host[dot + 1 :] for dot, character in enumerate(host) if character == ".")
    return next((below[domain] for domain in domains if domain in below), None)


@cache
def _declared() -> dict[str, Site]:
    """Return the sites that the spiders of this folder declare, by name."""
    return {site.name: site for site in _sites()}


@cache
def _by_host() -> tuple[dict[str, Site], dict[str, Site]]:
    """Return the sites by their host names and known mirrors, and by the domains that all hosts below belong to."""
    exact: dict[str, Site] = {}
    below: dict[str, Site] = {}
    for site in _declared().values():
        for host in (*site.hosts, *site.mirrors):
            table = below if host.startswith("*.") else exact
            table.setdefault(host.removeprefix("*."), site)
    return exact, below


def _sites() -> Iterator[Site]:
    """Yield the site that each spider of this folder declares."""
    for module in iter_modules(__path__, f"{__name__}."):
        for value in vars(import_module(module.name)).values():
            site = getattr(value, "site", None)
            if isinstance(value, type) and value.__module__ == module.name and isinstance(site, Site):
                yield site
