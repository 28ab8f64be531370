"""Site-config files of FiveFilters, as wallabag and others use them, read as declarations of sites."""

from newscrawl.site_rules.folder import RulesFolder
from newscrawl.site_rules.reader import count_faults, read_site_rules

__all__ = ["RulesFolder", "count_faults", "read_site_rules"]
