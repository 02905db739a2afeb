"""Scrapy's settings, and what of Scrapy is switched off on purpose.

What an outlet is asked, how often and by whom stands in the archive's ``variorum.toml``
(:mod:`spiders.configuration`).
"""

from __future__ import annotations

BOT_NAME = "variorum"
SPIDER_MODULES = ["spiders.crawl.outlets_spider"]
NEWSPIDER_MODULE = "spiders.crawl"

# One asyncio loop a pass, and no Twisted reactor: a process can run many passes, one after
# the other, and the download handler is asyncio's.
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
# Nobody listens: no console into a running crawl.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Pace, Retry-After and rests are kept per host by spiders.crawl.manners.pace, over redirects,
# robots.txt and passes; Scrapy's slots would count a second time and know nothing of rests.
DOWNLOAD_DELAY = 0
CONCURRENT_REQUESTS = 0
CONCURRENT_REQUESTS_PER_DOMAIN = 1_000_000
AUTOTHROTTLE_ENABLED = False
# Fetched and recorded by the visitor itself, which tells refusals as such.
ROBOTSTXT_OBEY = False

# --- downloader middlewares: none ------------------------------------------------------------
DOWNLOADER_MIDDLEWARES_BASE = {
    # Drops requests to other hosts without a word; the visitor refuses them and says so.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    # robots.txt is a visit and a capture of ours.
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    # No credentials are ever sent.
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    # One deadline for the whole exchange, in the client.
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    # The request head is written once, in the client, and kept as written.
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    # A failure is a visit; trying again is a matter of due times.
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    # Redirects are visits, followed by the visitor: a redirect to itself would be dropped here.
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    # Decodes, and drops the coding from the headers: the client decodes and keeps both.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    # No cookies: every visit sees what a stranger sees.
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # A proxy would connect for us, past the check for private addresses.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    # The outcomes of the visits are the statistics.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    # The archive is the cache; Scrapy's asks nothing at all on a second pass.
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
DOWNLOADER_STATS = False
COOKIES_ENABLED = False
HTTPCACHE_ENABLED = False
RETRY_ENABLED = False
REDIRECT_ENABLED = False
COMPRESSION_ENABLED = False

# --- spider middlewares: none ----------------------------------------------------------------
# The spider awaits its downloads one by one; no response or request passes through here.
SPIDER_MIDDLEWARES_BASE = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    # Errors are visits and captures like any other.
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    # An outlet is not told where we found its article.
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    # Long URLs are asked like others, or refused with a reason.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    # There is no depth: the frontier is in the archive.
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
# The archive knows what was seen; a filter that drops silently would hide visits.
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

# One parallel item a response: there are no items, and the default starts 100 tasks each time.
CONCURRENT_ITEMS = 1
LOG_LEVEL = "WARNING"
