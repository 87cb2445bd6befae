"""Reads FOCUS files and the table of rules."""

import json
from dataclasses import dataclass, field
from pathlib import Path

RULES = Path(__file__).with_name("rules_1_2.tsv")


@dataclass
class Rule:
    """One rule of FOCUS 1.2; the lists are explained in conditions.py."""

    id: str
    column: str
    kind: str
    keyword: str
    text: str
    condition: list | None
    requirement: list | None
    mended: str


def read_rules():
    rules = []
    for line in RULES.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "id\t")):
            continue
        fields = line.split("\t")
        expressions = [json.loads(text) if text else None for text in fields[5:7]]
        rules.append(Rule(*fields[:5], *expressions, fields[7]))
    return rules


@dataclass
class FocusFile:
    """The columns of a file in their order, and its rows; None is null."""

    columns: list
    rows: list = field(default_factory=list)

    def copy(self):
        return FocusFile(list(self.columns), [dict(row) for row in self.rows])


def split_records(text):
    """Splits comma-separated values (RFC 4180); unlike Python's csv module it tells null from an empty text."""
    records, record, position = [], [], 0
    while position < len(text):
        if text[position] == '"':
            end, parts = position, []
            while True:
                quote = text.index('"', end + 1)
                parts.append(text[end + 1 : quote])
                if text[quote + 1 : quote + 2] != '"':
                    break
                end = quote + 1
            value, position = '"'.join(parts), quote + 1
        else:
            end = min(each for each in (text.find(stop, position) for stop in (",", "\r\n")) if each >= 0)
            value, position = text[position:end] or None, end
        record.append(value)
        if text.startswith(",", position):
            position += 1
        elif text.startswith("\r\n", position):
            records.append(record)
            record, position = [], position + 2
        else:
            raise ValueError(f"character {position}: neither a comma nor CR LF after a field")
    return records


def read_focus_file(path):
    """Reads a file; raises ValueError where it is not UTF-8 or its rows do not fit its header."""
    header, *records = split_records(Path(path).read_bytes().decode("utf-8"))
    for number, record in enumerate(records, 2):
        if len(record) != len(header):
            raise ValueError(f"line {number}: {len(record)} fields under {len(header)} columns")
    return FocusFile(header, [dict(zip(header, record)) for record in records])
