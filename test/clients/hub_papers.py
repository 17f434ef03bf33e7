"""The Hugging Face client's own test cases for papers (tests/test_hf_api.py::TestPaperApi), with our ids."""

import json
import subprocess
import sys
import unittest
from datetime import datetime, timezone

from huggingface_hub import HfApi
from huggingface_hub.errors import BadRequestError, HfHubHTTPError

DAY = "2025-10-29"
ARXIV_ID = "2510.10031"


class Papers(unittest.TestCase):
    def setUp(self):
        self.api = HfApi()

    def test_papers_by_query(self):
        papers = list(self.api.list_papers(query="llama"))
        self.assertGreater(len(papers), 0)
        self.assertTrue(all("llama" in paper.title.lower() for paper in papers))

    def test_papers_by_query_with_limit(self):
        self.assertEqual(len(list(self.api.list_papers(query="llama", limit=2))), 2)

    def test_papers_without_query(self):
        self.assertGreater(len(list(self.api.list_papers())), 0)

    def test_paper_info(self):
        paper = self.api.paper_info(ARXIV_ID)
        self.assertEqual(paper.id, ARXIV_ID)
        self.assertEqual(paper.title, "Quillmark report 31 on graph kernels & <b>why</b> $a<b$")
        self.assertEqual([author.name for author in paper.authors], ["Ada Reader31", "Bob O’Hara"])
        self.assertEqual(paper.published_at, datetime(2025, 5, 15, 12, tzinfo=timezone.utc))
        self.assertEqual(paper.upvotes, 3)
        self.assertEqual(paper.comments, 0)
        self.assertEqual(paper.linked_models, [])
        self.assertTrue(paper.summary.startswith("Case 31"))

    def test_paper_info_with_version_and_own_id(self):
        self.assertEqual(self.api.paper_info(ARXIV_ID + "v2").id, ARXIV_ID)
        [paper] = [it for it in self.api.list_papers(query='title:"report 33"')]
        self.assertEqual(self.api.paper_info(paper.id).title, paper.title)

    def test_paper_info_not_found(self):
        with self.assertRaises(HfHubHTTPError) as caught:
            self.api.paper_info("1234.56789")
        self.assertEqual(caught.exception.response.status_code, 404)

    def test_read_paper(self):
        text = self.api.read_paper(ARXIV_ID)
        self.assertTrue(text.startswith("# Quillmark report 31"))
        self.assertIn("Case 31 looks at", text)

    def test_read_paper_not_found(self):
        with self.assertRaises(HfHubHTTPError) as caught:
            self.api.read_paper("1234.56789")
        self.assertEqual(caught.exception.response.status_code, 404)

    def test_daily_papers_are_the_newest_digest(self):
        papers = list(self.api.list_daily_papers())
        self.assertEqual({paper.submitted_at for paper in papers}, {datetime(2025, 11, 5, tzinfo=timezone.utc)})
        self.assertEqual(len(papers), 30)
        self.assertEqual(papers[1].title.split(" on ")[0], "Quillmark report 91")

    def test_daily_papers_by_date(self):
        papers = list(self.api.list_daily_papers(date=DAY))
        self.assertEqual(len(papers), 30)
        self.assertTrue(all(paper.submitted_at.strftime("%Y-%m-%d") == DAY for paper in papers))
        self.assertTrue(all(paper.published_at < paper.submitted_at for paper in papers))

    def test_daily_papers_by_date_invalid_date(self):
        with self.assertRaises(BadRequestError) as caught:
            list(self.api.list_daily_papers(date="2025-13-40"))
        self.assertIn("date must be a day of the calendar", str(caught.exception))

    def test_daily_papers_default_date_submitter(self):
        papers = list(self.api.list_daily_papers(date=DAY, submitter="akhaliq"))
        self.assertEqual(len(papers), 15)
        self.assertTrue(all(paper.submitted_by.fullname == "AK" for paper in papers))
        self.assertTrue(all(paper.submitted_by.username == "akhaliq" for paper in papers))

    def test_daily_papers_p(self):
        self.assertEqual(list(self.api.list_daily_papers(date=DAY, p=100)), [])
        first = [paper.id for paper in self.api.list_daily_papers(date=DAY, p=0, limit=20)]
        second = [paper.id for paper in self.api.list_daily_papers(date=DAY, p=1, limit=20)]
        self.assertEqual((len(first), len(second), len({*first, *second})), (20, 10, 30))

    def test_daily_papers_limit(self):
        self.assertEqual(len(list(self.api.list_daily_papers(limit=10))), 10)

    def test_daily_papers_sort(self):
        for sort in ("publishedAt", "trending"):
            self.assertEqual(len(list(self.api.list_daily_papers(date=DAY, sort=sort))), 30)

    def test_daily_papers_week(self):
        papers = list(self.api.list_daily_papers(week="2025-W44", limit=100))
        self.assertEqual(len(papers), 90)
        first, last = datetime(2025, 10, 24, tzinfo=timezone.utc), datetime(2025, 11, 2, tzinfo=timezone.utc)
        self.assertTrue(all(first <= paper.submitted_at <= last for paper in papers))

    def test_daily_papers_month(self):
        papers = list(self.api.list_daily_papers(month="2025-10", limit=100))
        self.assertEqual(len(papers), 60)
        first, last = datetime(2025, 9, 30, tzinfo=timezone.utc), datetime(2025, 10, 31, tzinfo=timezone.utc)
        self.assertTrue(all(first <= paper.submitted_at <= last for paper in papers))


class CommandLine(unittest.TestCase):
    """`hf papers …`, as people type it."""

    def hf(self, *arguments):
        program = "import sys; from huggingface_hub.cli.hf import main; sys.argv[0] = 'hf'; main()"
        return subprocess.run([sys.executable, "-c", program, "papers", *arguments], capture_output=True, text=True)

    def test_commands(self):
        for arguments, expected in [
            (["ls", "--date", DAY], "2510.10031"),
            (["search", "llama"], "Quillmark report"),
            (["info", ARXIV_ID], "Quillmark report 31"),
            (["read", ARXIV_ID], "# Quillmark report 31"),
        ]:
            with self.subTest(arguments):
                run = self.hf(*arguments)
                self.assertEqual(run.returncode, 0, run.stderr)
                self.assertIn(expected, run.stdout)

    def test_not_found(self):
        run = self.hf("info", "1234.56789")
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("not found", (run.stderr + run.stdout).lower())


if __name__ == "__main__":
    unittest.main()
