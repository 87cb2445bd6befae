"""Wrong price files of every kind: exit code 2, the place of each problem, and the old book left alone, byte for byte."""

import json
import pathlib
import re
import unittest

from program import ProgramTest

SEEDS = pathlib.Path(__file__).parents[1] / "fuzz" / "seeds"
# Kind of import, a good file of it, and where a complaint about an amount in it points to.
GOOD = {
    "offer.json": ("price-list", "price_list/instance.json", "SKU "),
    "offer.csv": ("price-list", "price_list/instance.csv", "line "),
    "plan.json": ("savings-plan", "savings_plan/plan.json", "/terms/savingsPlan/0/rates/0"),
    "plan.csv": ("savings-plan", "savings_plan/plan.csv", "line "),
    "history.json": ("spot-price-history", "spot_price_history/history.json", "/SpotPriceHistory/0"),
    "history.csv": ("spot-price-history", "spot_price_history/history.csv", "line "),
    "history.txt": ("spot-price-history", "spot_price_history/history.txt", "line "),
}
ABSURD = ("-1", "1e30", "1" + 30 * "0", "NaN", "Infinity", "", "0x10", "1,5", "0.0000000000001")


def first_amount(text):
    """Returns the first amount of money in a file: the only numbers with so many places."""
    return re.search(r"\d+\.\d{2,10}", text)[0]


class WrongPriceFileTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.put("first.json", (SEEDS / "price_list/instance.json").read_bytes())
        self.expect(0, "import", "price-list", "first.json", "--from", "us-east-1", "--into", "mine.json")
        (self.folder / "first.json").unlink()
        self.book = (self.folder / "mine.json").read_bytes()

    def refuse(self, kind, name, content):
        self.put(name, content)
        arguments = ("--date", "2026-01-01") if kind == "spot-advisor" else ()
        try:
            out, errors = self.expect(2, "import", kind, name, "--into", "mine.json", *arguments)
        except AssertionError:
            self.put("mine.json", self.book)
            raise
        self.assertEqual(out, "")
        self.assertIn(f"{name}: ", errors)
        self.assertLess(len(errors), 6000, "an error is to be read by people")
        self.assertTrue((self.folder / "mine.json").read_bytes() == self.book, "the old book has changed")
        (self.folder / name).unlink()
        self.assertEqual([path.name for path in self.folder.iterdir()], ["mine.json"])
        return errors

    def test_good_files_are_good(self):
        for name, (kind, seed, _) in GOOD.items():
            with self.subTest(name):
                self.put(name, (SEEDS / seed).read_bytes())
                self.expect(0, "import", kind, name, "--from", "us-east-1", "--into", "other.json")
                (self.folder / "other.json").unlink()

    def test_absurd_prices(self):
        for name, (kind, seed, place) in GOOD.items():
            text = (SEEDS / seed).read_text(encoding="utf-8")
            amount = first_amount(text)
            for absurd in ABSURD:
                if absurd == "1,5" and name.endswith((".csv", ".txt")):
                    continue
                with self.subTest(f"{name}: {absurd}"):
                    errors = self.refuse(kind, name, text.replace(amount, absurd))
                    self.assertIn(place, errors)

    def test_files_that_are_cut_off_empty_or_no_text(self):
        for name, (kind, seed, _) in GOOD.items():
            content = (SEEDS / seed).read_bytes()
            wrong = {"empty": b"", "blank": b" \r\n\t\n", "binary": bytes(range(256)) * 16, "packed": b"\x1f\x8b\x08\0\0",
                     "zeros": bytes(4096), "wide": content.decode().encode("utf-16"),
                     "page": b"<html><body>503 Service Unavailable</body></html>",
                     "denied": b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"}
            if name.endswith(".json"):
                # What is cut off within its last line is whole as far as lines go.
                wrong["cut"] = content[: len(content) // 2]
                wrong["deep"] = b"[" * 100_000
                wrong["list"] = b"[1, 2, 3]"
            for what, bad in wrong.items():
                with self.subTest(f"{name}: {what}"):
                    self.refuse(kind, name, bad)

    def test_a_cut_table_names_the_line(self):
        for name in ("offer.csv", "plan.csv"):
            kind, seed, _ = GOOD[name]
            content = (SEEDS / seed).read_bytes().rstrip()
            with self.subTest(name):
                self.assertIn("line ", self.refuse(kind, name, content[: content.rindex(b",")]))

    def test_a_wrong_spot_advisor(self):
        def advisor(**band):
            return {"spot_advisor": {"us-east-1": {"Linux": {"m6i.large": {"s": 50, "r": 2, **band}}}}}

        for band in ({"s": -1}, {"s": 101}, {"s": 1e30}, {"s": "NaN"}, {"s": None}, {"r": 5}, {"r": -1}, {"r": 0.5}):
            with self.subTest(str(band)):
                errors = self.refuse("spot-advisor", "advisor.json", advisor(**band))
                self.assertIn("/spot_advisor/us-east-1/Linux/m6i.large", errors)
        whole = json.dumps(advisor())
        for what in ("", whole[:-3], "{}", "[]", b"\x1f\x8b\x08\0", bytes(range(256)), "<html>"):
            with self.subTest(str(what)[:20]):
                self.refuse("spot-advisor", "advisor.json", what)

    def test_every_problem_is_told_with_its_place(self):
        text = (SEEDS / "savings_plan/plan.csv").read_text(encoding="utf-8")
        lines = text.splitlines(keepends=True)
        rows = [number for number, line in enumerate(lines) if re.search(r"\d+\.\d{2,10}", line)]
        for number in rows:
            lines[number] = lines[number].replace(first_amount(lines[number]), "-1")
        errors = self.refuse("savings-plan", "plan.csv", "".join(lines))
        self.assertIn(f"{len(rows)} problem", errors)
        for number in rows:
            self.assertIn(f"line {number + 1}: ", errors)

    def test_a_file_that_is_not_there(self):
        for kind in ("price-list", "savings-plan", "spot-advisor", "spot-price-history"):
            with self.subTest(kind):
                date = ("--date", "2026-01-01") if kind == "spot-advisor" else ()
                _, errors = self.expect(2, "import", kind, "none.json", "--into", "mine.json", *date)
                self.assertIn("none.json", errors)
                self.assertEqual((self.folder / "mine.json").read_bytes(), self.book)

    def test_a_folder_is_no_file(self):
        (self.folder / "folder").mkdir()
        _, errors = self.expect(2, "import", "price-list", "folder", "--into", "mine.json")
        self.assertIn("folder", errors)
        self.assertEqual((self.folder / "mine.json").read_bytes(), self.book)


if __name__ == "__main__":
    unittest.main()
