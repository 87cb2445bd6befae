"""Completion in real shells, the manual page and the help: all are made of the command line itself."""

import re
import shutil
import subprocess
import unittest

from program import ProgramTest

# Prints what bash would offer for the words of a command line, the last of which is being typed.
COMPLETE = """
source completion.bash
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_fleetcast
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Shells(ProgramTest):
    def offered(self, *words):
        """Returns what bash offers where the last word stands."""
        script, _ = self.expect(0, "completion", "bash")
        self.put("completion.bash", script)
        done = subprocess.run(["bash", "-c", COMPLETE, "bash", "fleetcast", *words], cwd=self.folder, check=False,
                              capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout.split()

    def commands(self, *path):
        """Yields the words of every command and its help, the program's own first."""
        text, _ = self.expect(0, *path, "--help")
        yield path, text
        listed = re.search(r"\nSubcommands:\n((?: .*\n)+)", text)
        for name in re.findall(r"^  (\S+)", listed.group(1), re.MULTILINE) if listed else []:
            yield from self.commands(*path, name)

    def test_bash_offers_commands_options_words_and_paths(self):
        self.put("mine.json", {})
        (self.folder / "results").mkdir()
        self.assertEqual(self.offered("val"), ["validate"])
        self.assertEqual(self.offered("book", ""), ["show", "diff", "check"])
        self.assertEqual(self.offered("import", "spot-price-history", "--in"), ["--into"])
        self.assertEqual(self.offered("run", "--format", ""), ["table", "json"])
        self.assertEqual(self.offered("run", "--format", "=", "j"), ["json"])
        self.assertEqual(self.offered("run", "--format", "="), ["table", "json"])
        self.assertEqual(self.offered("run", "mi"), ["mine.json"])
        self.assertEqual(self.offered("run", "--out", ""), ["results"])
        self.assertEqual(self.offered("compare", "mine.json", "mi"), ["mine.json"])
        self.assertEqual(self.offered("bill", "mine.json", "--book", "us-w"), ["us-west-2"])
        self.assertEqual(self.offered("book", "diff", "us-east-1", "eu-"), ["eu-west-1"])
        self.assertEqual(self.offered("completion", ""), ["bash", "zsh", "fish"])

    def test_bash_offers_nothing_where_anything_may_stand(self):
        self.put("mine.json", {})
        self.assertEqual(self.offered("run", "--seed", ""), [])
        self.assertEqual(self.offered("run", "--set", "/a", "=", ""), [])
        self.assertEqual(self.offered("validate", "mine.json", "mi"), [])
        # The value of an option is no command and no position.
        self.assertEqual(self.offered("run", "--seed", "1", "--set", "/a", "=", "2", "mi"), ["mine.json"])

    def test_every_option_of_the_help_is_offered(self):
        for path, text in self.commands():
            options = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.MULTILINE))
            self.assertLessEqual({"--help"}, options)
            self.assertEqual(set(self.offered(*path, "--")), options, path)

    def test_the_scripts_are_good_shell(self):
        for shell, check in (("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])):
            script, errors = self.expect(0, "completion", shell)
            self.assertEqual(errors, "")
            self.assertTrue(script.endswith("\n"))
            if shutil.which(shell):
                done = subprocess.run([shell, *check, self.put(f"completion.{shell}", script)], cwd=self.folder,
                                      capture_output=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, b""), shell)

    @unittest.skipUnless(shutil.which("fish"), "needs fish")
    def test_fish_offers_the_same(self):
        self.put("mine.json", {})
        self.put("completion.fish", self.expect(0, "completion", "fish")[0])
        for line, words in (("val", ["validate"]), ("book ", ["show", "diff", "check"]),
                            ("run --format ", ["table", "json"]), ("run mi", ["mine.json"]),
                            ("book diff us-east-1 eu-", ["eu-west-1"]), ("run --see", ["--seed"])):
            script = f"source completion.fish; complete -C 'fleetcast {line}'"
            done = subprocess.run(["fish", "--no-config", "-c", script], cwd=self.folder, text=True,
                                  capture_output=True, check=False, env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin"})
            offered = [row.split("\t")[0] for row in done.stdout.splitlines()]
            self.assertEqual(sorted(offered), sorted(words), f"{line}: {done.stderr}")

    @unittest.skipUnless(shutil.which("zsh"), "needs zsh")
    def test_zsh_loads_a_function_for_every_command(self):
        self.put("_fleetcast", self.expect(0, "completion", "zsh")[0])
        names = ["_fleetcast" + "".join(f"_{word}" for word in path) for path, _ in self.commands()]
        load = "autoload -U compinit; compinit -u -d dump; source ./_fleetcast; whence -w $_comps[fleetcast] "
        load += " ".join(names)
        done = subprocess.run(["zsh", "-f", "-c", load], cwd=self.folder, capture_output=True, text=True, check=False)
        expected = [f"{name}: function" for name in ["_fleetcast", *names]]
        self.assertEqual(done.stdout.splitlines(), expected, done.stderr)

    def test_every_command_shows_examples_of_itself(self):
        for path, text in self.commands():
            examples = re.findall(r"^  (fleetcast .*(?:\n    .*)*)", text.partition("\nExample")[2], re.MULTILINE)
            self.assertTrue(examples, path)
            known = set(re.findall(r"--[a-z-]+", text))
            for example in examples if path else []:
                self.assertEqual(example.split()[1:1 + len(path)], list(path))
                if "Subcommands:" not in text:
                    self.assertLessEqual(set(re.findall(r" (--[a-z-]+)", example)), known, example)
            self.assertEqual([line for line in text.splitlines() if len(line) > 80], [], path)

    def test_the_manual_page_has_every_command_and_option(self):
        page, errors = self.expect(0, "man")
        self.assertEqual(errors, "")
        sections = re.findall(r'^\.SH (.+)', page, re.MULTILINE)
        self.assertEqual(sections, ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXIT STATUS", "FILES",
                                    "EXAMPLES"])
        self.assertEqual(re.findall(r"^\.B ([0-9])$", page, re.MULTILINE), ["0", "1", "2", "3"])
        for path, text in self.commands():
            if path:
                section = page.partition(f"\n.SS fleetcast {' '.join(path)}\n")[2].partition("\n.S")[0]
                for option in re.findall(r"^  (--[a-z-]+)", text, re.MULTILINE):
                    if option != "--help-all":
                        self.assertIn(option.replace("-", "\\-"), section, path)

    @unittest.skipUnless(shutil.which("groff"), "needs groff")
    def test_groff_formats_the_manual_page_without_a_warning(self):
        page, _ = self.expect(0, "man")
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8", "-rCHECKSTYLE=3"], input=page, text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))


if __name__ == "__main__":
    unittest.main()
