"""A month of the library, pressed into three days: everything that happens to operators happens, and is told."""

import json
import pathlib
import unittest

from program import ProgramTest

SCENARIO = pathlib.Path(__file__).resolve().parents[2] / "scenarios" / "library" / "operators_month.json"
EXPECTED = {"deployment", "scale_out", "scale_in", "failover", "spot_interruption", "gray_zone", "zone_outage"}


def pressed_settings(document):
    """Puts the events of the month four hours apart."""
    settings = ["/horizon=3 d", "/pre_roll=30 min", "/traffic/rate/flash_crowds/0/at=2 d 20:00"]
    settings += [f"/events/{i}/at={6 + 4 * i} h" for i in range(len(document["events"]))]
    return [part for setting in settings for part in ("--set", setting)]


class MonthTest(ProgramTest):
    patience_s = 600

    def test_every_kind_of_incident_is_shown_and_every_red_minute_has_a_chain(self):
        settings = pressed_settings(json.loads(SCENARIO.read_text(encoding="utf-8")))
        self.expect(0, "run", str(SCENARIO), *settings, "--out", "month", "--quiet")
        result = json.loads((self.folder / "month/result.json").read_text())
        self.assertLessEqual(EXPECTED, {incident["kind"] for incident in result["incidents"]})

        red = [minute for minute in result["failing_minutes"] if minute["red"]]
        for minute in red:
            self.assertIn(" -> ", minute["chain"], minute)
        self.assertLessEqual({"aurora_failover", "zone_outage", "gray_zone"}, {minute["root"] for minute in red})


if __name__ == "__main__":
    unittest.main()
