"""Scenarios as dicts, files and objects; what is said of wrong ones."""

import json
import pickle

import pytest

import fleetcast
from fleetcast import scenario as s


def test_all_problems_come_at_once_with_place_and_remedy(station):
    station["trafic"] = station.pop("traffic")
    station["horizon"] = "-1 s"
    with pytest.raises(fleetcast.InvalidScenario) as caught:
        fleetcast.validate(station)
    problems = {one.pointer: one for one in caught.value.problems}
    assert problems["/trafic"].remedy == "did you mean 'traffic'?"
    assert "at least 1 s" in problems["/horizon"].message
    assert "/horizon" in problems["/horizon"].remedy
    assert "/trafic" in caught.value._repr_html_()


def test_problems_survive_the_way_between_processes(station):
    station["horizon"] = 0
    with pytest.raises(fleetcast.InvalidScenario) as caught:
        fleetcast.validate(station)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


def test_dict_object_and_file_mean_the_same(station, tmp_path):
    path = tmp_path / "station.json"
    path.write_text(json.dumps(station))
    digests = {
        fleetcast.validate(one).digest for one in (station, path, str(path), fleetcast.Scenario.from_dict(station))
    }
    assert len(digests) == 1


def test_objects_are_built_field_by_field(station):
    built = s.Scenario(name="station", horizon="2 min", pre_roll="1 min", replications=4)
    built.traffic = s.Traffic(rate=s.Rate(constant=s.Constant(rate="100/s")))
    built.backends = {"desk": s.Backend(servers=1)}
    work = {"exponential": {"mean": "6 ms"}}
    built.classes = {"visit": s.Class(deadline="1 h", steps=[s.ClassStep(backend="desk", work=work)])}
    assert fleetcast.validate(built).digest == fleetcast.validate(station).digest
    built.classes["visit"].deadline = "2 h"
    assert fleetcast.validate(built).digest != fleetcast.validate(station).digest


def test_objects_know_defaults_and_explain_themselves():
    assert s.Task().cpu == 1
    assert s.Task().to_dict() == {}
    assert "vCPU" in s.Task.fields()["cpu"]
    assert "vCPU" in (s.Task.cpu.__doc__ or "")
    assert "memory" in (s.Task.__doc__ or "")


def test_an_unknown_field_suggests_the_one_that_was_meant():
    with pytest.raises(AttributeError, match="did you mean 'memory'"):
        s.Task().memmory = "1 GiB"
    with pytest.raises(AttributeError, match="has no field"):
        s.Task.from_dict({"colour": 1})


@pytest.mark.parametrize("folder", ["reference", "library", "phenomena", "theory", "whatif"])
def test_every_scenario_of_the_library_reads_as_objects(root, folder):
    paths = sorted((root / "scenarios" / folder).glob("*.json"))
    assert paths
    for path in paths:
        document = json.loads(path.read_text())
        if not {"name", "schema_version", "extends"} & set(document):
            continue
        assert s.Scenario.from_dict(document).to_dict() == {k: v for k, v in document.items() if k != "$schema"}


def test_a_complete_document_says_the_same_as_the_file_that_extends_another(root):
    checked = fleetcast.validate(root / "scenarios/library/spot_only.json")
    document = checked.to_dict()
    assert "extends" not in document
    assert fleetcast.validate(document).digest == checked.digest


def test_settings_change_single_values(station):
    assert fleetcast.validate(station, set={"/replications": 9}).replications == 9
    with pytest.raises(fleetcast.InvalidScenario):
        fleetcast.validate(station, set={"/replications": 0})


def test_explain_and_schema_speak_of_the_same_fields():
    assert "0.125" in fleetcast.explain("/services/api/task/cpu")
    assert "services" in fleetcast.schema()["properties"]
    with pytest.raises(ValueError, match="did you mean"):
        fleetcast.explain("/servces")
