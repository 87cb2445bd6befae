"""The command line: `fleetcast ...` starts the program that the package carries."""

import os
import sys


def main() -> None:
    """Becomes the program, with the price books of the package."""
    from fleetcast.workers import _environment, program

    path = program()
    os.execve(path, [path, *sys.argv[1:]], _environment())
