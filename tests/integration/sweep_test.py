"""fleetcast sweep: a grid under common random numbers, which goes on after an interruption."""

import csv
import io
import json
import signal
import subprocess
import time
import unittest

from program import ProgramTest, queue

GRID = ["--vary", "/backends/desk/servers=1,2", "--vary", "/traffic/rate/constant/rate=50,80", "--quiet"]


def slow_queue():
    """Returns a queue whose runs take long enough to be interrupted."""
    return queue(horizon="10 h", objectives={"latency_p99": "1 s"})


class SweepTest(ProgramTest):
    def sweep(self, folder, *options):
        self.expect(0, "sweep", "queue.json", *GRID, "--out", folder, *options)
        return (self.folder / folder / "sweep.json").read_text()

    def test_every_combination_is_what_a_run_of_it_is(self):
        self.put("queue.json", queue(objectives={"latency_p99": "150 ms"}))
        text = self.sweep("two", "--jobs", "2")
        self.assertEqual(self.sweep("one", "--jobs", "1"), text)
        sweep = json.loads(text)
        self.assertEqual(len(sweep["candidates"]), 4)

        third = sweep["candidates"][2]
        self.assertEqual(third["settings"], {"/backends/desk/servers": "2", "/traffic/rate/constant/rate": "50"})
        self.expect(0, "run", "queue.json", "--set", "/backends/desk/servers=2", "--quiet", "--out", "run")
        result = json.loads((self.folder / "run/result.json").read_text())
        self.assertEqual(third["fingerprints"], result["by_replication"]["fingerprints"])
        self.assertEqual(third["metrics"]["availability.ratio"], result["availability"]["ratio"])
        self.assertEqual(third["metrics"]["cost_usd.total_month"], result["cost_usd"]["total_month"])

        rows = list(csv.DictReader(io.StringIO((self.folder / "two/sweep.csv").read_text(encoding="utf-8"))))
        self.assertEqual(len(rows), 16)
        self.assertEqual({row["/backends/desk/servers"] for row in rows}, {"1", "2"})
        of_third = [float(row["latency_s.mean"]) for row in rows if row["candidate"] == "3"]
        self.assertEqual(of_third, result["by_replication"]["latency_s.mean"])
        self.assertAlmostEqual(sum(of_third) / 4, third["metrics"]["latency_s.mean"]["mean"], places=12)
        # Of M/M/1, p99 is 92 ms at 50/s and 230 ms at 80/s; two servers answer faster than one at 50/s.
        met = [candidate["objectives"]["latency_p99"] for candidate in sweep["candidates"]]
        self.assertEqual(met, [True, False, True, True])
        self.assertEqual(sweep["best"], 1)

    def test_an_interrupted_sweep_goes_on(self):
        self.put("queue.json", slow_queue())
        command = [self.program, "sweep", "queue.json", *GRID, "--jobs", "1", "--out", "cut"]
        running = subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        journal = self.folder / "cut/runs.jsonl"
        until = time.monotonic() + self.patience_s
        while time.monotonic() < until and not (journal.exists() and journal.read_text().count("\n") >= 2):
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        running.wait(self.patience_s)
        done = journal.read_text().count("\n")
        self.assertGreaterEqual(done, 2)
        self.assertLess(done, 16)
        self.assertFalse((self.folder / "cut/sweep.json").exists())

        out, _ = self.expect(0, *command[1:])
        self.assertIn(f"({done} runs from an earlier start)", " ".join(out.split()))
        self.assertEqual((self.folder / "cut/sweep.json").read_text(), self.sweep("whole"))

    def test_a_trace_that_changed_is_run_anew(self):
        trace = {"file": "trace.csv", "count_column": "count"}
        self.put("queue.json", queue(horizon="2 min", traffic={"rate": {"replay": trace}}))
        offered = []
        for count in (100, 200):
            self.put("trace.csv", "time,count\n" + "".join(f"2026-01-01 00:0{i}:00,{count}\n" for i in range(2)))
            self.expect(0, "sweep", "queue.json", "--vary", "/backends/desk/servers=1,2", "--quiet", "--out", "out")
            sweep = json.loads((self.folder / "out/sweep.json").read_text())
            offered.append(sweep["candidates"][0]["metrics"]["requests.offered"]["mean"])
        self.assertEqual(offered, [200, 400])

    def test_all_problems_of_all_candidates_are_told_before_anything_runs(self):
        self.put("queue.json", queue())
        _, errors = self.expect(2, "sweep", "queue.json", "--vary", "/backends/desk/servers=-1,2,x")
        self.assertIn("with servers=-1", errors)
        self.assertIn("with servers=x", errors)
        _, errors = self.expect(2, "sweep", "queue.json")
        self.assertIn("--vary /json/pointer=a,b,c", errors)
        _, errors = self.expect(2, "sweep", "queue.json", "--vary", "/seed=1,2")
        self.assertIn("same seed", errors)
        self.assertEqual(self.written(), [])


if __name__ == "__main__":
    unittest.main()
