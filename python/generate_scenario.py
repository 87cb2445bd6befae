"""Writes scenario.py: a class for each kind of object in a scenario document, from the program's own descriptions.

Usage: generate_scenario.py PROGRAM OUTPUT
"""

import json
import keyword
import subprocess
import sys
import textwrap
from pathlib import Path

HEAD = '''"""Scenario documents as typed objects: generated from the descriptions by which the simulator reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, Unpack

from fleetcast.spec import Field, Number, Spec
'''
# Members of the file, not of the scenario.
FRAME = {
    "schema_version": {"type": "integer", "description": "Version of the format of scenario documents."},
    "extends": {"type": "string", "description": "Path of a scenario that this one changes (JSON merge patch)."},
}
PLURALS = (("classes", "class"), ("addresses", "address"), ("ies", "y"), ("ches", "ch"))
# Names that end in an s which is no plural.
SINGULARS = ("alb", "aws", "sns", "ecs", "ss", "us")


def singular(name):
    """Names one entry of a list or map."""
    for ending, single in PLURALS:
        if name.endswith(ending):
            return name[: -len(ending)] + single
    return name if name.endswith(SINGULARS) or not name.endswith("s") else name[:-1]


def pascal(name):
    """Turns capacity_providers/auto-scaling into a class name."""
    return "".join(part.capitalize() for part in name.replace("-", "_").replace("$", "").split("_"))


def unwrapped(schema):
    """Returns what stands in an optional field; None is allowed for it as well."""
    options = schema.get("anyOf", [])
    if len(options) == 2 and options[1] == {"type": "null"}:
        return {**options[0], **{key: value for key, value in schema.items() if key != "anyOf"}}, True
    return schema, False


def bounds_in_words(schema):
    """Returns the range of a number: "0.25 to 192"."""
    number = schema.get("anyOf", [schema])[0]
    low, high = number.get("minimum"), number.get("maximum")
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"at least {low:g}" if low is not None else f"at most {high:g}" if high is not None else ""


def documentation(schema):
    """Returns what describe says about a field, in one or two sentences."""
    details = [
        f"unit {schema['x-unit']}" if schema.get("x-unit") else "",
        bounds_in_words(schema),
        f"default {json.dumps(schema['default'])}" if "default" in schema else "",
        f"{schema['x-mark']}: {schema['x-source']}" if schema.get("x-source") else "",
    ]
    text = schema.get("description", "")
    said = "; ".join(detail for detail in details if detail)
    return f"{text} ({said})".strip() if said else text


class Writer:
    """Collects classes; objects that look the same share one."""

    def __init__(self):
        self.by_form = {}
        self.used = set()
        self.classes = []

    def types_of(self, name, schema, parent):
        """Returns three types of a field: as read, as set, and the class that converts entries."""
        schema, is_optional = unwrapped(schema)
        none = " | None" if is_optional else ""
        read, given, made = self.plain_types_of(name, schema, parent)
        return read + none, given + none, made

    def plain_types_of(self, name, schema, parent):
        kind = schema.get("type")
        if "enum" in schema:
            names = f"Literal[{', '.join(json.dumps(one) for one in schema['enum'])}]"
            return names, names, "None"
        if kind == "object" and "properties" in schema:
            made = self.class_of(name, schema, parent)
            return made, f"{made} | {made}Fields", made
        if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
            read, given, made = self.types_of(singular(name), schema["additionalProperties"], parent)
            return f"dict[str, {read}]", f"Mapping[str, {given}]", made
        if kind == "array" and "items" in schema:
            read, given, made = self.types_of(singular(name), schema["items"], parent)
            return f"list[{read}]", f"Sequence[{given}]", made
        plain = {"boolean": "bool", "string": "str", "integer": "int"}.get(kind)
        if plain is None:
            plain = "Number" if "anyOf" in schema or kind == "number" else "Any"
        return plain, plain, "None"

    def class_of(self, name, schema, parent):
        """Writes the class of an object, those within it first, and returns its name."""
        form = json.dumps(schema["properties"], sort_keys=True)
        if form in self.by_form:
            return self.by_form[form]
        own = pascal(name)
        if own in self.used:
            own = parent + own
        number = 2
        while own in self.used:
            own, number = f"{parent}{pascal(name)}{number}", number + 1
        self.used.add(own)
        self.by_form[form] = own
        self.write_class(own, schema)
        return own

    def write_class(self, own, schema):
        fields = {key: self.types_of(key, one, own) for key, one in schema["properties"].items()}
        lines = [f'{own}Fields = TypedDict("{own}Fields", {{']
        lines += [f'    "{key}": {given!r},' for key, (_, given, _) in fields.items()]
        lines += ["}, total=False)", "", "", f"class {own}(Spec):"]
        lines += [f"    {self.docstring(schema.get('description') or own, schema['properties'])}", ""]
        for key, (read, given, made) in fields.items():
            one = schema["properties"][key]
            name = key + "_" if keyword.iskeyword(key) else key
            default = f", default={one['default']!r}" if "default" in one else ""
            maker = f", made=lambda: {made}" if made != "None" else ""
            maker += ", many=True" if maker and read.startswith("dict[") else ""
            lines.append(f"    {name}: Field[{read}, {given}] = Field(")
            lines.append(f"        {key!r}, {documentation(one)!r}{default}{maker}")
            lines.append("    )")
        lines += ["", f"    def __init__(self, **fields: Unpack[{own}Fields]) -> None:"]
        lines += ["        self._take(fields)", ""]
        self.classes.append("\n".join(lines))

    @staticmethod
    def docstring(head, properties):
        lines = [head, "", "Attributes:"]
        for key, one in properties.items():
            lines += textwrap.wrap(f"{key}: {documentation(one)}", 100, initial_indent="    ",
                                   subsequent_indent="        ", break_long_words=False)
        text = "\n".join("    " + line if line else "" for line in lines).strip() + "\n    "
        return json.dumps(text).replace("\\n", "\n").join(['""', '""'])


def main(program, output):
    """Writes the module of all classes to a file."""
    text = subprocess.run([program, "schema"], check=True, capture_output=True, text=True).stdout
    schema = json.loads(text)
    properties = {key: value for key, value in schema["properties"].items() if key not in ("$schema", *FRAME)}
    writer = Writer()
    writer.class_of("scenario", {"description": "A whole scenario: stack, traffic, events, objectives, prices.",
                                 "properties": {**FRAME, **properties}}, "")
    names = sorted(writer.used)
    listed = "__all__ = [\n" + "".join(f'    "{name}",\n' for name in names) + "]\n"
    Path(output).write_text("\n\n".join([HEAD, listed, *writer.classes]), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
