"""Shows that no row on AWS's behaviour is missing from the list, and that the check of the list can fail."""

import os
import sys
import unittest
from dataclasses import replace
from pathlib import Path

from behaviour_coverage import OMITTED, Sources, page_of, problems_of, read_rows
from behaviour_page import key_words, rows_of_page

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("FLEETCAST_SHARED", ROOT.parent / "shared"))
PAGE = SHARED / "facts" / "behaviour.md"


class ListTest(unittest.TestCase):
    """The list and its check."""

    def setUp(self):
        self.rows = read_rows(ROOT)

    def test_every_kind_of_reference_can_lead_nowhere(self):
        sources = Sources(ROOT)
        for wrong in ("p:alb/nothing", "t:Alb.Nothing", "t:Nothing", "m:AWS/Nothing/No", "s:theory/none", "f:x", "x:y"):
            self.assertFalse(sources.leads_somewhere(wrong), wrong)
        for right in ("p:alb/interval", "p:scenario/horizon", "t:Alb", "t:Alb.WithoutTargetsAnswers503"):
            self.assertTrue(sources.leads_somewhere(right), right)

    def test_an_omission_needs_a_reason(self):
        bare = replace(self.rows[0], covered_by=OMITTED, remark="")
        self.assertEqual(1, len(problems_of(ROOT, [bare])))

    def test_a_changed_row_changes_the_page(self):
        changed = [replace(self.rows[0], remark="something else"), *self.rows[1:]]
        self.assertNotEqual(page_of(self.rows), page_of(changed))

    def test_rows_are_read_from_tables_lists_formulas_and_paragraphs(self):
        page = "## 1. One\n| a | b |\n|---|---|\n| first one | x [doc: y] |\n- an item\n```\nx = 1\n```\ntext\n---\n"
        rows = rows_of_page(page)
        self.assertEqual(["row", "item", "formula", "text"], [row.kind for row in rows])
        self.assertEqual(["first one", "an item", "x 1", "text"], [key_words(row) for row in rows])
        self.assertEqual(["doc"], rows[0].tags)

    @unittest.skipUnless(PAGE.is_file(), "needs shared data: facts/behaviour.md")
    def test_no_row_of_the_page_is_missing(self):
        rows = rows_of_page(PAGE.read_text(encoding="utf-8"))
        page = [(row.section, key_words(row), " ".join(row.tags)) for row in rows]
        listed = [(row.section, row.key_words, row.tags) for row in self.rows]
        self.assertGreater(len(page), 400)
        self.assertEqual(page, listed)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
