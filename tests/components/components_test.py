"""Tests that each component of the stack can change numbers, in the direction that its documentation says.

Usage: components_test.py PROGRAM COMPONENT, or components_test.py --list
"""

import sys

import data
import edge
import fleet
import network
import surroundings

COMPONENTS = {
    name.removeprefix("test_"): function
    for module in (edge, fleet, data, network, surroundings)
    for name, function in vars(module).items()
    if name.startswith("test_")
}


def main(arguments):
    """Runs the test of one component."""
    if arguments == ["--list"]:
        print("\n".join(sorted(COMPONENTS)))
        return 0
    program, component = arguments
    import stack

    COMPONENTS[component](stack.Stack(program))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
