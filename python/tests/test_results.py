"""Results: views without copies, frames, displays, bills."""

from decimal import Decimal

import numpy as np
import pytest

import fleetcast


def address(array):
    return array.__array_interface__["data"][0]


def test_arrays_are_views_that_nobody_can_write(result):
    run = result.runs[0]
    assert address(run.minutes) == address(result.runs[0].minutes)
    level = run.levels[0]
    assert address(run.level(level)) == address(run.level(level))
    values = result.by_replication("latency_s.p99")
    assert address(values) == address(result.by_replication("latency_s.p99"))
    for array in (run.minutes, run.level(level), values, run.latency("visit")):
        assert not array.flags.writeable and not array.flags.owndata
        with pytest.raises(ValueError):
            array[:1] = array[:1]


def test_views_outlive_the_result(station):
    minutes = fleetcast.run(station, replications=1).runs[0].minutes
    assert minutes["offered"].sum() > 0


def test_arrays_and_estimates_tell_the_same(result):
    offered = [run.minutes["offered"].sum() for run in result.runs]
    assert np.mean(offered) == pytest.approx(result["requests.offered"].mean)
    latency = result.runs[0].latency("visit")
    assert latency["count"].sum() == result.runs[0].classes[0]["good"]
    assert np.all(np.diff(latency["low_s"]) > 0)
    p99 = result.by_replication("latency_s.p99")[0]
    below = latency["count"][latency["high_s"] <= p99].sum() / latency["count"].sum()
    assert below == pytest.approx(0.99, abs=1 / np.sqrt(latency["count"].sum()))


def test_frames_have_a_row_for_everything(result):
    assert list(result.metrics.columns) == ["mean", "low", "high", "n"]
    assert result.metrics.loc["latency_s.p99", "mean"] == result["latency_s.p99"].mean
    assert len(result.replications) == 4
    assert len(result.timeline) == 2
    assert str(result.timeline.index[0]) == "2026-11-02 00:00:00+00:00"


def test_unknown_numbers_are_errors(result):
    with pytest.raises(ValueError, match="did you mean 'latency_s.p9"):
        result["latency_s.p98"]
    with pytest.raises(LookupError):
        result["latency_s"]


def test_results_show_themselves(stack):
    assert "Bill of a month" in repr(stack)
    page = stack._repr_html_()
    assert "cost, USD a month" in page and "objective" in page
    assert stack.html.lower().startswith("<!doctype html>")
    assert "±" in str(stack["cost_usd.total_month"])


def test_bills_are_exact_and_need_no_run(stack, tmp_path):
    stack.save(tmp_path / "out")
    bill = fleetcast.bill(stack)
    assert bill.total_usd == fleetcast.bill(tmp_path / "out" / "result.json").total_usd
    assert sum(bill.lines["BilledCost"]) == bill.total_usd
    assert isinstance(bill.total_usd, Decimal)
    assert sum(bill.by_service.values()) == bill.total_usd
    elsewhere = fleetcast.bill(stack, discounts={"schema_version": 1, "overall": "0.1"})
    assert Decimal("0.85") < elsewhere.total_usd / bill.total_usd < Decimal("0.95")
    assert "total" in repr(bill) and "total" in bill._repr_html_()


def test_costs_add_up(stack):
    assert stack.cost_by_service.sum() == pytest.approx(stack["cost_usd.total_month"].mean)
    assert float(sum(stack.bill["cost"])) == pytest.approx(stack["cost_usd.total_month"].mean, rel=1e-6)


def test_commitments_are_judged_one_by_one(stack):
    offers = fleetcast.commit(stack, discount="0.27", reservations=True)
    first = offers.candidates.iloc[0]
    assert first["usd_month"] < first["usd_month_without"]
    curve = offers.curve(first["id"])
    assert curve["mean_usd_per_month"].min() == pytest.approx(first["usd_month"])


def test_a_missing_price_is_an_error(stack, tmp_path):
    with pytest.raises(fleetcast.InvalidPrices):
        fleetcast.bill(stack, book=tmp_path / "none.json")
    with pytest.raises(ValueError, match="us-east-1"):
        fleetcast.bill(stack, book="us-east-9")
