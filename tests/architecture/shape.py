"""The shape of files: sizes, names, documentation, namespaces."""

import re
from statistics import median

from scopes import plain_head, read_scopes

MAX_FILE_LINES = 400
MAX_MEDIAN_FILE_LINES = 150
MAX_FUNCTION_LINES = 60
MAX_COLUMNS = 120
VAGUE_NAMES = ("Manager", "Helper", "Util", "Utils", "Info")
# Folders whose files share the namespace of the folder above, because all islands speak their words.
SHARED_NAMESPACE = {"models/metering": "fleetcast::models"}
PASCAL_CASE = re.compile(r"[A-Z][A-Za-z0-9]*$")
SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*$")


def check_sizes(tree):
    """Files stay at 400 lines, functions at 60, lines at 120 columns, and the median file near 120 lines."""
    violations = []
    for file in tree.files:
        if len(file.lines) > MAX_FILE_LINES:
            message = f"{len(file.lines)} lines, more than {MAX_FILE_LINES}: one concept a file"
            violations.append(file.violation(MAX_FILE_LINES + 1, message))
        for number, line in enumerate(file.lines, 1):
            if len(line) > MAX_COLUMNS:
                violations.append(file.violation(number, f"{len(line)} columns, more than {MAX_COLUMNS}"))
        for declaration in read_scopes(file):
            first, last = file.line_of(declaration.start), file.line_of(declaration.end)
            if declaration.kind == "function" and last - first + 1 > MAX_FUNCTION_LINES:
                message = f"this function has {last - first + 1} lines, more than {MAX_FUNCTION_LINES}"
                violations.append(file.violation(first, message))
    lengths = [len(file.lines) for file in tree.files]
    if lengths and median(lengths) > MAX_MEDIAN_FILE_LINES:
        longest = max(tree.files, key=lambda file: len(file.lines))
        message = f"the median file has {median(lengths):.0f} lines, more than {MAX_MEDIAN_FILE_LINES}; this one most"
        violations.append(longest.violation(1, message))
    return violations


def check_names(tree):
    """Types are PascalCase and say what they are; functions, files and folders are snake_case; members end in _."""
    violations = []
    for file in tree.files:
        for part in re.sub(r"\.[ch]pp$", "", file.path).split("/"):
            if not SNAKE_CASE.match(part):
                violations.append(file.violation(1, f"'{part}' is not snake_case"))
        violations += check_type_names(file) + check_camel_case(file) + check_private_members(file)
    return violations


def check_type_names(file):
    """Types declared in a file are PascalCase and have no vague name."""
    violations = []
    pattern = re.compile(r"\b(?:enum\s+(?:class\s+|struct\s+)?|class\s+|struct\s+|union\s+)(\w+)\s*(?=[:{;]|final\b)")
    for found in pattern.finditer(file.code):
        name, line = found.group(1), file.line_of(found.start(1))
        if not PASCAL_CASE.match(name):
            violations.append(file.violation(line, f"the type '{name}' is not PascalCase"))
        # A name of several words may not end in a vague one (SpotHelper); MissingData is AWS's own word.
        if name == "Data" or re.sub(r".*(?=[A-Z])", "", name) in VAGUE_NAMES:
            vague = ", ".join(VAGUE_NAMES)
            violations.append(file.violation(line, f"'{name}' does not say what it is: no {vague}, Data"))
    return violations


def check_camel_case(file):
    """No identifier of ours is camelCase; members of other libraries' objects may be."""
    pattern = re.compile(r"(?<![\w.>:])([a-z][a-z0-9]*[A-Z][A-Za-z0-9]*)\b")
    return [
        file.violation(file.line_of(found.start()), f"'{found.group(1)}' is camelCase: write snake_case")
        for found in pattern.finditer(file.code)
    ]


def check_private_members(file):
    """Private members of classes end in an underscore."""
    violations = []
    for declaration in read_scopes(file):
        in_class = declaration.scopes and declaration.scopes[-1][0] == "type" and declaration.access == "private"
        if not in_class or declaration.kind != "statement":
            continue
        head = plain_head(declaration.head).removeprefix("__extension__").strip()
        if re.match(r"(?:static|using|friend|typedef|template|enum|class|struct)\b", head):
            continue
        declared = re.sub(r"\{.*|=.*|\[[^\]]*\]\s*$|:\s*\d+\s*$", "", head, flags=re.DOTALL).strip()
        if "(" in re.sub(r"<.*>", "", declared, flags=re.DOTALL):
            continue  # a function
        found = re.search(r"(\w+)$", declared)
        if found and " " in declared and not found.group(1).endswith("_"):
            line = file.line_of(declaration.end)
            violations.append(file.violation(line, f"the private member '{found.group(1)}' does not end in '_'"))
    return violations


