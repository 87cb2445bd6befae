"""Checks the Markdown documents: links lead somewhere, and commands of the project that they show exist.

Usage: check_docs.py links ROOT | check_docs.py commands ROOT PROGRAM. Messages read path:line: message.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

SKIPPED_FOLDERS = {"build", ".venv", ".git", "out", "node_modules"}
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
ROOT_SCRIPTS = ("./fleetcast", "./test")


def documents(root):
    """Returns the Markdown files of the tree in the order of their paths."""
    paths = sorted(Path(root).rglob("*.md"))
    return [path for path in paths if not SKIPPED_FOLDERS & set(path.relative_to(root).parts)]


def lines_of(path):
    """Yields number, text, and whether the line is inside a fenced block."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
            continue
        yield number, line, fenced


def anchor_of(heading):
    """Returns the anchor that renderers give to a heading."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).strip().lower())
    return kept.replace(" ", "-")


def anchors_of(path):
    return {anchor_of(line.lstrip("#")) for _, line, fenced in lines_of(path) if line.startswith("#") and not fenced}


def check_links(root):
    """Returns a message for every relative link whose file or heading is not there."""
    messages = []
    for document in documents(root):
        for number, line, fenced in lines_of(document):
            for target in [] if fenced else LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                name, _, anchor = target.partition("#")
                path = document.parent / name if name else document
                where = f"{document.relative_to(root)}:{number}"
                if not path.exists():
                    messages.append(f"{where}: the link leads nowhere: {target}")
                elif anchor and path.suffix == ".md" and anchor not in anchors_of(path):
                    messages.append(f"{where}: {path.name} has no heading for #{anchor}")
    return messages


def shown_commands(root):
    """Yields place and words of each command of the project in fenced or indented blocks of the documents."""
    for document in documents(root):
        for number, line, fenced in lines_of(document):
            command = line.strip().removeprefix("$ ")
            if (fenced or line.startswith("    ")) and command.startswith(ROOT_SCRIPTS):
                try:
                    words = shlex.split(command, comments=True)
                except ValueError:
                    continue  # a sentence with an apostrophe, not a command
                yield f"{document.relative_to(root)}:{number}", words


def command_problem(root, program, words):
    """Returns what is wrong with a command of ours, or None: its subcommand, its options, the files it names."""
    script, *arguments = words
    if not (root / script).is_file():
        return f"there is no {script}"
    subcommand = arguments[0] if arguments else None
    if script != "./fleetcast" or subcommand is None or subcommand.startswith("-"):
        return None
    answer = subprocess.run([program, subcommand, "--help"], capture_output=True, text=True, check=False)
    # Help is given whatever else was said, so that it must be the help of this very command.
    if answer.returncode != 0 or f"Usage: fleetcast {subcommand}" not in answer.stdout:
        return f"fleetcast has no command '{subcommand}'"
    for word in arguments[1:]:
        option = re.match(r"--[a-z][a-z-]*", word)
        if option and not re.search(re.escape(option.group()) + r"\b", answer.stdout):
            return f"'fleetcast {subcommand}' has no option {option.group()}"
        if re.match(r"[\w./-]+/[\w.-]+\.(json|csv)$", word) and not word.startswith("out/"):
            if not (root / word).is_file():
                return f"there is no file {word}"
    return None


def check_commands(root, program):
    """Returns a message for every shown command of the project that the program does not know."""
    problems = [(where, command_problem(root, program, words)) for where, words in shown_commands(root)]
    return [f"{where}: {problem}" for where, problem in problems if problem]


def main(arguments):
    """Runs one check and returns the exit code: 0 when all is well, 1 when not, 2 for a wrong call."""
    if len(arguments) == 2 and arguments[0] == "links":
        messages = check_links(Path(arguments[1]))
    elif len(arguments) == 3 and arguments[0] == "commands":
        messages = check_commands(Path(arguments[1]), arguments[2])
    else:
        print(__doc__, file=sys.stderr)
        return 2
    print("\n".join([*messages, f"{arguments[0]}: {len(messages)} problems"]))
    return 1 if messages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
