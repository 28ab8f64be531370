"""Scrapy settings: polite and safe as they stand. Every line that differs from Scrapy's default says why."""

import os

from newscrawl import __version__

BOT_NAME = "newscrawl"
SPIDER_MODULES = ["newscrawl.spiders"]
NEWSPIDER_MODULE = "newscrawl.spiders"
COMMANDS_MODULE = "newscrawl.commands"
ADDONS = {
    "newscrawl.net.addon.NetworkAddon": 0,  # applies the NEWSCRAWL_* settings below
    "newscrawl.pipelines.in_worker.PageWorkersAddOn": 1000,  # after whatever else adds pipelines
}

# --- newscrawl's own
# SQLAlchemy URL: SQLite, or postgresql+psycopg://… (extra postgres)
NEWSCRAWL_DATABASE_URL = "sqlite:///articles.db"
NEWSCRAWL_RAW = "latest"  # fetched bytes: latest: of the version in the table; keep: of every version; off
NEWSCRAWL_RAW_STORE = ""  # fetched bytes outside the database: file:///FOLDER, or s3://BUCKET/PREFIX (extra s3)
NEWSCRAWL_LEARNED_BOILERPLATE = True  # count what sites repeat, and take it out of later articles; `scrapy boilerplate`
# a folder of site-config files (FiveFilters, wallabag) for pages of undeclared hosts; `scrapy rules check`
NEWSCRAWL_SITE_RULES = None
# record what sites reserve, or respect it, too: keep only what they allow for the purpose; docs/rights.md
NEWSCRAWL_RIGHTS = "record"
NEWSCRAWL_PURPOSE = "search"  # what for: search, mining, training
NEWSCRAWL_KEEP_REFUSED = "14d,100MB"  # bytes of refused pages, for `refused replay`: days, compressed size; or off
NEWSCRAWL_SIMPLIFY = "auto"  # auto: undo simplified -> traditional only where a page shows mirror damage; never; always
NEWSCRAWL_CONTACT = ""  # an address or page where a site's owner reaches you; stands in the user agent
NEWSCRAWL_PRACTICE_WEB = ""  # http://127.0.0.1:PORT of `scrapy demo --serve PORT`: every host name is found there
NEWSCRAWL_ALLOW_PRIVATE: list[str] = []  # host:port of addresses inside that may be asked all the same, such as a proxy
NEWSCRAWL_RETRY_WAITS = [5, 30]  # seconds before the second and third try; Retry-After wins if it asks for more
NEWSCRAWL_MAX_ARTICLES = 500  # article pages that one run of one spider asks for at most
NEWSCRAWL_INTERVAL_HOURS = 2  # how often `scrapy crawlall` is to visit a site; after two of them it is overdue
NEWSCRAWL_PAGE_SECONDS = 2.0  # CPU time of one page, beyond which it is refused as too expensive; 0: unbounded
NEWSCRAWL_PAGE_WORKERS = "auto"  # processes that read pages beside the reactor; auto: 1 on two cores and more; or 0
NEWSCRAWL_TRUST_CLOCK = False  # run although the database has a run that ended later than now
NEWSCRAWL_REVISIT_DAYS = 7  # so long after publication an article is looked at again now and then; 0: never

# Each of these is also taken from the environment, where a job is set up once.
globals().update({name: os.environ[name] for name in dir() if name.startswith("NEWSCRAWL_") and os.environ.get(name)})

# --- politeness
USER_AGENT = f"newscrawl/{__version__}"  # the add-on appends the contact
ROBOTSTXT_OBEY = True  # a site's word is obeyed
ROBOTSTXT_USER_AGENT = "newscrawl"  # rules are looked up by name, whatever version and contact say
CONCURRENT_REQUESTS = 8  # all sites together; one machine needs no more
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # never two requests at once to one site
DOWNLOAD_DELAY = 1.0  # seconds between requests to one site, at the least
AUTOTHROTTLE_ENABLED = True  # slower still when a site answers slowly
AUTOTHROTTLE_START_DELAY = 1.0  # begin at the delay above, not at 5 s
AUTOTHROTTLE_MAX_DELAY = 30.0  # a struggling site is given half a minute
COOKIES_ENABLED = False  # no session is needed to read news, and none can be tracked

