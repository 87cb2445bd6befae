#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "python/native/module.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/results/run_result_io.hpp"
#include "sim/time.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;

using scenarios::results::ClassResult;
using scenarios::results::MinuteResult;
using scenarios::results::RunResult;
using sim::measures::Histogram;

/// Holds one bucket of a histogram of times: its bounds in seconds, and how many times fell into it.
struct TimeBucket {
  double low_s;
  double high_s;
  std::uint64_t count;
};

// An array over memory that belongs to `owner`, which lives as long as the array. Nobody may write there: the answer
// was made from these numbers.
template <class Value>
py::array view_of(const std::vector<Value>& values, const py::object& owner) {
  py::array_t<Value> view(static_cast<py::ssize_t>(values.size()), values.data(), owner);
  view.attr("setflags")(py::arg("write") = false);
  return view;
}

// An array that takes a vector over.
template <class Value>
py::array array_of(std::vector<Value> values) {
  auto owned = std::make_unique<std::vector<Value>>(std::move(values));
  const std::vector<Value>& kept = *owned;
  const py::capsule owner(owned.release(), [](void* vector) { delete static_cast<std::vector<Value>*>(vector); });
  return view_of(kept, owner);
}

py::array buckets_of(const Histogram& histogram) {
  constexpr double ticks = static_cast<double>(sim::ticks_per_second);
  std::vector<TimeBucket> buckets;
  for (const auto& [index, count] : histogram.buckets()) {
    buckets.push_back({static_cast<double>(Histogram::lowest_of(index)) / ticks,
                       static_cast<double>(Histogram::highest_of(index) + 1) / ticks, count});
  }
  return array_of(std::move(buckets));
}

const ClassResult& class_of(const RunResult& run, const std::string& name) {
  const auto found = std::ranges::find(run.classes, name, &ClassResult::name);
  if (found == run.classes.end()) throw py::key_error(name);
  return *found;
}

py::array level_of(const py::object& self, const std::string& name) {
  const auto& timeline = self.cast<const RunResult&>().timeline;
  const auto found = timeline.find(name);
  if (found == timeline.end()) throw py::key_error(name);
  return view_of(found->second, self);
}

std::vector<std::string> level_names(const RunResult& run) {
  std::vector<std::string> names;
  for (const auto& [name, values] : run.timeline) names.push_back(name);
  return names;
}

py::list classes_of(const RunResult& run) {
  py::list classes;
  for (const ClassResult& one : run.classes) {
    py::dict fields;
    fields["name"] = one.name;
    fields["offered"] = one.offered;
    fields["good"] = one.good;
    fields["late"] = one.late;
    fields["by_cause"] = one.by_cause;
    classes.append(fields);
  }
  return classes;
}

std::vector<std::string> stage_names(const RunResult& run) {
  std::vector<std::string> names;
  for (const auto& [name, histogram] : run.stages) names.push_back(name);
  return names;
}

py::array stage_of(const RunResult& run, const std::string& name) {
  const auto found = run.stages.find(name);
  if (found == run.stages.end()) throw py::key_error(name);
  return buckets_of(found->second);
}

}  // namespace

void add_runs(py::module_& module) {
  PYBIND11_NUMPY_DTYPE(MinuteResult, offered, good, bad, answered, latency_seconds);
  PYBIND11_NUMPY_DTYPE(TimeBucket, low_s, high_s, count);
  py::class_<RunResult>(module, "Run", "What one replication did; its arrays are views of its own memory.")
      .def_readonly("replication", &RunResult::replication)
      .def_readonly("fingerprint", &RunResult::fingerprint)
      .def_readonly("horizon_seconds", &RunResult::horizon_seconds)
      .def_readonly("counts", &RunResult::counts)
      .def_readonly("figures", &RunResult::figures)
      .def_property_readonly("classes", &classes_of)
      .def_property_readonly("minutes",
                             [](const py::object& self) { return view_of(self.cast<RunResult&>().minutes, self); })
      .def_property_readonly("levels", &level_names)
      .def("level", &level_of, py::arg("name"))
      .def_property_readonly("stages", &stage_names)
      .def("stage", &stage_of, py::arg("name"))
      .def(
          "latency", [](const RunResult& run, const std::string& name) {
            return buckets_of(class_of(run, name).latency);
          },
          py::arg("name"))
      .def("__repr__", [](const RunResult& run) {
        return "<replication " + std::to_string(run.replication) + ", fingerprint " + run.fingerprint + ">";
      });
}

}  // namespace fleetcast::python
