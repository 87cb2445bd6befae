"""Choices, game days and suites from Python: what the program says, as objects."""

import json

import pytest

import fleetcast


def shop():
    """A bucket that bills every GET request, so that fewer of them are cheaper."""
    return {
        "schema_version": 1,
        "name": "shop",
        "horizon": "2 min",
        "traffic": {"rate": {"constant": {"rate": "20/s"}}},
        "classes": {"asset": {"bucket": "assets"}},
        "buckets": {"assets": {}},
        "pricing": {"has_free_allowances": False},
        "decision": {"free": {"/traffic/rate/scale": "1,2"}, "indifference": 0.5, "first_replications": 5},
    }


def test_the_cheaper_choice_is_found(tmp_path):
    found = fleetcast.optimize(shop(), jobs=2, out=tmp_path / "out")
    assert found.best == {"/traffic/rate/scale": "1"} and found.is_sure
    assert "is the cheapest" in found.verdict
    assert list(found.candidates["replications"]) == [5, 5]
    assert found.candidates["cost_usd_month"].is_monotonic_increasing
    assert "a month more than" in repr(found) and "<table>" in found._repr_html_()
    assert json.loads((tmp_path / "out/optimize.json").read_text()) == found.document


def test_what_is_wrong_with_a_decision_is_told():
    without = {key: value for key, value in shop().items() if key != "decision"}
    with pytest.raises(ValueError, match="has no decision"):
        fleetcast.optimize(without)
    with pytest.raises(fleetcast.InvalidScenario):
        fleetcast.optimize({**shop(), "horizn": "1 h"})


def test_a_game_day_has_its_drills():
    day = fleetcast.game_day(shop(), at="1 min", duration="1 min", replications=2, jobs=2)
    assert list(day.drills.index) == ["zone lost", "zone lost, no launches"]
    assert day.estimate("zone lost", "requests_lost").mean == 0
    assert "zone lost" in repr(day) and "<table>" in day._repr_html_()
    with pytest.raises(KeyError, match="no drill"):
        day.estimate("flood", "usd")
    with pytest.raises(ValueError, match="no zone 'q'"):
        fleetcast.game_day(shop(), zone="q", at="1 min", duration="1 min")


def test_a_suite_that_did_not_change_does_not_fail(tmp_path):
    (tmp_path / "shop.json").write_text(json.dumps(shop()))
    suite = tmp_path / "suite.json"
    suite.write_text(json.dumps({"schema_version": 1, "name": "nightly", "scenarios": {"shop": {"path": "shop.json"}}}))
    fleetcast.regress(suite, update=True, jobs=2)
    tonight = fleetcast.regress(suite, jobs=2)
    assert not tonight.has_failed
    assert "unchanged" in tonight.summary and tonight._repr_markdown_() == tonight.summary
    with pytest.raises(ValueError, match="nothing.json"):
        fleetcast.regress(tmp_path / "nothing.json")
