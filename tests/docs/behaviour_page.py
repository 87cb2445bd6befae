"""Reads the rows of the page that collects how AWS behaves: table rows, list items, paragraphs and formulas."""

import re
from dataclasses import dataclass

TAG = re.compile(r"\[(doc|issue|paper|obs|data|derived|memory|assumption)\b")
RULER = re.compile(r"^\|[-| :]+\|?$")
ITEM = re.compile(r"^\s*(-|\d+\.) ")
# A heading longer than this, sources left out, says something itself.
LONGEST_TITLE = 100
MAX_KEY_WORDS = 6


@dataclass(frozen=True)
class Row:
    """One row of the page: its section, what kind of text it is, the text, and the tags of its sources."""

    section: str
    kind: str
    text: str

    @property
    def tags(self):
        return sorted(set(TAG.findall(self.text)))


def section_of(heading):
    """Returns the number of a heading, or its first word where it has none."""
    return heading.lstrip("# ").split(" ")[0].rstrip(".")


def heading_rows(heading):
    """Returns the row that a heading is, if it says more than its title."""
    title = re.sub(r"\[[^\]]*\]", "", heading.lstrip("# ")).strip()
    return [Row(section_of(heading), "heading", title)] if len(title) > LONGEST_TITLE else []


def rows_of_page(text):
    """Returns the rows of the page in order."""
    rows, section, formula = [], "", None
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""]):
        if line.startswith("```"):
            if formula is not None:
                rows.append(Row(section, "formula", " / ".join(formula)))
            formula = [] if formula is None else None
        elif formula is not None:
            formula.append(line.strip())
        elif line.startswith("#"):
            section = section_of(line)
            rows += heading_rows(line)
        elif RULER.match(line) or (line.startswith("|") and RULER.match(following)):
            continue
        elif line.strip() and line.strip() != "---":
            kind = "row" if line.startswith("|") else "item" if ITEM.match(line) else "text"
            rows.append(Row(section, kind, line.strip()))
    return rows


def words_of(text):
    """Returns the words of a text without its formatting."""
    return re.findall(r"[A-Za-z0-9<>=%./+_-]*[A-Za-z0-9][A-Za-z0-9<>=%./+_-]*", re.sub(r"[*`]", "", text))


def key_words(row):
    """Returns the few words by which a row is known: its first cell, or its beginning."""
    first = row.text
    if row.kind == "row":
        cells = [cell.strip() for cell in row.text.strip("|").split("|")]
        first = " ".join(cells[:2]) if len(cells[0]) <= 2 else cells[0]
    return " ".join(words_of(first)[:MAX_KEY_WORDS])
