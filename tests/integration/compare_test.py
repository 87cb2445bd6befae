"""Comparisons of scenarios and of results, and workers, which must say the same as a run."""

import json
import struct
import unittest

from program import ProgramTest, queue


def cbor(value):
    """Encodes what requests to a worker are made of."""
    def head(kind, length):
        return bytes([kind << 5 | 26]) + struct.pack(">I", length)
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    return head(5, len(value)) + b"".join(cbor(key) + cbor(member) for key, member in value.items())


def frame(payload):
    return struct.pack("<I", len(payload)) + payload


def frames(stream):
    """Splits a worker's output into its answers."""
    answers = []
    while stream:
        (length,) = struct.unpack("<I", stream[:4])
        answers.append(stream[4 : 4 + length])
        stream = stream[4 + length :]
    return answers


class CompareTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.put("one.json", queue(name="one"))
        self.put("two.json", {"extends": "one.json", "name": "two", "backends": {"desk": {"servers": 2}}})

    def difference(self, *arguments):
        out, _ = self.expect(0, "compare", *arguments, "--format", "json")
        return json.loads(out)

    def test_results_say_the_same_as_their_scenarios(self):
        of_scenarios = self.difference("one.json", "two.json")
        self.expect(0, "run", "one.json")
        self.expect(0, "run", "two.json")
        of_results = self.difference("out/one/result.json", "out/two/result.json")
        self.assertEqual(of_results, of_scenarios)

    def test_a_second_server_is_faster(self):
        out, _ = self.expect(0, "compare", "one.json", "two.json")
        self.assertIn("faster at p99", out)

    def test_the_same_is_identical(self):
        out, _ = self.expect(0, "compare", "one.json", "one.json")
        self.assertIn("identical", out)

    def test_seed_and_replications_of_the_first_hold_for_both(self):
        self.put("other.json", {"extends": "one.json", "seed": 99, "replications": 2})
        out, _ = self.expect(0, "compare", "one.json", "other.json")
        self.assertIn("identical", out)

    def test_unlike_documents_are_refused(self):
        self.expect(0, "run", "one.json")
        _, errors = self.expect(2, "compare", "one.json", "out/one/result.json")
        self.assertIn("cannot compare a result with a scenario", errors)
        self.put("damaged.json", {"schema_version": 1, "fingerprint": "x", "cost_usd": {}})
        _, errors = self.expect(2, "compare", "damaged.json", "damaged.json")
        self.assertIn("damaged.json", errors)


class WorkerTest(ProgramTest):
    def answers(self, *requests):
        done = self.call("worker", input=b"".join(map(frame, requests)))
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return frames(done.stdout)

    def test_answers_are_the_same_each_time_and_differ_by_replication(self):
        first, second, again = self.answers(*(cbor({"document": queue(), "replication": n}) for n in (0, 1, 0)))
        self.assertEqual(first[0], 0)
        self.assertEqual(first, again)
        self.assertNotEqual(first, second)

    def test_answers_agree_with_a_run(self):
        self.put("queue.json", queue())
        self.expect(0, "run", "queue.json")
        result = json.loads((self.folder / "out/queue/result.json").read_text())
        (answer,) = self.answers(cbor({"document": queue(), "replication": 2}))
        self.assertIn(result["by_replication"]["fingerprints"][2].encode(), answer)

    def test_wrong_requests_are_answered_and_the_worker_goes_on(self):
        wrong, half, right = self.answers(b"hello", cbor({"document": {"schema_version": 1}, "replication": 0}),
                                          cbor({"document": queue(), "replication": 0}))
        self.assertEqual([wrong[0], half[0], right[0]], [1, 1, 0])
        self.assertIn(b"/name", half)


if __name__ == "__main__":
    unittest.main()
