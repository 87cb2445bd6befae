"""Tests ./fleetcast in a small project of its own: what it builds, what it skips, and how it fails.

Usage: launcher_test.py ROOT, the root of the project whose launcher is tested.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

CMAKE_LISTS = """cmake_minimum_required(VERSION 3.25)
project(sample LANGUAGES NONE)
add_custom_target(fleetcast COMMAND sh ${CMAKE_SOURCE_DIR}/sim/make_program.sh ${CMAKE_BINARY_DIR}/fleetcast)
"""
# Stands for the compiler: the program it makes tells its version, folder and arguments.
MAKE_PROGRAM = """test -e "$(dirname "$0")/broken.hpp" && { echo "broken.hpp:1: error: oh"; exit 1; }
printf '#!/bin/sh\\necho "version one; $(pwd); $*; $(cat)"\\nexit 7\\n' > "$1" && chmod +x "$1"
"""


class LauncherTest(unittest.TestCase):
    root = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.project = Path(folder.name, "a project")
        for name in ["sim", "models", "pricing", "scenarios", "cmake"]:
            (self.project / name).mkdir(parents=True)
        for name in ["fleetcast", "CMakePresets.json", "cmake/prepare.sh"]:
            shutil.copy(Path(self.root, name), self.project / name)
        # Nothing may be installed by a test: the sample needs only what certainly is there.
        (self.project / "cmake/debian_packages.txt").write_text("# nothing but\ndpkg\n", encoding="utf-8")
        (self.project / "CMakeLists.txt").write_text(CMAKE_LISTS, encoding="utf-8")
        (self.project / "sim/make_program.sh").write_text(MAKE_PROGRAM, encoding="utf-8")

    def start(self, *arguments, script=None, **environment):
        environment = {**os.environ, "FLEETCAST_PRESET": "release", **environment}
        command = [str(script or self.project / "fleetcast"), *arguments]
        return subprocess.run(
            command, cwd="/", env=environment, input="stdin", capture_output=True, text=True, check=False
        )

    def test_becomes_the_program(self):
        first = self.start("run", "two words")
        self.assertEqual((first.stdout, first.returncode), ("version one; /; run two words; stdin\n", 7))
        self.assertIn("first start", first.stderr)

    def test_a_second_start_says_and_costs_nothing(self):
        self.start()
        begin = time.monotonic()
        second = self.start()
        self.assertEqual((second.stdout, second.stderr), ("version one; /; ; stdin\n", ""))
        self.assertLess(time.monotonic() - begin, 1.0)

    def test_starts_through_a_link(self):
        link = self.project.parent / "link"
        link.symlink_to(self.project / "fleetcast")
        self.assertEqual(self.start(script=link).stdout, "version one; /; ; stdin\n")

    def test_another_preset_has_a_folder_of_its_own(self):
        self.start(FLEETCAST_PRESET="dev")
        self.assertTrue((self.project / "build/dev/fleetcast").exists())
        self.assertFalse((self.project / "build/release").exists())

    def assert_rebuilds(self):
        self.assertIn("Building what changed", self.start().stderr)
        self.assertEqual(self.start().stderr, "")

    def test_notices_additions_removals_and_old_dates(self):
        self.start()
        header = self.project / "sim/new.hpp"
        header.touch()
        self.assert_rebuilds()
        os.utime(header, (0, 0))
        self.assert_rebuilds()
        header.unlink()
        self.assert_rebuilds()
        (self.project / "build/release/fleetcast").unlink()
        self.assertEqual(self.start().returncode, 7)

    def test_a_failed_build_shows_its_log_each_time(self):
        self.start()
        (self.project / "sim/broken.hpp").touch()
        for _ in range(2):
            failed = self.start()
            self.assertEqual((failed.stdout, failed.returncode), ("", 3))
            self.assertIn("broken.hpp:1: error: oh", failed.stderr)
        (self.project / "sim/broken.hpp").unlink()
        self.assertEqual(self.start().returncode, 7)

    def test_an_unknown_preset(self):
        failed = self.start(FLEETCAST_PRESET="nonesuch")
        self.assertEqual(failed.returncode, 3)
        self.assertIn("nonesuch", failed.stderr)

    def test_finds_the_packages_that_are_missing(self):
        (self.project / "cmake/debian_packages.txt").write_text("no-such-package\n", encoding="utf-8")
        command = 'root=$1 preset=release; source "$root/cmake/prepare.sh"; missing_packages dpkg also-missing'
        found = subprocess.run(["bash", "-c", command, "-", self.project], capture_output=True, text=True, check=True)
        self.assertEqual(found.stdout, "also-missing\nno-such-package\n")

    def test_finds_the_packages_that_a_preset_needs_besides(self):
        packages = self.project / "cmake/debian_packages_other.txt"
        packages.write_text("# a compiler\nsuch-a-compiler\n", encoding="utf-8")
        for preset, missing in [("release", ""), ("other", "such-a-compiler\n")]:
            command = 'root=$1 preset=$2; source "$root/cmake/prepare.sh"; missing_packages'
            found = subprocess.run(
                ["bash", "-c", command, "-", self.project, preset], capture_output=True, text=True, check=True
            )
            self.assertEqual(found.stdout, missing)


if __name__ == "__main__":
    LauncherTest.root = sys.argv.pop(1)
    unittest.main()
