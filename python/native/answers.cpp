#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "python/native/module.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/pages/run_page.hpp"
#include "scenarios/results/comparison.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/text_report.hpp"
#include "scenarios/results/timeline.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;
namespace experiment = scenarios::experiment;
namespace results = scenarios::results;

using results::Metric;
using release_lock = py::call_guard<py::gil_scoped_release>;

// The mean over replications; minutes without a value are not a number, as pandas has it.
py::array_t<double> values_of(const results::Series& series) {
  py::array_t<double> values(static_cast<py::ssize_t>(series.values.size()));
  double* at = values.mutable_data();
  for (const std::optional<double>& value : series.values) {
    *at++ = value.value_or(std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

py::dict timeline_of(const Answer& answer) {
  py::dict timeline;
  for (const results::Series& one : answer.summary.timeline.series) timeline[py::str(one.name)] = values_of(one);
  for (const results::Series& one : answer.summary.timeline.causes) timeline[py::str(one.name)] = values_of(one);
  return timeline;
}

py::object by_replication(const py::object& self, const std::string& name) {
  const Metric& metric = self.cast<const Answer&>().summary.metrics.at(name);
  py::array_t<double> view(static_cast<py::ssize_t>(metric.replications.size()), metric.replications.data(), self);
  view.attr("setflags")(py::arg("write") = false);
  return view;
}

std::vector<std::string> metric_names(const Answer& answer) {
  std::vector<std::string> names;
  for (const Metric& metric : answer.summary.metrics.all()) names.push_back(metric.name());
  return names;
}

py::list runs_of(const py::object& self) {
  py::list runs;
  for (const results::RunResult& run : self.cast<const Answer&>().runs) {
    runs.append(py::cast(run, py::return_value_policy::reference_internal, self));
  }
  return runs;
}

void save(const Answer& answer, const std::string& folder) {
  scenarios::documents::check_output_folder(folder, experiment::report_names());
  scenarios::documents::write_folder_atomically(folder, experiment::report_files(answer.summary));
}

}  // namespace

void add_answers(py::module_& module) {
  py::class_<Answer>(module, "Answer", "What the replications of a scenario say together.")
      .def_property_readonly("json",
                             [](const Answer& answer) {
                               const py::gil_scoped_release released;
                               return results::result_json(answer.summary);
                             })
      .def(
          "text", [](const Answer& answer, std::size_t width) { return results::text_report(answer.summary, width); },
          py::arg("width"), release_lock())
      .def_property_readonly("html",
                             [](const Answer& answer) {
                               const py::gil_scoped_release released;
                               return scenarios::pages::run_page(answer.summary);
                             })
      .def_property_readonly("are_objectives_met",
                             [](const Answer& answer) { return answer.summary.are_objectives_met(); })
      .def_property_readonly("is_audit_passed",
                             [](const Answer& answer) { return answer.summary.is_audit_passed(); })
      .def_property_readonly("timeline", &timeline_of)
      .def_property_readonly("metrics", &metric_names)
      .def("by_replication", &by_replication, py::arg("metric"))
      .def_property_readonly("runs", &runs_of)
      .def("save", &save, py::arg("folder"), release_lock());
  py::class_<results::Comparison>(module, "Comparison", "What sets two answers apart.")
      .def_property_readonly("json", &results::comparison_json)
      .def_property_readonly("sentence", &results::verdict_sentence)
      .def("text", &results::comparison_report, py::arg("width"));
  module.def(
      "compare",
      [](const Answer& first, const Answer& second) { return results::compare(first.summary, second.summary); },
      py::arg("first"), py::arg("second"), release_lock());
  module.def("check_folder", [](const std::string& folder) {
    scenarios::documents::check_output_folder(folder, experiment::report_names());
  });
}

}  // namespace fleetcast::python
