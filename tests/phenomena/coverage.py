"""Every phenomenon has a scenario, a row of the table, and a test that runs it."""

import json
import pathlib
import re
import unittest

from run_scenario import HERE, SCENARIOS, PhenomenonTest

PHENOMENA = 32


def scenarios():
    """Returns the numbered scenarios by their number."""
    return {path.stem[:2]: path for path in sorted(SCENARIOS.glob("[0-9][0-9]_*.json"))}


class Coverage(PhenomenonTest):
    def test_numbers_are_those_of_the_phenomena(self):
        self.assertLessEqual(set(scenarios()), {f"{number:02}" for number in range(1, PHENOMENA + 1)})
        self.assertEqual(len(scenarios()), len(list(SCENARIOS.glob("[0-9]*.json"))), "a number is taken twice")

    def test_each_is_named_as_its_file_and_says_what_to_look_at(self):
        for path in scenarios().values():
            document = json.loads(path.read_text(encoding="utf-8"))
            self.assertEqual(document["name"], path.stem)
            self.assertIn("Look at", document["description"], path.name)

    def test_each_stands_in_the_table(self):
        readme = (SCENARIOS / "README.md").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"^\| (\d\d) \|", readme, re.MULTILINE), list(scenarios()))

    def test_each_is_run_by_a_test(self):
        tests = "".join(path.read_text(encoding="utf-8") for path in pathlib.Path(HERE).glob("*.py"))
        for path in scenarios().values():
            self.assertIn(f'"{path.stem}"', tests)


if __name__ == "__main__":
    unittest.main()
