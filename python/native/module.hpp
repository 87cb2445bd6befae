#pragma once
#include <pybind11/pybind11.h>

#include <cstddef>
#include <vector>

#include "pricing/book.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::python {

/// Holds what the replications of a scenario say, with everything they were made of; views into it keep it alive.
struct Answer {
  scenarios::experiment::ScenarioFile file;
  pricing::PriceBook book;
  std::vector<scenarios::results::RunResult> runs;
  scenarios::results::Summary summary;
};

/// Turns our exceptions into those of fleetcast.errors.
void translate_exceptions();

/// Adds documents: reading, checking, explaining.
void add_documents(pybind11::module_& module);

/// Adds replications: arrays that are views of the memory of a result.
void add_runs(pybind11::module_& module);

/// Adds what makes an answer of replications.
void add_replications(pybind11::module_& module);

/// Adds answers: summaries, reports, comparisons.
void add_answers(pybind11::module_& module);

/// Adds prices: bills and commitments of recorded usage.
void add_bills(pybind11::module_& module);

}  // namespace fleetcast::python
