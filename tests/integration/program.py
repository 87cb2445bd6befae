"""Runs the built program on small documents, in a folder of its own that vanishes."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

# A queue that answers within a second; tests change what they are about.
QUEUE = {
    "schema_version": 1,
    "name": "queue",
    "horizon": "10 min",
    "replications": 4,
    "traffic": {"rate": {"constant": {"rate": 50}}},
    "classes": {"customer": {"steps": [{"backend": "desk", "work": {"exponential": {"mean": 0.01}}}]}},
    "backends": {"desk": {"servers": 1}},
}


def queue(**changes):
    """Returns the queue with some of its top-level fields changed."""
    return {**QUEUE, **changes}


class ProgramTest(unittest.TestCase):
    """Gives each test a folder and a way to call the program in it."""

    program = os.path.abspath(os.environ["FLEETCAST_PROGRAM"])
    # Sanitizers make everything slower.
    patience_s = 120

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="fleetcast_integration_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def put(self, name, content):
        """Writes a document, given as an object, text or bytes, and returns its name."""
        if isinstance(content, dict):
            content = json.dumps(content)
        if isinstance(content, str):
            content = content.encode()
        (self.folder / name).write_bytes(content)
        return name

    def call(self, *arguments, **options):
        """Runs the program to its end."""
        return subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True,
                              timeout=self.patience_s, check=False, **options)

    def expect(self, code, *arguments, **options):
        """Runs the program, asserts its exit code, and returns its output and errors as text."""
        done = self.call(*arguments, **options)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode(), done.stderr.decode(errors="replace")

    def written(self):
        """Lists what there is in the folder besides documents, partial files included."""
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")
                      if path.is_file() and path.parent != self.folder or path.name.startswith("."))
