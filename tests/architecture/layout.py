"""The top level of the tree and its folders' pages."""

import shutil
import subprocess

from source_tree import Violation

CODE_FOLDERS = ("sim", "models", "scenarios", "pricing", "python", "tests", "notebooks")
TOP_LEVEL = frozenset(CODE_FOLDERS) | frozenset(
    "CMakeLists.txt CMakePresets.json README.md LICENSE CHANGELOG.md pyproject.toml fleetcast test cmake docs .ci .github "
    ".clang-format .clang-tidy .gitignore .gitattributes".split()
)
NEVER_COMMITTED = frozenset([".git", "build", ".venv", "out"])
MAX_README_LINES = 120


def committed_paths(root):
    """Returns the paths that git tracks, or those on disk where there is no repository."""
    if (root / ".git").exists() and shutil.which("git"):
        command = ["git", "-c", f"safe.directory={root.resolve()}", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
        return [path for path in listed.split("\0") if path and (root / path).exists()]
    paths = [path.relative_to(root) for path in root.rglob("*") if path.is_file()]
    return [path.as_posix() for path in paths if path.parts[0] not in NEVER_COMMITTED]


def check_top_level(tree):
    """Nothing stands at the top level but what belongs there."""
    first_parts = sorted({path.split("/")[0] for path in committed_paths(tree.root)})
    return [
        Violation(part, 1, "does not belong to the top level (tests/architecture/layout.py)")
        for part in first_parts
        if part not in TOP_LEVEL
    ]


def check_readmes(tree):
    """Each folder of the top level has a README.md of about one page."""
    violations = []
    paths = committed_paths(tree.root)
    for folder in CODE_FOLDERS:
        if not any(path.startswith(folder + "/") for path in paths):
            continue
        name = f"{folder}/README.md"
        if not (tree.root / name).is_file():
            violations.append(Violation(name, 1, "is missing: every folder of the top level has one page about it"))
            continue
        length = len((tree.root / name).read_text(encoding="utf-8").splitlines())
        if length > MAX_README_LINES:
            violations.append(Violation(name, MAX_README_LINES + 1, f"{length} lines are more than one page"))
    return violations
