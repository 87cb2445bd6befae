"""Reads the C++ sources of the tree once and offers them to the checks, with comments and strings told apart."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

FOLDERS = ("sim", "pricing", "models", "scenarios", "python", "tests")
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)
      | (?P<raw>R"(?P<fence>[^()\s\\"]{0,16})\(.*?\)(?P=fence)")
      | (?P<string>"(?:\\.|[^"\\\n])*")
      | (?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Violation:
    """One broken rule and the place where it is broken."""

    path: str
    line: int
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message}"


def blank(text):
    """Returns spaces in the shape of the text, so that lines and columns of what follows stay where they are."""
    return re.sub(r"[^\n]", " ", text)


class SourceFile:
    """One C++ file: its text, and the same text without comments or without strings, line for line."""

    def __init__(self, path, text):
        self.path = path
        self.text = text

    @property
    def folder(self):
        """The folder, as it is spelled in includes: "sim/chance"."""
        return str(Path(self.path).parent)

    @property
    def is_header(self):
        return self.path.endswith(".hpp")

    @property
    def is_test(self):
        return self.path.endswith(("_test.cpp", "_for_tests.hpp")) or self.path.startswith("tests/")

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def without_comments(self):
        """The code with its strings, comments blanked."""
        return TOKEN.sub(lambda found: blank(found.group()) if found.group("comment") else found.group(), self.text)

    @cached_property
    def code(self):
        """The code alone: comments, strings (but not their quotes), characters and preprocessor lines blanked."""

        def strip(found):
            text = found.group()
            return blank(text) if found.group("comment") or found.group("char") else '"' + blank(text[1:-1]) + '"'

        code = TOKEN.sub(strip, self.text)
        return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda found: blank(found.group()), code, flags=re.MULTILINE)

    @cached_property
    def includes(self):
        """Pairs of line number and included name, without its quotes or angle brackets."""
        pattern = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', re.MULTILINE)
        return [(self.line_of(found.start(1)), found.group(1)) for found in pattern.finditer(self.without_comments)]

    def line_of(self, position):
        """Returns the number, from 1, of the line that holds a position of the text."""
        return self.text.count("\n", 0, position) + 1

    def violation(self, line, message):
        return Violation(self.path, line, message)


class SourceTree:
    """The C++ files below the folders of the project, in the order of their paths."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = []
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*.[ch]pp")):
                name = path.relative_to(self.root).as_posix()
                self.files.append(SourceFile(name, path.read_text(encoding="utf-8")))

    @property
    def headers(self):
        return [file for file in self.files if file.is_header]
