#!/usr/bin/env python3
"""Sampled fidelity in small: hours of the reference stack in both fidelities, and a scenario that is refused."""
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import agreement  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
PROGRAM = pathlib.Path(sys.argv.pop(1) if len(sys.argv) > 1 else ROOT / "build" / "release" / "fleetcast").resolve()
# Two-sided 99.9 % point of Student's t for four pairs.
STUDENT_999 = 12.92


def run(scenario, fidelity, *settings, replications=1):
    with tempfile.TemporaryDirectory() as folder:
        command = [str(PROGRAM), "run", str(scenario), "--fidelity", fidelity, "--replications", str(replications),
                   "--quiet", "--out", folder + "/out"]
        for setting in settings:
            command += ["--set", setting]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        file = pathlib.Path(folder, "out", "result.json")
        return done, json.loads(file.read_text()) if file.exists() else None


class Sampled(unittest.TestCase):
    def test_reference_stack_agrees_with_full(self):
        settings = ["/traffic/rate/diurnal/mean=100/s", "/horizon=3 h", "/pre_roll=10 min"]
        results = {}
        for fidelity in ("full", "sampled"):
            done, results[fidelity] = run(SCENARIOS / "reference" / "reference.json", fidelity, *settings,
                                          replications=4)
            self.assertEqual(done.returncode, 0, done.stderr)
        sampled = results["sampled"]
        self.assertEqual(sampled["fidelity"], "sampled")
        self.assertEqual(results["full"]["self_audit"]["sampling_error"], 0)
        self.assertGreater(sampled["self_audit"]["sampling_error"], 0.0005)
        self.assertLess(sampled["self_audit"]["sampling_error"], 0.2)
        self.assertGreater(sampled["sampling"]["skipped_s"]["mean"], 0.8 * 3 * 3600)
        self.assertLess(sampled["requests"]["counts"]["events"]["mean"],
                        0.2 * results["full"]["requests"]["counts"]["events"]["mean"])
        # Limits beyond chance as for `tests/sampling/agreement.py`.
        for name, limit in (("requests.offered", 0.01), ("cost_usd.total_horizon", 0.0025), ("latency_s.p50", 0.02),
                            ("latency_s.p95", 0.03), ("latency_s.p99", 0.05)):
            full, other = (results[fidelity]["by_replication"][name] for fidelity in ("full", "sampled"))
            ratios = [b / a - 1 for a, b in zip(full, other)]
            mean = sum(ratios) / len(ratios)
            error = math.sqrt(sum((one - mean) ** 2 for one in ratios) / (len(ratios) - 1) / len(ratios))
            with self.subTest(name):
                self.assertLess(abs(mean), limit + STUDENT_999 * error)
                self.assertLess(error, 0.02, "too little is known for a test")

    def test_agreement_is_an_interval_within_a_limit(self):
        self.assertEqual(agreement.verdict(-0.001, 0.002, 0.0025), "agrees")
        self.assertEqual(agreement.verdict(0.003, 0.004, 0.0025), "differs")
        self.assertEqual(agreement.verdict(-0.001, 0.003, 0.0025), "inconclusive")
        self.assertAlmostEqual(agreement.difference(200, 201, False), 0.005)
        self.assertAlmostEqual(agreement.difference(0.99, 0.9, True), 1)
        self.assertIsNone(agreement.difference(1, 0.9, True))

    def test_rows_of_other_scenarios_stay_on_the_page(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder, "page.md")
            table = "| h |\n|---|\n| a | old |\n| b | kept |"
            page.write_text(f"Before\n{agreement.BEGIN}\n{table}\n{agreement.END}\nAfter\n")
            agreement.write_page(page, [["a", "new"]])
            self.assertIn("| a | new |\n| b | kept |\n", page.read_text())
            self.assertNotIn("old", page.read_text())
            self.assertTrue(page.read_text().endswith(f"{agreement.END}\nAfter\n"))

    def test_what_cannot_be_sampled_is_refused_with_the_reason(self):
        done, result = run(SCENARIOS / "whatif" / "trace_cache.json", "sampled")
        self.assertEqual(done.returncode, 2)
        self.assertIsNone(result)
        self.assertIn("/fidelity: sampled is not possible: objects are asked for in the order of a list", done.stderr)
        self.assertIn("; use full", done.stderr)


if __name__ == "__main__":
    unittest.main()
