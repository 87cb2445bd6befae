"""Each header compiles alone. What was found good is remembered by the digest of all files it read.

A header that a source includes before anything else has been compiled alone by the build, so only others are compiled.
"""

import hashlib
import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FLAGS = ("-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Wno-pragma-once-outside-header")
SYSTEM_FOLDERS = ("/usr/include/eigen3",)


def compiler():
    return os.environ.get("CXX", "g++")


def digest_of(root, names):
    """Returns the digest of files' names and contents, None if one of them is gone."""
    digest = hashlib.sha256()
    for name in names:
        path = root / name
        if not path.is_file():
            return None
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_known_good(root, note):
    """Tells whether a note of an earlier success still describes the files it names."""
    if not note.is_file():
        return False
    digest, *names = note.read_text(encoding="utf-8").splitlines()
    return digest_of(root, names) == digest


def check_header(root, file, cache):
    """Compiles a file that includes the header alone, twice, and returns the first error as a violation, or None."""
    note = cache / (file.path.replace("/", "+") + ".good")
    if is_known_good(root, note):
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, dependencies = Path(folder) / "alone.cpp", Path(folder) / "alone.d"
        source.write_text(f'#include "{file.path}"\n#include "{file.path}"\n', encoding="utf-8")
        system = [part for name in SYSTEM_FOLDERS for part in ("-isystem", name)]
        command = [compiler(), *FLAGS, "-I", str(root), *system, "-MMD", "-MF", str(dependencies), str(source)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            found = re.search(r"^(.*?):(\d+)(?::\d+)?: (?:fatal )?error: (.*)$", result.stderr, re.MULTILINE)
            where, line, message = found.groups() if found else (file.path, "1", result.stderr.strip()[:200])
            where = os.path.relpath(where, root) if where.startswith(str(root)) else where
            own_line = int(line) if where == file.path else 1
            return file.violation(own_line, f"does not compile alone: {where}:{line}: {message}")
        read = dependencies.read_text(encoding="utf-8").replace("\\\n", " ").split(":", 1)[1].split()
    names = sorted({os.path.relpath(name, root) for name in read if name.startswith(str(root))})
    cache.mkdir(parents=True, exist_ok=True)
    note.write_text("\n".join([digest_of(root, names), *names]), encoding="utf-8")
    return None


def proven_by_build(tree):
    """Returns the names of headers that some source includes first."""
    return {file.includes[0][1] for file in tree.files if not file.is_header and file.includes}


def check_headers(tree, cache=None):
    """Every header includes what it uses: a file that includes it alone compiles."""
    cache = Path(cache or os.environ.get("FLEETCAST_HEADER_CACHE") or tempfile.mkdtemp())
    root = tree.root.resolve()
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        proven = proven_by_build(tree)
        unproven = [file for file in tree.headers if file.path not in proven]
        found = pool.map(lambda file: check_header(root, file, cache), unproven)
    return [violation for violation in found if violation]
