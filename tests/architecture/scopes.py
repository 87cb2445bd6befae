"""A small reader of C++ scopes: enough to find functions, types and their members without a compiler."""

import re
from dataclasses import dataclass

CONTROL = re.compile(r"^(?:if|for|while|switch|catch|else|do|try|return|case|default)\b")
ATTRIBUTES = re.compile(r"\[\[.*?\]\]|\balignas\s*\([^)]*\)|\b(?:requires)\b[^{;]*?(?=\bstruct\b|\bclass\b)", re.DOTALL)


@dataclass
class Declaration:
    """A statement or the head of a block: its text, where it starts and ends, and what it is in."""

    head: str
    start: int  # position of its first character
    end: int  # position of the closing brace or semicolon
    kind: str  # namespace, type, enum, function, statement or block
    scopes: tuple  # kind and name of each enclosing block, outermost first: ("namespace", "fleetcast::sim")
    access: str  # public, protected or private, as at its start


def plain_head(head):
    """Returns a head without its attributes and template parameters."""
    plain = ATTRIBUTES.sub(" ", head).strip()
    return re.sub(r"^template\s*<(?:[^<>]|<(?:[^<>]|<[^<>]*>)*>)*>\s*", "", plain)


def kind_of(head, scopes):
    """Names the kind of block that a head opens."""
    plain = plain_head(head)
    if re.match(r"(?:inline\s+)?namespace\b", plain):
        return "namespace"
    if re.match(r"enum\b", plain):
        return "enum"
    if re.match(r"(?:class|struct|union)\b", plain) and not re.search(r"\)\s*(?:const|noexcept|override|\s)*$", plain):
        return "type"
    if not plain or CONTROL.match(plain) or any(kind in ("function", "block") for kind, _ in scopes):
        return "block"
    return "function" if "(" in plain and not re.search(r"=\s*$", plain) else "block"


def name_of(head, kind):
    """Returns the name that a namespace or type head declares, empty if it has none."""
    keyword = r"namespace" if kind == "namespace" else r"(?:class|struct|union)"
    found = re.search(rf"\b{keyword}\s+([\w:]+)", plain_head(head))
    return found.group(1) if found else ""


class ScopeReader:
    """Walks through code once and collects its declarations."""

    def __init__(self, code):
        self.code = code
        self.declarations = []
        self.scopes = []  # triples of kind, name and declaration
        self.access = ["public"]
        self.start = 0
        self.parentheses = 0

    def read(self):
        """Returns the declarations in the order in which they end."""
        position = 0
        while position < len(self.code):
            character = self.code[position]
            if character == "(":
                self.parentheses += 1
            elif character == ")":
                self.parentheses -= 1
            elif character == "{":
                self.open(position)
            elif character == "}":
                self.close(position)
            elif character == ";" and self.parentheses == 0:
                self.finish(position)
            elif character == ":" and self.parentheses == 0:
                self.label(position)
            position += 1
        return self.declarations

    def head(self, end):
        return self.code[self.start : end].strip()

    def declare(self, kind, position):
        raw = self.code[self.start : position]
        start = self.start + len(raw) - len(raw.lstrip())
        scopes = tuple((kind, name) for kind, name, _, _ in self.scopes)
        return Declaration(raw.strip(), start, position, kind, scopes, self.access[-1])

    def open(self, position):
        head = self.head(position)
        scopes = tuple((kind, name) for kind, name, _, _ in self.scopes)
        kind = "block" if self.parentheses else kind_of(head, scopes)
        # The braces of an initialiser, "int n{0};" or "auto x = T{1}", belong to the statement around them.
        in_statement = self.parentheses or (kind == "block" and head and not CONTROL.match(head))
        declaration = None if in_statement else self.declare(kind, position)
        self.scopes.append((kind, name_of(head, kind), declaration, (self.parentheses, self.start)))
        self.parentheses = 0
        self.access.append("private" if kind == "type" and plain_head(head).startswith("class") else "public")
        self.start = position + 1

    def close(self, position):
        if not self.scopes:
            return
        _, _, declaration, (self.parentheses, start) = self.scopes.pop()
        self.access.pop()
        if declaration is None:
            self.start = start
            return
        declaration.end = position
        self.declarations.append(declaration)
        self.start = position + 1

    def finish(self, position):
        if self.head(position):
            self.declarations.append(self.declare("statement", position))
        self.start = position + 1

    def label(self, position):
        label = self.head(position)
        if label in ("public", "protected", "private") and self.scopes and self.scopes[-1][0] == "type":
            self.access[-1] = label
            self.start = position + 1


def read_scopes(file):
    """Returns the declarations of a source file, inner ones before the block that holds them."""
    return ScopeReader(file.code).read()