# --- bounds
DOWNLOAD_TIMEOUT = 30  # seconds for a whole response; 180 hold a slot for nine minutes with retries
DOWNLOAD_MAXSIZE = 8 << 20  # bytes, after decompression too: ends bombs and endless bodies
DOWNLOAD_WARNSIZE = 2 << 20  # bytes; no article is that large
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut answer is retried, never stored (Scrapy's default, relied upon)
DNS_TIMEOUT = 10  # seconds
RETRY_TIMES = 2  # three requests a page at most (Scrapy's default, relied upon)
REDIRECT_MAX_TIMES = 5  # as browsers and RFC 9309 have it for robots.txt
DEPTH_LIMIT = 20  # links from a start page: paging traps end here
URLLENGTH_LIMIT = 1024  # characters: growing addresses end here
CLOSESPIDER_TIMEOUT = 3600  # seconds: a run never meets the next one of an hourly job
MEMUSAGE_LIMIT_MB = 700  # a run that grows beyond is ended in order
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5  # a spike passes between checks a minute apart

# --- safety
DOWNLOADER_MIDDLEWARES = {
    "newscrawl.net.ssrf_guard.SsrfGuard": 10,  # before robots.txt is asked for
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # crawls when robots.txt fails …
    "newscrawl.net.robots.RobotsMiddleware": 100,  # … RFC 9309 does not
    "newscrawl.net.rights.RightsMiddleware": 110,  # what a host reserves, before its pages are asked for
    "newscrawl.net.site_headers.SiteHeaders": 450,  # after Scrapy's default headers, which it may change
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,  # three tries within a second …
    "newscrawl.net.retry.PatientRetry": 550,  # … become three within a minute
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,  # takes half a body for a whole …
    "newscrawl.net.compression.Compression": 590,  # … this one says so
    "newscrawl.net.ssrf_guard.SsrfProxyGuard": 760,  # right after the proxy is chosen
}
TWISTED_DNS_RESOLVER = "newscrawl.net.resolver.SsrfResolver"  # the same guard for where a name really leads
TELNETCONSOLE_ENABLED = False  # no listening socket …
REMOTE_CONTROL_ENABLED = False  # … and none that runs posted Python
METAREFRESH_ENABLED = False  # a page must not send the crawler elsewhere; also saves decoding each page twice
HTTPPROXY_ENABLED = False  # a proxy from the environment would see and change everything
REFERRER_POLICY = "same-origin"  # tell no site where we come from
DOWNLOAD_VERIFY_CERTIFICATES = True  # Scrapy does not by default
DOWNLOAD_HANDLERS = {
    "http": "newscrawl.net.http_handler.HttpHandler",
    "https": "newscrawl.net.http_handler.HttpHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}  # only http and https leave or enter

# --- work
SPIDER_CONTRACTS = {"newscrawl.spiders.contracts.NamesArticles": 20}  # of `scrapy check`
EXTENSIONS = {
    "newscrawl.net.drain.Drain": 0,  # a signal ends a run within a minute
    "scrapy.extensions.memusage.MemoryUsage": None,  # judges by a peak that may be another process's …
    "newscrawl.extensions.memory.ResidentMemory": 0,  # … this one by what is held now
    "newscrawl.extensions.page_workers.PageWorkers": 0,  # before there is a page
    "newscrawl.extensions.crawl_run.CrawlRun": 1000,  # after those whose stats it records
    "newscrawl.extensions.watchdog.Watchdog": 1001,  # after the run has begun, which it may refuse a page for
}
# Nothing more is asked for while an answer waits to be stored: a kill makes only what was on its way be fetched again.
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 0
CONCURRENT_ITEMS = 4  # Scrapy starts this many tasks a response; 100 cost a third of its speed
ITEM_PIPELINES = {
    "newscrawl.pipelines.repair.RepairPipeline": 100,
    "newscrawl.pipelines.credit.CreditPipeline": 200,
    "newscrawl.pipelines.strip.StripPipeline": 300,
    "newscrawl.pipelines.boilerplate.BoilerplatePipeline": 350,
    "newscrawl.pipelines.validate.ValidatePipeline": 400,
    "newscrawl.pipelines.store.StorePipeline": 500,
}
FEED_EXPORT_ENCODING = "utf-8"  # -O articles.jsonl stays readable
LOG_LEVEL = "INFO"  # the default prints every item's whole text
