"""Parts of a crawl that are broken on purpose."""

from scrapy import signals
from scrapy.exceptions import DropItem

from newscrawl.article import Article
from newscrawl.errors import StorageFailed
from newscrawl.pipelines.store import StorePipeline


class Swallow:
    """Spider middleware in which articles disappear."""

    async def process_spider_output(self, response, result):
        async for one in result:
            if not isinstance(one, Article):
                yield one


class Crash:
    """Pipeline that fails at every item."""

    def process_item(self, item):
        raise ZeroDivisionError


class DropHalf:
    """Pipeline that wants odd articles only."""

    def process_item(self, item):
        if int(item.key.rpartition("/")[2]) % 2 == 0:
            raise DropItem("even")
        return item


class BreakStore:
    """Extension that lets every write of an article fail."""

    @classmethod
    def from_crawler(cls, crawler):
        def spider_opened(spider):
            def fail(_articles):
                raise StorageFailed("SQLITE_FULL: database or disk is full")

            crawler.get_item_pipeline(StorePipeline).run.store.save_all = fail

        self = cls()
        self.spider_opened = spider_opened
        crawler.signals.connect(spider_opened, signals.spider_opened)
        return self
