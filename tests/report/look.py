#!/usr/bin/env python3
"""Makes screenshots of a report for a person to look at: look.py PAGE FOLDER

Writes desktop-1.png, desktop-2.png, ..., and likewise phone, dark and print, into the folder.
"""

import argparse
from pathlib import Path

from browser import Browser

VIEWS = {"desktop": (1280, "", "light"), "phone": (390, "", "light"), "dark": (1280, "", "dark"),
         "print": (800, "print", "light")}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--views", nargs="*", default=list(VIEWS), choices=list(VIEWS))
    parser.add_argument("--height", type=int, default=1600, help="CSS pixels of a piece")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with Browser() as browser:
        for view in arguments.views:
            width, media, scheme = VIEWS[view]
            browser.emulate(media, scheme)
            seconds = browser.open(arguments.page, width)
            browser.screenshots(arguments.folder / view, arguments.height)
            print(f"{view}: {seconds:.2f} s", *browser.complaints, sep="\n  ")


if __name__ == "__main__":
    main()
