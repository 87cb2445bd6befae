#include <pybind11/stl.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "python/native/module.hpp"
#include "scenarios/commands/schema.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/documents/explain.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/experiment/worker_request.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;
namespace documents = scenarios::documents;
namespace experiment = scenarios::experiment;

using experiment::ScenarioFile;
using release_lock = py::call_guard<py::gil_scoped_release>;

std::vector<std::pair<std::string, std::string>> warnings_of(const ScenarioFile& file) {
  std::vector<std::pair<std::string, std::string>> warnings;
  for (const documents::Problem& one : file.warnings.list()) warnings.emplace_back(one.pointer, one.message);
  return warnings;
}

std::string schema() {
  std::ostringstream text;
  std::ostringstream errors;
  scenarios::terminal::Terminal terminal{text, errors};
  scenarios::commands::print_schema(experiment::scenario_kind(), terminal);
  return text.str();
}

}  // namespace

void add_documents(py::module_& module) {
  py::class_<ScenarioFile>(module, "ScenarioFile", "A scenario that was read and checked.")
      .def_property_readonly("name", [](const ScenarioFile& file) { return file.scenario.name; })
      .def_readonly("digest", &ScenarioFile::digest)
      .def_property_readonly("seed", [](const ScenarioFile& file) { return file.scenario.seed.count(); })
      .def_property_readonly("replications",
                             [](const ScenarioFile& file) { return file.scenario.replications.count(); })
      .def_property_readonly("horizon_seconds",
                             [](const ScenarioFile& file) { return file.scenario.horizon.value(); })
      .def_property_readonly("warnings", &warnings_of)
      .def_property_readonly(
          "document", [](const ScenarioFile& file) { return experiment::complete_document(file.scenario); },
          "JSON text of all that differs from the defaults, with nothing extended and paths absolute.")
      .def(
          "request",
          [](const ScenarioFile& file, std::uint64_t replication) {
            return py::bytes(experiment::write_worker_request(file.scenario, replication));
          },
          py::arg("replication"), "Returns what a worker is asked for one replication.");
  module.def(
      "load_scenario",
      [](const std::string& path, const std::vector<std::string>& settings) {
        return experiment::load_scenario(path, settings);
      },
      py::arg("path"), py::arg("settings"), release_lock());
  module.def(
      "parse_scenario",
      [](const std::string& text, const std::string& origin, const std::vector<std::string>& settings) {
        return experiment::parse_scenario(text, origin, settings);
      },
      py::arg("text"), py::arg("origin"), py::arg("settings"), release_lock());
  module.def("schema", &schema, release_lock());
  module.def(
      "explain", [](const std::string& pointer) {
        return documents::explain(*experiment::scenario_kind().shape, pointer);
      },
      py::arg("pointer"), release_lock());
  module.def("price_books", &documents::price_book_names, release_lock());
  module.def("version", &scenarios::commands::program_version);
}

}  // namespace fleetcast::python
