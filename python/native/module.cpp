#include "python/native/module.hpp"

PYBIND11_MODULE(_native, module) {
  module.doc() = "Scenario documents, results and prices; runs happen in other processes.";
  fleetcast::python::translate_exceptions();
  fleetcast::python::add_documents(module);
  fleetcast::python::add_runs(module);
  fleetcast::python::add_answers(module);
  fleetcast::python::add_replications(module);
  fleetcast::python::add_bills(module);
}
