"""feedparser, which many readers are built on."""

import os
import unittest

import feedparser

URL = os.environ["PAPERBOY_URL"]
FEEDS = [f"{path}.{format}{query}" for format in ("atom", "rss") for path, query in [
    ("/feeds/trending", ""),
    ("/feeds/search", "?q=llama"),
    ("/feeds/search", "?q=%3Cb%3E%20%26%20nothing-like-this"),
    ("/feeds/digests", ""),
]]


class Feeds(unittest.TestCase):
    def test_well_formed_and_named(self):
        for path in FEEDS:
            with self.subTest(path):
                feed = feedparser.parse(URL + path)
                self.assertEqual((feed.status, feed.bozo), (200, False))
                self.assertTrue(feed.feed.title.startswith("Paperboy"))
                self.assertIn(feed.version, ("atom10", "rss20"))
                ids = [entry.id for entry in feed.entries]
                self.assertEqual(len(ids), len(set(ids)))

    def test_text_comes_back_as_it_was(self):
        for format in ("atom", "rss"):
            with self.subTest(format):
                feed = feedparser.parse(f"{URL}/feeds/search.{format}?q=title:%22report+31%22")
                [entry] = feed.entries
                # Formulas are written out for readers; everything else is as it was.
                self.assertEqual(entry.title, "Quillmark report 31 on graph kernels & <b>why</b> a<b")
                self.assertTrue(entry.id.startswith("tag:paperboy,2026:paper/"))
                self.assertTrue(entry.link.startswith(URL + "/papers/"))
                self.assertTrue(entry.summary.startswith("Case 31"))
                self.assertEqual(entry.published_parsed[:3], (2025, 10, 29))
                self.assertIn("cs.CL", [tag.term for tag in entry.tags])

    def test_updated_is_that_of_the_newest_entry(self):
        feed = feedparser.parse(URL + "/feeds/trending.atom")
        self.assertEqual(feed.feed.updated_parsed, max(entry.updated_parsed for entry in feed.entries))

    def test_nothing_new_is_304(self):
        for path in FEEDS:
            with self.subTest(path):
                first = feedparser.parse(URL + path)
                self.assertEqual(feedparser.parse(URL + path, etag=first.etag).status, 304)
                self.assertEqual(feedparser.parse(URL + path, modified=first.modified).status, 304)

    def test_arxiv_answers_are_feeds(self):
        feed = feedparser.parse(URL + "/api/query?search_query=ti:llama")
        self.assertEqual((feed.bozo, feed.feed.opensearch_totalresults), (False, "24"))


if __name__ == "__main__":
    unittest.main()
