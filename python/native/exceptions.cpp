#include <exception>
#include <stdexcept>
#include <string>

#include "pricing/bill.hpp"
#include "pricing/problems.hpp"
#include "python/native/module.hpp"
#include "scenarios/documents/problems.hpp"

namespace fleetcast::python {
namespace {

namespace py = pybind11;

// Raises an exception of fleetcast.errors; without that module the importing program is broken and says so itself.
void raise(const char* name, const py::args& arguments) {
  const py::object type = py::module_::import("fleetcast.errors").attr(name);
  const py::object error = type(*arguments);
  PyErr_SetObject(type.ptr(), error.ptr());
}

void translate(std::exception_ptr thrown) {
  if (!thrown) return;
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const scenarios::documents::InvalidDocument& error) {
    py::list problems;
    for (const scenarios::documents::Problem& one : error.problems()) {
      problems.append(py::make_tuple(one.pointer, one.message));
    }
    raise("InvalidScenario", py::make_tuple(error.what(), problems));
  } catch (const pricing::InvalidDocument& error) {
    raise("InvalidPrices", py::make_tuple(error.what()));
  } catch (const pricing::MissingPrice& error) {
    raise("MissingPrice", py::make_tuple(error.what()));
  }
}

}  // namespace

void translate_exceptions() { py::register_exception_translator(translate); }

}  // namespace fleetcast::python
