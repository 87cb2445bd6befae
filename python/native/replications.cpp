#include <pybind11/stl.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/native/module.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/sequential_stopping.hpp"
#include "scenarios/results/run_result_io.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;
namespace experiment = scenarios::experiment;
namespace results = scenarios::results;

/// Collects the replications of a scenario until they are as many, or as precise, as it asks for.
class Replications {
 public:
  Replications(experiment::ScenarioFile file, bool is_sequential)
      : file_(std::move(file)), book_(experiment::price_book_of(file_.scenario)) {
    if (is_sequential && file_.scenario.precision) stopping_.emplace(file_.scenario, book_);
  }
  Replications(const Replications&) = delete;
  Replications& operator=(const Replications&) = delete;

  [[nodiscard]] std::uint64_t count() const { return runs_.size(); }

  /// Returns how many there must be before anything can be said.
  [[nodiscard]] std::uint64_t wanted() const {
    return stopping_ ? stopping_->checkpoint() : static_cast<std::uint64_t>(file_.scenario.replications.count());
  }

  void add(const std::vector<std::string_view>& outcomes) {
    for (const std::string_view bytes : outcomes) {
      runs_.push_back(
          results::run_result_from_bytes({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}));
    }
    if (stopping_ && count() == wanted()) precision_ = stopping_->look(runs_);
  }

  /// Sums them up and hands them over.
  [[nodiscard]] std::unique_ptr<Answer> answer() {
    results::Summary summary =
        experiment::summary_of(file_, book_, runs_, scenarios::commands::program_version());
    summary.precision = precision_;
    return std::make_unique<Answer>(Answer{file_, book_, std::move(runs_), std::move(summary)});
  }

 private:
  experiment::ScenarioFile file_;
  pricing::PriceBook book_;
  std::vector<results::RunResult> runs_;
  std::optional<experiment::SequentialStopping> stopping_;
  std::optional<results::PrecisionReport> precision_;
};

}  // namespace

void add_replications(py::module_& module) {
  using release_lock = py::call_guard<py::gil_scoped_release>;
  py::class_<Replications>(module, "Replications", "The replications of a scenario, until there are enough.")
      .def(py::init<experiment::ScenarioFile, bool>(), py::arg("file"), py::arg("is_sequential"))
      .def_property_readonly("count", &Replications::count)
      .def_property_readonly("wanted", &Replications::wanted)
      .def("add", &Replications::add, py::arg("outcomes"), release_lock())
      .def("answer", &Replications::answer, release_lock());
}

}  // namespace fleetcast::python
