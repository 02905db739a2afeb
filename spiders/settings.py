"""Scrapy's settings, and the parts of Scrapy that are switched off on purpose.

What is requested from outlets, how often and by whom is set in the archive's ``variorum.toml``
(:mod:`spiders.configuration`).
"""

from __future__ import annotations

BOT_NAME = "variorum"
SPIDER_MODULES = ["spiders.crawl.outlets_spider"]
NEWSPIDER_MODULE = "spiders.crawl"

# One asyncio loop per pass, and no Twisted reactor: a process can run many passes, one after
# the other, and the download handler uses asyncio.
TWISTED_REACTOR_ENABLED = False

# --- the network -----------------------------------------------------------------------------
DOWNLOAD_HANDLERS = {
    "http": "spiders.crawl.handler.WireDownloadHandler",
    "https": "spiders.crawl.handler.WireDownloadHandler",
    # Nothing else is ever fetched, whatever a redirect says.
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# No listening port: there is no console into a running crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Pace, Retry-After and rests are kept per host by spiders.crawl.manners.pace, across redirects,
# robots.txt and passes; Scrapy's slots would count a second time and know nothing about rests.
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1_000_000
AUTOTHROTTLE_ENABLED = False
# Fetched and recorded by the visitor itself, which reports refusals as such.
ROBOTSTXT_OBEY = False

# --- downloader middlewares: none ------------------------------------------------------------
DOWNLOADER_MIDDLEWARES_BASE = {
    # Silently drops requests to other hosts; the visitor refuses them and says so.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # Fetching robots.txt is a visit and gives a capture, like any other page.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # No credentials are ever sent.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # The client has one deadline for the whole exchange.
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    # The request head is written once, by the client, and kept as written.
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    # A failure is a visit; when to try again is decided by due times.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # Redirects are visits, followed by the visitor; a redirect to itself would be dropped here.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    # It decodes and drops the coding from the headers; the client decodes and keeps both.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # No cookies: every visit sees what a new reader sees.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # A proxy would connect for us, past the check for private addresses.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    # The outcomes of visits are the statistics.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    # The archive is the cache; with Scrapy's, a second pass would send no requests at all.
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
DOWNLOADER_STATS = False
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
COMPRESSION_ENABLED = False

# --- spider middlewares: none ----------------------------------------------------------------
# The spider awaits each of its downloads itself; no request or response passes through here.
SPIDER_MIDDLEWARES_BASE = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    # Errors are visits and captures like any other.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    # Outlets do not learn where we found their articles.
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    # Long URLs are requested like others, or refused with a reason.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    # There is no depth: the frontier is in the archive.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# The archive knows what was seen; a filter that drops requests silently would hide visits.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# --- extensions: none ------------------------------------------------------------------------
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False

# One item per response in parallel: there are no items, and the default starts 100 tasks each time.
CONCURRENT_ITEMS = 1
LOG_LEVEL = "WARNING"
