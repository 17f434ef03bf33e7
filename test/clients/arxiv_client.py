"""The `arxiv` package, old and new, with Paperboy in the place of export.arxiv.org."""

import os
import unittest
from datetime import datetime, timezone

import arxiv

TOTAL = 120


def client(page_size=100):
    it = arxiv.Client(page_size=page_size, delay_seconds=0, num_retries=0)
    it.query_url_format = os.environ["PAPERBOY_URL"] + "/api/query?{}"
    return it


def search(page_size=100, offset=0, **options):
    asked = arxiv.Search(**{"max_results": None, **options})
    return list(client(page_size).results(asked, offset=offset))


def ids(results):
    return [result.get_short_id() for result in results]


class Results(unittest.TestCase):
    def test_all_pages_without_gap_or_repetition(self):
        for page_size in (7, 40, TOTAL, 100):
            with self.subTest(page_size=page_size):
                found = ids(search(page_size, query="quillmark"))
                self.assertEqual((len(found), len(set(found))), (TOTAL, TOTAL))

    def test_offset_and_max_results(self):
        every = ids(search(query="quillmark"))
        self.assertEqual(ids(search(5, 10, query="quillmark", max_results=22)), every[10:22])

    def test_nothing_found(self):
        self.assertEqual(search(query="ti:nothing_like_this_anywhere"), [])

    def test_fields_of_a_paper_on_arxiv(self):
        [paper] = search(id_list=["2510.10031"])
        self.assertEqual(paper.entry_id, "http://arxiv.org/abs/2510.10031v1")
        self.assertEqual(paper.title, "Quillmark report 31 on graph kernels & <b>why</b> $a<b$")
        self.assertTrue(paper.summary.startswith("Case 31"))
        self.assertEqual([author.name for author in paper.authors], ["Ada Reader31", "Bob O’Hara"])
        self.assertEqual(paper.published, datetime(2025, 5, 15, 12, tzinfo=timezone.utc))
        self.assertEqual(paper.primary_category, "cs.LG")
        self.assertEqual(paper.categories, ["cs.LG", "cs.CL"])
        self.assertEqual(paper.pdf_url, "http://arxiv.org/pdf/2510.10031v1")

    def test_paper_that_is_not_on_arxiv(self):
        [paper] = search(query='ti:"report 33"')
        self.assertIsNone(paper.pdf_url)
        self.assertEqual(paper.published, datetime(2025, 10, 29, tzinfo=timezone.utc))
        [again] = search(id_list=[paper.get_short_id()])
        self.assertEqual(again.title, paper.title)

    def test_id_list(self):
        asked = ["2510.10032v3", "2510.10031", "1234.56789", "2510.10034"]
        self.assertEqual(ids(search(id_list=asked)), ["2510.10032v3", "2510.10031v1", "2510.10034v1"])
        self.assertEqual(ids(search(2, id_list=asked)), ["2510.10032v3", "2510.10031v1", "2510.10034v1"])
        self.assertEqual(ids(search(query="au:Reader32", id_list=asked)), ["2510.10032v3"])

    def test_query_language(self):
        for query, expected in [
            ("au:Reader31", 1),
            ('au:"Ada Reader31" AND ti:graph', 1),
            ("ti:llama", TOTAL // 5),
            ("ti:llama OR ti:ocean", 2 * TOTAL // 5),
            ("cat:cs.CL", TOTAL // 2),
            ("cat:cs.LG ANDNOT cat:cs.CL", TOTAL // 2),
            ("cat:cs.*", TOTAL),
            ("(ti:llama OR ti:ocean) AND cat:stat.ML", TOTAL // 5),
            ('abs:"from the side"', TOTAL),
            ("all:Reader31", 1),
            ("jr:nature", 0),
            ("all:*", TOTAL),
        ]:
            with self.subTest(query):
                self.assertEqual(len(search(query=query)), expected)

    def test_range_of_dates(self):
        found = search(query="ti:quillmark AND submittedDate:[202505010000 TO 202505312359]")
        self.assertGreater(len(found), 0)
        self.assertTrue(all((it.published.year, it.published.month) == (2025, 5) for it in found))

    def test_sorted_by_date(self):
        for by in (arxiv.SortCriterion.SubmittedDate, arxiv.SortCriterion.LastUpdatedDate):
            for order in arxiv.SortOrder:
                with self.subTest(by=by, order=order):
                    found = search(25, query="quillmark", sort_by=by, sort_order=order)
                    dates = [it.published for it in found]
                    self.assertEqual(len(set(ids(found))), TOTAL)
                    self.assertEqual(dates, sorted(dates, reverse=order == arxiv.SortOrder.Descending))

    def test_errors(self):
        with self.assertRaises(arxiv.HTTPError) as caught:
            search(id_list=["cond—mat/0709123"])
        self.assertEqual(caught.exception.status, 400)


if __name__ == "__main__":
    unittest.main()
