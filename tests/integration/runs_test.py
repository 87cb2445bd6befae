"""Runs: what they write, that they repeat, and what becomes of them when they are lost or interrupted."""

import json
import os
import signal
import subprocess
import time
import unittest

from program import ProgramTest, queue

FILES = ["bill.csv", "bill_month.csv", "report.html", "result.json", "timeline.csv"]


class RunTest(ProgramTest):
    def test_writes_its_report_under_its_name(self):
        self.put("queue.json", queue())
        out, _ = self.expect(0, "run", "queue.json")
        self.assertIn("Written to out/queue: bill.csv bill_month.csv report.html result.json timeline.csv",
                      " ".join(out.split()))
        self.assertEqual(self.written(), [f"out/queue/{name}" for name in FILES])
        result = json.loads((self.folder / "out/queue/result.json").read_text())
        self.assertEqual(result["replications"], 4)
        self.assertEqual(result["scenario"]["name"], "queue")
        self.assertRegex(result["scenario"]["digest"], "^[0-9a-f]{16}$")

    def test_json_on_standard_output_is_the_file(self):
        self.put("queue.json", queue())
        out, errors = self.expect(0, "run", "queue.json", "--format", "json", "--out", "here")
        self.assertEqual(out, (self.folder / "here/result.json").read_text())
        self.assertIn("Written to here", errors)

    def result_bytes(self, *arguments):
        self.expect(0, "run", "queue.json", "--out", "result", *arguments)
        return {name: (self.folder / "result" / name).read_bytes() for name in FILES}

    def test_the_same_run_gives_the_same_bytes_with_any_number_of_jobs(self):
        self.put("queue.json", queue())
        first = self.result_bytes("--jobs", "1")
        self.assertEqual(self.result_bytes("--jobs", "1"), first)
        self.assertEqual(self.result_bytes("--jobs", "2"), first)
        self.assertEqual(self.result_bytes("--jobs", "7"), first)
        self.assertNotEqual(self.result_bytes("--seed", "2")["result.json"], first["result.json"])

    def digest(self, *arguments):
        self.result_bytes("--replications", "1", *arguments)
        return json.loads((self.folder / "result/result.json").read_text())["scenario"]["digest"]

    def test_the_digest_tells_settings_but_not_spelling(self):
        self.put("queue.json", queue())
        as_written = self.digest()
        self.assertEqual(self.digest("--set", "/horizon=600 s"), as_written)
        self.assertNotEqual(self.digest("--set", "/horizon=11 min"), as_written)
        self.assertNotEqual(self.digest("--set", "/backends/desk/servers=2"), as_written)

    def test_replications_differ(self):
        self.put("queue.json", queue())
        self.expect(0, "run", "queue.json")
        result = json.loads((self.folder / "out/queue/result.json").read_text())
        self.assertEqual(len(set(result["by_replication"]["fingerprints"])), 4)

    def test_check_tells_missed_objectives(self):
        self.put("queue.json", queue(objectives={"latency_p50": "1 ms"}))
        self.expect(0, "run", "queue.json")
        self.expect(1, "run", "queue.json", "--check")
        self.expect(0, "run", "queue.json", "--check", "--set", "/objectives/latency_p50=1 s")
        # The report of a run that misses its objectives is what one wants to read.
        self.assertEqual(self.written(), [f"out/queue/{name}" for name in FILES])

    def precision_of(self, *arguments):
        """Runs to a precision and returns the report's words and result.json."""
        out, _ = self.expect(0, "run", "queue.json", "--out", "precise", *arguments)
        return out, json.loads((self.folder / "precise/result.json").read_text())

    def test_runs_as_often_as_a_precision_takes(self):
        self.put("queue.json", queue())
        out, result = self.precision_of("--precision", "latency.p99=2%", "--precision", "latency.mean=1%")
        precision = result["precision"]
        self.assertTrue(precision["reached"])
        self.assertEqual(precision["replications"], result["replications"])
        # From 20 by half as many more each time.
        self.assertIn(result["replications"], [20, 30, 45, 68, 102, 153, 230])
        self.assertEqual(len(result["by_replication"]["fingerprints"]), result["replications"])
        self.assertAlmostEqual(precision["confidence_of_each"], 0.975)
        for estimate in precision["estimates"]:
            self.assertLessEqual(estimate["half_width"], estimate["asked"])
        self.assertNotIn("NOT REACHED", out)

    def test_says_loudly_that_a_precision_is_out_of_reach(self):
        self.put("queue.json", queue())
        out, result = self.precision_of("--precision", "latency.p99=0.1%", "--max-replications", "30")
        self.assertEqual(result["replications"], 30)
        self.assertFalse(result["precision"]["reached"])
        more = result["precision"]["more_replications_needed"]
        self.assertGreater(more, 1000)
        self.assertIn(f"PRECISION NOT REACHED: about {more:,} more replications would.", out)

    def test_a_precision_gives_the_same_bytes_with_any_number_of_jobs(self):
        self.put("queue.json", queue(precision={"headline": "3%"}))
        self.precision_of("--jobs", "1")
        first = (self.folder / "precise/result.json").read_bytes()
        self.precision_of("--jobs", "3")
        self.assertEqual((self.folder / "precise/result.json").read_bytes(), first)

    def test_control_variates_take_off_what_arrivals_explain(self):
        bursts = {"mean_normal": "2 min", "mean_burst": "1 min", "multiplier": 2}
        traffic = {"rate": {"constant": {"rate": 20}, "bursts": bursts}}
        self.put("queue.json", queue(horizon="20 min", traffic=traffic))
        arguments = ["--replications", "60", "--precision", "1%", "--max-replications", "60"]
        _, plain = self.precision_of(*arguments)
        self.assertNotIn("control_variates", plain)
        self.assertNotIn("traffic", plain)
        out, corrected = self.precision_of(*arguments, "--set", "/variance_reduction/control_variates=true")
        self.assertEqual(corrected["fingerprint"], plain["fingerprint"])
        self.assertIn("divided by control variates: ", out)
        ratio = corrected["control_variates"]["variance_ratio"]["latency_s.mean"]
        before, after = (one["latency_s"]["mean"] for one in (plain, corrected))
        width = lambda estimate: estimate["ci95"][1] - estimate["ci95"][0]
        self.assertGreater(ratio, 3)
        # Interval widths follow skewness as well, which the correction takes off with the rest.
        self.assertAlmostEqual((width(before) / width(after)) ** 2 / ratio, 1, delta=0.25)
        self.assertLess(abs(before["mean"] - after["mean"]), width(before))
        # 20/s over 20 min, doubled a third of the time.
        self.assertAlmostEqual(corrected["traffic"]["mean_requests"]["mean"], 20 * 1200 * 4 / 3, delta=0.1)

    def test_one_long_stationary_run_has_intervals_by_batch_means(self):
        self.put("queue.json", queue(stationary=True, horizon="6 h", replications=1))
        out, result = self.precision_of()
        latency, _ = result["stationary"]["estimates"]
        self.assertFalse(result["stationary"]["too_short"])
        self.assertEqual((latency["metric"], latency["interval"]), ("latency_s.mean", "batch_means"))
        self.assertIsNone(result["latency_s"]["mean"]["ci95"])
        low, high = latency["estimate"]["ci95"]
        self.assertLess(low, result["latency_s"]["mean"]["mean"])
        self.assertLess(result["latency_s"]["mean"]["mean"], high)
        self.assertIn(f"{latency['estimate']['n']} batches of {latency['batch_minutes']} min", out)

    def test_a_span_shorter_than_its_warm_up_is_told_loudly(self):
        # Twice as many come as can be served: the queue grows all the time.
        crowd = {"rate": {"constant": {"rate": 200}}}
        self.put("queue.json", queue(stationary=True, horizon="20 min", traffic=crowd))
        out, errors = self.expect(0, "run", "queue.json")
        message = "RUN TOO SHORT: its warm-up does not end in the first half of 20 min."
        self.assertIn(message, out)
        self.assertIn(message, errors)

    def test_the_self_audit_sets_backends_against_theory(self):
        self.put("queue.json", queue())
        _, result = self.precision_of("--replications", "12")
        bracket, = result["self_audit"]["analytic_bracket"]["checks"]
        self.assertEqual((bracket["of"], bracket["passed"]), ("desk", 12))
        desk = result["backends"]["desk"]
        self.assertLess(desk["present_at_least"]["mean"], desk["present_mean"]["mean"])
        self.assertEqual(result["self_audit"]["sampling_error"], 0)

    def test_refuses_a_precision_that_means_nothing(self):
        self.put("queue.json", queue())
        for wrong, message in (("lateny.p99=2%", "did you mean"), ("cost=0.1nines", "nines are for availability"),
                               ("cost=fast", "is not a number"), ("0%", "/precision/headline")):
            _, errors = self.expect(2, "run", "queue.json", "--precision", wrong)
            self.assertIn(message, errors)
        _, errors = self.expect(2, "run", "queue.json", "--max-replications", "30")
        self.assertIn("must say which precision", errors)

    def test_a_folder_of_other_things_is_left_alone(self):
        self.put("queue.json", queue())
        (self.folder / "mine").mkdir()
        (self.folder / "mine/thesis.txt").write_text("years of work")
        _, errors = self.expect(2, "run", "queue.json", "--out", "mine")
        self.assertIn("thesis.txt", errors)
        self.assertEqual(self.written(), ["mine/thesis.txt"])