def check_pragma_once(tree):
    """Every header starts with #pragma once."""
    return [
        file.violation(1, "a header needs #pragma once")
        for file in tree.headers
        if not re.search(r"^#pragma once$", file.text, re.MULTILINE)
    ]


def check_namespaces(tree):
    """The namespace of a file mirrors its folder."""
    violations = []
    for file in tree.files:
        if file.path.split("/")[0] in ("python", "tests"):
            continue
        expected = SHARED_NAMESPACE.get(file.folder, "::".join(["fleetcast", *file.folder.split("/")]))
        opened = re.findall(r"\bnamespace\s+(fleetcast[\w:]*)\s*\{", file.code)
        if opened and not any(name == expected or name.startswith(expected + "::") for name in opened):
            position = re.search(r"\bnamespace\s+fleetcast", file.code).start()
            violations.append(file.violation(file.line_of(position), f"{file.folder}/ is namespace {expected}"))
    return violations


def is_documented(file, declaration, documented_lines):
    """Tells whether a /// line stands above a declaration, behind it, or above its unbroken group."""
    first, last = file.line_of(declaration.start), file.line_of(declaration.end)
    above = file.lines[first - 2].strip() if first >= 2 else ""
    return above.startswith("///") or "///<" in file.lines[last - 1] or (first - 1) in documented_lines


def is_public_name(declaration):
    """Tells whether a declaration has a name that others use: a type, a free function, or a public member function."""
    if any(kind not in ("namespace", "type") for kind, _ in declaration.scopes):
        return False
    names = [name for kind, name in declaration.scopes if kind == "namespace"]
    if "" in names or any(name.split("::")[-1] == "detail" for name in names) or declaration.access != "public":
        return False
    in_type = any(kind == "type" for kind, _ in declaration.scopes)
    if declaration.kind in ("type", "enum"):
        return not in_type
    if "(" not in declaration.head or declaration.kind not in ("function", "statement"):
        return False
    if re.match(r"(?:friend|using|static_assert|extern template|namespace|return)\b", declaration.head):
        return False
    # The name of an accessor says all there is to say: double low() const. So does that of a function's member.
    has_parameters = not re.search(r"\(\s*\)", declaration.head)
    is_accessor = not has_parameters and not re.search(r"\bvoid\b", declaration.head)
    if in_type and (is_accessor or re.search(r"\(\s*\*\s*\w+\s*\)\s*\(", declaration.head)):
        return False
    if re.search(r"\boperator\b|=\s*(?:default|delete)$|~\w+\s*\(|\boverride\b|\bvoid describe\(", declaration.head):
        return False
    before = re.sub(r"^(?:explicit|constexpr|inline|\s)+", "", declaration.head.split("(")[0])
    is_constructor = in_type and before.strip() == declaration.scopes[-1][1]
    is_definition_of_member = re.search(r"\w::\w+\s*$", before)
    return not is_constructor and not is_definition_of_member and "=" not in before


def check_documentation(tree):
    """Every type and free function of a header has a /// sentence, alone or as part of an unbroken group."""
    return find_undocumented(tree, members=False)


def check_member_documentation(tree):
    """Every public member function of a header has one as well, except accessors."""
    return find_undocumented(tree, members=True)


def find_undocumented(tree, members):
    """Returns the public names without a /// sentence: either members or what stands in namespaces."""
    violations = []
    for file in tree.headers:
        if file.is_test:
            continue
        documented_lines = set()
        for declaration in sorted(read_scopes(file), key=lambda declaration: declaration.start):
            documented = is_documented(file, declaration, documented_lines)
            if documented and declaration.kind in ("function", "statement", "type", "enum"):
                documented_lines.add(file.line_of(declaration.end))
            is_member = any(kind == "type" for kind, _ in declaration.scopes)
            if is_member == members and is_public_name(declaration) and not documented:
                head = " ".join(declaration.head.split())
                message = f"a public name needs a /// sentence above it: {head[:60]}"
                violations.append(file.violation(file.line_of(declaration.start), message))
    return violations
