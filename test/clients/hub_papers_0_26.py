"""All that version 0.26 of the Hugging Face client knows of papers."""

import unittest
from datetime import datetime, timezone

from huggingface_hub import HfApi
from huggingface_hub.utils import HfHubHTTPError


class Papers(unittest.TestCase):
    def test_papers_by_query(self):
        papers = list(HfApi().list_papers(query="llama"))
        self.assertGreater(len(papers), 0)
        self.assertTrue(all("llama" in paper.title.lower() for paper in papers))
        self.assertTrue(all(paper.submitted_at is not None for paper in papers))

    def test_paper_info(self):
        paper = HfApi().paper_info("2510.10031")
        self.assertEqual(paper.title, "Quillmark report 31 on graph kernels & <b>why</b> $a<b$")
        self.assertEqual(paper.authors, ["Ada Reader31", "Bob O’Hara"])
        self.assertEqual(paper.published_at, datetime(2025, 5, 15, 12, tzinfo=timezone.utc))

    def test_paper_info_not_found(self):
        with self.assertRaises(HfHubHTTPError) as caught:
            HfApi().paper_info("1234.56789")
        self.assertEqual(caught.exception.response.status_code, 404)


if __name__ == "__main__":
    unittest.main()
