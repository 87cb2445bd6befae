"""Proves that the checks of the documents pass a good page and catch bad ones."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import check_docs  # noqa: E402

PROGRAM = """#!/bin/sh
[ "$1" = run ] || { echo "Usage: fleetcast"; exit; }
echo "Usage: fleetcast run [OPTIONS]"
echo "  --seed N   the seed"
"""


class DocumentChecks(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        (self.root / "sim").mkdir()
        (self.root / "sim/README.md").write_text("# The `sim` folder\n\n## Time, ticks\n", encoding="utf-8")
        for name in ["fleetcast", "test"]:
            (self.root / name).write_text(PROGRAM, encoding="utf-8")
            (self.root / name).chmod(0o755)

    def write(self, text):
        (self.root / "README.md").write_text(text, encoding="utf-8")

    def commands(self):
        return check_docs.check_commands(self.root, str(self.root / "fleetcast"))

    def test_links_to_files_headings_and_elsewhere(self):
        self.write("[a](sim/README.md) [b](sim/README.md#time-ticks) [c](https://example.org/x) [d](sim)\n")
        self.assertEqual(check_docs.check_links(self.root), [])

    def test_a_link_to_nowhere(self):
        self.write("text\n[a](sim/GONE.md)\n")
        self.assertEqual(check_docs.check_links(self.root), ["README.md:2: the link leads nowhere: sim/GONE.md"])

    def test_a_link_to_no_heading(self):
        self.write("[a](sim/README.md#clocks)\n")
        self.assertEqual(check_docs.check_links(self.root), ["README.md:1: README.md has no heading for #clocks"])

    def test_commands_that_exist(self):
        self.write("```\n$ ./fleetcast run sim/x --seed 3\n./test -R alb\n```\n\n    ./fleetcast --help\n")
        self.assertEqual(self.commands(), [])

    def test_commands_that_do_not(self):
        self.write("```\n./fleetcast rnu\n./fleetcast run --sed 1\n./fleetcast run sim/gone.json\n```\n")
        self.assertEqual(
            self.commands(),
            [
                "README.md:2: fleetcast has no command 'rnu'",
                "README.md:3: 'fleetcast run' has no option --sed",
                "README.md:4: there is no file sim/gone.json",
            ],
        )


if __name__ == "__main__":
    unittest.main()
