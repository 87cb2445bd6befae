#include <pybind11/stl.h>

#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "python/native/module.hpp"
#include "scenarios/commands/bill.hpp"
#include "scenarios/commands/commit_input.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;
namespace commands = scenarios::commands;

// Both commands look at no terminal but the one given, so what they say becomes text.
template <class Options, class Command>
std::string output_of(const Options& options, Command command) {
  std::ostringstream text;
  std::ostringstream errors;
  scenarios::terminal::Terminal terminal{text, errors};
  command(options, terminal);
  return text.str();
}

std::string bill(const std::string& usage, const std::string& book, const std::optional<std::int64_t>& month_hours,
                 const std::optional<std::string>& commitments, const std::optional<std::string>& discounts) {
  commands::BillCommandOptions options;
  options.usage = usage;
  options.book = book;
  options.format = commands::BillFormat::json;
  options.month_hours = month_hours;
  options.commitments = commitments;
  options.discounts = discounts;
  return output_of(options, commands::bill_usage);
}

std::string commit(const std::string& result, const std::optional<std::string>& offers,
                   const std::optional<std::string>& discount, bool reservations,
                   const std::optional<std::string>& book) {
  commands::CommitOptions options;
  options.inputs = {result};
  options.offers = offers;
  options.discount = discount;
  options.reservations = reservations;
  options.book = book;
  options.format = commands::ReportFormat::json;
  options.is_quiet = true;
  std::optional<commands::CommitInput> input = commands::read_recorded(options);
  if (!input) throw std::invalid_argument(result + " is a scenario: run it first");
  return output_of(options, [&](const auto& given, auto& terminal) {
    commands::print_commitments(std::move(*input), given, terminal);
  });
}

}  // namespace

void add_bills(py::module_& module) {
  using release_lock = py::call_guard<py::gil_scoped_release>;
  module.def("bill", &bill, py::arg("usage"), py::arg("book"), py::arg("month_hours"), py::arg("commitments"),
             py::arg("discounts"), release_lock());
  module.def("commit", &commit, py::arg("result"), py::arg("offers"), py::arg("discount"), py::arg("reservations"),
             py::arg("book"), release_lock());
}

}  // namespace fleetcast::python