def children_of(process_id):
    """Returns the ids of the processes that a process has started."""
    listed = subprocess.run(["ps", "--ppid", str(process_id), "-o", "pid="], capture_output=True, text=True, check=False)
    return [int(word) for word in listed.stdout.split()]


def is_alive(process_id):
    """Tells whether a process runs; one that has ended but was not yet waited for does not."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="ascii") as status:
            return status.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


class LostRunTest(ProgramTest):
    """Starts runs that would take minutes, and ends them from outside."""

    def start(self, **changes):
        long = queue(name="long", seed=7, replications=3, horizon="36500 d", **changes)
        self.put("long.json", long)
        running = subprocess.Popen([self.program, "run", "long.json", "--jobs", "2"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(running.stdout.close)
        self.addCleanup(running.stderr.close)
        self.addCleanup(running.wait)
        self.addCleanup(running.kill)
        deadline = time.monotonic() + self.patience_s
        while len(children_of(running.pid)) < 2:
            self.assertIsNone(running.poll(), "the program ended before its runs did")
            self.assertLess(time.monotonic(), deadline, "no runs were started")
            time.sleep(0.02)
        return running, sorted(children_of(running.pid))

    def finish(self, running, children):
        """Waits for the program, asserts that no run is left and nothing is written, and returns what it said."""
        running.wait(self.patience_s)
        self.assertEqual([child for child in children if is_alive(child)], [])
        self.assertEqual(self.written(), [])
        return running.stderr.read().decode()

    def test_a_killed_run_is_named(self):
        running, children = self.start()
        os.kill(children[1], signal.SIGKILL)
        errors = self.finish(running, children)
        self.assertEqual(running.returncode, 3, errors)
        self.assertRegex(errors, r"run lost: long, seed 7, replication [01]: killed by signal 9")

    def test_an_interrupt_ends_all_runs(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            running, children = self.start()
            running.send_signal(number)
            errors = self.finish(running, children)
            self.assertEqual(running.returncode, 3, errors)
            self.assertIn(f"interrupted by signal {int(number)}", errors)

    def test_runs_end_with_the_program(self):
        running, children = self.start()
        running.kill()
        running.wait(self.patience_s)
        deadline = time.monotonic() + self.patience_s
        while any(is_alive(child) for child in children):
            self.assertLess(time.monotonic(), deadline, "a run outlives the program")
            time.sleep(0.02)
        self.assertEqual(self.written(), [])


if __name__ == "__main__":
    unittest.main()
