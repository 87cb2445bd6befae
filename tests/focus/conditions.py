"""The small language of conditions and requirements in the table of rules.

    ["is", column, value, ...]   one of the values; null stands for null     ["is_not", column, value]
    ["all", ...] ["any", ...]    of conditions                               ["at_least", column, number]
    ["same", a, b] ["differ", a, b]                                          ["product", a, b, result]
    ["string", column] ["number", column] ["instant", column] ["unit", column] ["key_values", column]
    ["currency", column]         formats, of values that are not null
    ["present", column] ["one_each", a, b]   of the whole file: b is the same wherever a is
"""

import json
import re
from datetime import datetime
from decimal import Decimal

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?(E-?\d+)?")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
SIZES = "b|[KMGTPE]b|B|[KMGTPE]B|[KMGTPE]ib|[KMGTPE]iB"
COUNT = r"[A-Za-z][A-Za-z0-9]*( [A-Za-z][A-Za-z0-9]*)*"
TIME = "Year|Month|Day|Hour|Minute|Second"
UNIT = re.compile(
    rf"({SIZES}|{COUNT})(-({TIME})s)?|({SIZES}|{COUNT})/(\d+ )?({TIME})s?|\d+ ({SIZES}|{COUNT})"
)
# Every price book is in this currency (ISO 4217).
CURRENCIES = ("USD",)
BLANKS = ("", "null", "NULL", "None", "N/A", "Not Applicable")
# Quantities and costs are rounded to ten decimal places: each is off by at most half of this.
LAST_PLACE = Decimal("1e-10")


def is_number(text):
    return NUMBER.fullmatch(text) is not None


def is_instant(text):
    if not INSTANT.fullmatch(text):
        return False
    try:
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


def key_values(text):
    """Returns the members of a flat JSON object, or raises ValueError; keys are unique, values no containers."""

    def members(pairs):
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a key stands twice")
        return dict(pairs)

    found = json.loads(text, object_pairs_hook=members)
    if not isinstance(found, dict) or any(isinstance(value, (dict, list)) for value in found.values()):
        raise ValueError("not a flat object")
    return found


def is_key_values(text):
    try:
        key_values(text)
    except ValueError:
        return False
    return True


FORMATS = {
    "string": lambda text: text.strip() not in BLANKS,
    "number": is_number,
    "instant": is_instant,
    "unit": lambda text: UNIT.fullmatch(text) is not None,
    "key_values": is_key_values,
    "currency": lambda text: text in CURRENCIES,
}


def is_product(row, first, second, result):
    """Tells whether a x b is the result, to what rounding may make of it.

    Quantity and cost are each off by up to half a unit of the tenth place; in a mean over runs they were rounded twice.
    """
    values = [row.get(column) for column in (first, second, result)]
    if None in values[:2]:
        return True
    if not all(value is not None and is_number(value) for value in values):
        return False
    price, quantity, cost = map(Decimal, values)
    roundings = 1 if row.get("x_Replications") in (None, "1") else 2
    return abs(price * quantity - cost) <= (abs(price) + 1) * LAST_PLACE * roundings / 2


def equal(text, value):
    """Tells whether a field holds a value; numbers are compared as numbers."""
    if isinstance(value, (int, float)) and text is not None:
        return is_number(text) and Decimal(text) == value
    return text == value


def holds(expression, row):
    """Tells whether a condition on one row holds."""
    word, *arguments = expression
    if word in ("all", "any"):
        return (all if word == "all" else any)(holds(item, row) for item in arguments)
    if word == "product":
        return is_product(row, *arguments)
    field = row.get(arguments[0])
    if word == "is":
        return any(equal(field, value) for value in arguments[1:])
    if word == "is_not":
        return not equal(field, arguments[1])
    if word == "at_least":
        return field is not None and is_number(field) and Decimal(field) >= arguments[1]
    if word in ("same", "differ"):
        return (field == row.get(arguments[1])) == (word == "same")
    return field is None or FORMATS[word](field)


def is_about_file(expression):
    return expression[0] in ("present", "one_each")


def file_problems(expression, file, rows):
    """Returns what contradicts a requirement on the whole file."""
    if expression[0] == "present":
        return [] if expression[1] in file.columns else [f"there is no column {expression[1]}"]
    values = {}
    for row in rows:
        values.setdefault(row.get(expression[1]), set()).add(row.get(expression[2]))
    return [f"'{key}' has {sorted(map(str, found))}" for key, found in values.items() if len(found) > 1]
