"""Runs what a page shows, as it stands there and in its order: python/tests/snippets.py PAGE.

Only fenced blocks below the mark are run, Python in one namespace and shell with the programs of this environment.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SNIPPET = re.compile(r"<!-- executed by python/tests/test_snippets\.py -->\n```(python|bash)\n(.*?)```", re.DOTALL)


def snippets_of(text):
    """Returns (language, source) of every marked block."""
    return SNIPPET.findall(text)


def run_snippets(page, text):
    """Runs them in the working directory; the first that fails raises."""
    paths = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    names: dict = {}
    for language, source in snippets_of(text):
        if language == "python":
            exec(compile(source, page, "exec"), names)
        else:
            subprocess.run(["bash", "-euo", "pipefail", "-c", source], check=True, env={**os.environ, "PATH": paths})


if __name__ == "__main__":
    run_snippets(sys.argv[1], Path(sys.argv[1]).read_text(encoding="utf-8"))
