"""Wrong input: exit code 2, every problem at once, and nothing written."""

import copy
import json
import unittest

from program import ProgramTest, queue


class WrongDocumentTest(ProgramTest):
    def refuse(self, *arguments):
        out, errors = self.expect(2, *arguments)
        self.assertEqual(out, "")
        self.assertEqual(self.written(), [])
        return errors

    def test_ten_mistakes_are_told_at_once(self):
        document = copy.deepcopy(queue())
        document["horizen"] = document.pop("horizon")
        document["replications"] = 0
        document["seed"] = "one"
        document["fidelity"] = "half"
        document["backends"]["desk"]["servers"] = 1.5
        document["backends"]["desk"]["discipline"] = "first_served"
        document["classes"]["customer"]["deadline"] = "-3 s"
        document["backends"]["desk"]["instanecs"] = 2
        document["traffic"]["rate"]["constant"]["rate"] = "50 apples"
        document["objectives"] = {"availability": 1.5}
        self.put("wrong.json", document)
        for command in ("run", "validate"):
            errors = self.refuse(command, "wrong.json")
            self.assertIn("wrong.json: 10 problems", errors)
            for pointer in ("/horizen", "/replications", "/seed", "/fidelity", "/backends/desk/servers",
                            "/backends/desk/discipline", "/classes/customer/deadline",
                            "/backends/desk/instanecs", "/traffic/rate/constant/rate", "/objectives/availability"):
                self.assertIn(f"\n  {pointer}: ", errors)
            self.assertIn("did you mean 'horizon'?", errors)
            self.assertIn("did you mean 'instances'?", errors)

    def test_references_are_followed_before_anything_runs(self):
        document = copy.deepcopy(queue(name="../escape", start="yesterday", region="us-east-l"))
        document["classes"]["customer"]["steps"][0]["backend"] = "desc"
        document["events"] = [{"at": 0, "zone_outage": {"zone": "q"}}]
        self.put("wrong.json", document)
        errors = self.refuse("run", "wrong.json")
        self.assertIn("wrong.json: 5 problems", errors)
        self.assertIn("/classes/customer/steps/0/backend: there is no backend 'desc' (did you mean 'desk'?)", errors)

    def test_files_that_are_no_documents(self):
        text = json.dumps(queue(), indent=2)
        files = {"cut.json": text[: len(text) // 2], "empty.json": "", "blank.json": " \n", "list.json": "[]",
                 "binary.json": bytes(range(256)) * 16, "null.json": "null", "latin.json": b'{"name": "\xe9"}'}
        for name, content in files.items():
            with self.subTest(name):
                self.put(name, content)
                self.assertIn(name, self.refuse("run", name))

    def test_a_cut_file_is_told_to_be_cut(self):
        self.put("cut.json", json.dumps(queue())[:-1])
        self.assertIn("is it cut off?", self.refuse("run", "cut.json"))

    def test_a_huge_file_is_not_read(self):
        with open(self.folder / "huge.json", "wb") as huge:
            huge.truncate(200 << 20)
        self.assertIn("larger than 64 MiB", self.refuse("run", "huge.json"))

    def test_what_is_no_file(self):
        self.assertIn("no such file", self.refuse("run", "nowhere.json"))
        (self.folder / "folder.json").mkdir()
        self.assertIn("is a folder", self.refuse("run", "folder.json"))

    def test_settings_are_checked_like_the_document(self):
        self.put("queue.json", queue())
        self.assertIn("/horizon", self.refuse("run", "queue.json", "--set", "/horizon=soon"))
        self.assertIn("must be written /json/pointer=value", self.refuse("run", "queue.json", "--set", "horizon"))

    def test_a_trace_that_is_not_there(self):
        self.put("trace.json", queue(traffic={"rate": {"replay": {"file": "nowhere.csv"}}}))
        self.assertIn("nowhere.csv", self.refuse("run", "trace.json"))

    def test_warnings_stop_nothing(self):
        self.put("late.json", queue(events=[{"at": "2 h", "zone_outage": {"zone": "a"}}]))
        _, errors = self.expect(0, "run", "late.json")
        self.assertIn("late.json: 1 warning\n  /events/0/at: is after the horizon", errors)


if __name__ == "__main__":
    unittest.main()
