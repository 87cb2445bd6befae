#include "scenarios/documents/shape.hpp"

#include <functional>
#include <stdexcept>

namespace fleetcast::scenarios::documents {

void FieldCollector::add(std::string_view name, const sim::Field& field, const void* member, ShapeReference shape) {
  const char* begin = static_cast<const char*>(object_);
  const char* place = static_cast<const char*>(member);
  const std::less<> before;
  if (before(place, begin) || !before(place, begin + size_)) {
    throw std::logic_error("describe: field '" + std::string(name) + "' is not a member of the described struct");
  }
  for (const FieldShape& known : fields_) {
    if (known.name == name) throw std::logic_error("describe: field '" + std::string(name) + "' is listed twice");
  }
  fields_.push_back({std::string(name), field, place - begin, std::move(shape)});
}

}  // namespace fleetcast::scenarios::documents
