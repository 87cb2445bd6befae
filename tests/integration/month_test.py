"""A month of the library, pressed into three days: everything that happens to operators happens, and is told."""

import json
import pathlib
import unittest

from program import ProgramTest

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "library" / "operators_month.json"
EXPECTED = {"deployment", "scale_out", "scale_in", "failover", "spot_interruption", "gray_zone", "zone_outage"}


def pressed_settings(document):
    """Puts the events of the month two hours apart, and reclaims spot pools as often in three days as else in months."""
    settings = ["/horizon=3 d", "/pre_roll=30 min", "/spot/defaults/monthly_interruptions=0.9",
                "/traffic/rate/flash_crowds/0/at=2 d 20:00"]
    settings += [f"/events/{i}/at={6 + 4 * i} h" for i in range(len(document["events"]))]
    return [part for setting in settings for part in ("--set", setting)]


class MonthTest(ProgramTest):
    def test_every_kind_of_incident_is_shown_and_every_listed_minute_has_a_chain(self):
        settings = pressed_settings(json.loads(SCENARIO.read_text(encoding="utf-8")))
        out, _ = self.expect(0, "run", str(SCENARIO), *settings, "--out", "month", "--quiet")
        result = json.loads((self.folder / "month/result.json").read_text())
        self.assertLessEqual(EXPECTED, {incident["kind"] for incident in result["incidents"]})

        red = [minute for minute in result["failing_minutes"] if minute["red"]]
        listed = [minute for minute in red if minute["noteworthy"]]
        self.assertTrue(listed)
        self.assertLess(len(listed), len(red), "most red minutes of a small shop are within chance")
        for minute in listed:
            self.assertIn(" -> ", minute["chain"], minute)
            self.assertNotEqual(minute["root"], "background", minute)
        self.assertIn("aurora_failover", {minute["root"] for minute in listed})
        self.check_report(out)

    def check_report(self, text):
        for part in ("within chance", "Calendar of the first replication", "by cause, the rarest first", "Wed 11-04"):
            self.assertIn(part, text)
        page = (self.folder / "month/report.html").read_text()
        self.assertIn("Calendar of the first replication", page)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 80, line)


if __name__ == "__main__":
    unittest.main()
