"""Checks the tree against one rule of the architecture and prints what breaks it as path:line: message.

Usage: check_architecture.py ROOT RULE, where RULE is one of those listed by `check_architecture.py --list`.
"""

import sys

import headers
import include_table
import layout
import shape
import words
from source_tree import SourceTree

RULES = {
    "includes": include_table.check_includes,
    "aws_words": words.check_aws_words,
    "pricing_words": words.check_pricing_words,
    "model_words": words.check_model_words,
    "determinism": words.check_determinism,
    "finished": words.check_finished,
    "sizes": shape.check_sizes,
    "names": shape.check_names,
    "pragma_once": shape.check_pragma_once,
    "namespaces": shape.check_namespaces,
    "documentation": shape.check_documentation,
    "member_documentation": shape.check_member_documentation,
    "headers": headers.check_headers,
    "top_level": layout.check_top_level,
    "readmes": layout.check_readmes,
}


def main(arguments):
    """Runs one rule and returns the exit code: 0 when it holds, 1 when it is broken, 2 when there is no such rule."""
    if arguments == ["--list"]:
        print("\n".join(RULES))
        return 0
    if len(arguments) != 2 or arguments[1] not in RULES:
        print(__doc__, "Rules:", ", ".join(RULES), file=sys.stderr)
        return 2
    tree = SourceTree(arguments[0])
    if not tree.files:
        print(f"{arguments[0]}: there are no C++ sources here", file=sys.stderr)
        return 2
    violations = RULES[arguments[1]](tree)
    for violation in violations:
        print(violation)
    print(f"{arguments[1]}: {len(violations)} violations in {len(tree.files)} files")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
