"""Runs the commands of a how-to guide in a folder of its own, after the tutorial's scenario was put there.

Usage: guides_test.py PROGRAM GUIDE. Blocks fenced as bash are run in their order, with `fleetcast` on the path.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```bash\n(.*?)^```", re.DOTALL | re.MULTILINE)
SCENARIO = re.compile(r"^cat > shop\.json <<'END'\n.*?^END\n", re.DOTALL | re.MULTILINE)
# "run" is no failure where an objective is missed, and no guide asks for --check.
SHELL = ["bash", "-euo", "pipefail", "-c"]


def main(program, guide):
    """Returns 0 if every block ends with 0, else 1; complains of a guide without blocks."""
    tutorial = (Path(guide).parents[1] / "tutorial.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(Path(guide).read_text(encoding="utf-8"))
    if not blocks:
        print(f"{guide}: has no block to run")
        return 1
    with tempfile.TemporaryDirectory(prefix="fleetcast_guide_") as folder:
        (Path(folder) / "bin").mkdir()
        (Path(folder) / "bin/fleetcast").symlink_to(Path(program).resolve())
        environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
        for block in [SCENARIO.search(tutorial).group(), *blocks]:
            done = subprocess.run([*SHELL, block], cwd=folder, env=environment, check=False)
            if done.returncode != 0:
                print(f"{guide}: exit code {done.returncode} of\n{block}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
