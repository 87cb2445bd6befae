"""Small tables for terminals and notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

_STYLE = "text-align:left;padding:2px 12px 2px 0;vertical-align:top"


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Returns rows as aligned text below a line of headings."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in [head, *rows]]
    lines.insert(1, "  ".join("─" * width for width in widths))
    return "\n".join(lines)


def table_html(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """Returns rows as an HTML table; cells are text, not markup."""
    title = f"<caption style='text-align:left'><b>{escape(caption)}</b></caption>" if caption else ""
    heads = "".join(f"<th scope='col' style='{_STYLE}'>{escape(cell)}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f"<td style='{_STYLE}'>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
