#include "scenarios/documents/leaves.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/writer.hpp"

namespace fleetcast::scenarios::documents {
namespace {

// Walks one value; a visitor over the forms of a shape, whose default case is a leaf.
class Walker {
 public:
  Walker(const Leaf& here, const std::function<void(const Leaf&)>& visit) : here_(here), visit_(visit) {}

  template <class Form>
  void operator()(const Form&) const {
    visit_(here_);
  }
  void operator()(const OptionalShape& optional) const {
    void* element = optional.find(here_.value);
    if (element == nullptr) return;
    void* default_element = optional.find(here_.default_value);
    const std::shared_ptr<void> made = (*optional.element).make();
    walk(optional.element, element, default_element ? default_element : made.get(), here_.pointer);
  }
  void operator()(const ListShape& list) const {
    const std::shared_ptr<void> made = (*list.element).make();
    for (std::size_t i = 0; i < list.size(here_.value); ++i) {
      walk(list.element, list.at(here_.value, i), made.get(), child_pointer(here_.pointer, i));
    }
  }
  void operator()(const MapShape& map) const {
    const std::shared_ptr<void> made = (*map.element).make();
    for (const auto& [key, entry] : map.entries(here_.value)) {
      walk(map.element, entry, made.get(), child_pointer(here_.pointer, key));
    }
  }
  void operator()(const ObjectShape& object) const {
    for (const FieldShape& field : object.fields) {
      for_each_leaf(*field.shape, field.field, field.in(here_.value), field.in(here_.default_value),
                    child_pointer(here_.pointer, field.name), visit_);
    }
  }

 private:
  void walk(const ShapeReference& shape, void* value, void* default_value, const std::string& pointer) const {
    for_each_leaf(*shape, here_.field, value, default_value, pointer, visit_);
  }

  const Leaf& here_;
  const std::function<void(const Leaf&)>& visit_;
};

OrderedJson written(const Leaf& leaf) {
  return write_value(leaf.shape, leaf.field, leaf.value, leaf.default_value, Extent::all);
}

bool is_assumed(const Leaf& leaf) {
  if (std::holds_alternative<ParameterShape>(leaf.shape.form)) {
    const auto& mark = static_cast<const sim::Parameter*>(leaf.value)->mark;
    if (mark) return *mark == sim::Mark::assumed;
  }
  if (leaf.field.mark != sim::Mark::assumed) return false;
  return written(leaf) == write_value(leaf.shape, leaf.field, leaf.default_value, leaf.default_value, Extent::all);
}

}  // namespace

std::string reason_for(const Leaf& leaf) {
  if (std::holds_alternative<ParameterShape>(leaf.shape.form)) {
    const auto& own = static_cast<const sim::Parameter*>(leaf.value)->source;
    if (own) return *own;
  }
  return std::string(leaf.field.source);
}

namespace {

Assumption assumption_at(const Leaf& leaf) {
  Assumption found{leaf.pointer, {}, reason_for(leaf), std::string(leaf.field.help)};
  OrderedJson json;
  if (std::holds_alternative<ParameterShape>(leaf.shape.form)) {
    sim::Parameter bare = *static_cast<const sim::Parameter*>(leaf.value);
    bare.source.reset();
    bare.mark.reset();
    json = write_value(leaf.shape, leaf.field, &bare, &bare, Extent::all);
  } else {
    json = written(leaf);
  }
  found.value = json.is_string() ? json.get<std::string>() : json.dump();
  if (json.is_number() && !leaf.field.unit.empty()) found.value.append(" ").append(leaf.field.unit);
  return found;
}

}  // namespace

void for_each_leaf(const Shape& shape, const sim::Field& field, void* value, void* default_value,
                   const std::string& pointer, const std::function<void(const Leaf&)>& visit) {
  const Leaf here{pointer, shape, field, value, default_value};
  std::visit(Walker(here, visit), shape.form);
}

std::vector<FoundParameter> find_parameters(const Shape& shape, void* value) {
  std::vector<FoundParameter> found;
  const std::shared_ptr<void> defaults = shape.make();
  // Leaves refer to the fields of shapes, which live as long as the program, except for this one.
  static constexpr sim::Field document{};
  for_each_leaf(shape, document, value, defaults.get(), "", [&](const Leaf& leaf) {
    if (!std::holds_alternative<ParameterShape>(leaf.shape.form)) return;
    found.push_back({leaf.pointer, static_cast<sim::Parameter*>(leaf.value), &leaf.field});
  });
  return found;
}

void for_each_assumed_leaf(const Shape& shape, void* value, const std::function<void(const Leaf&)>& visit) {
  const std::shared_ptr<void> defaults = shape.make();
  for_each_leaf(shape, sim::Field{}, value, defaults.get(), "", [&](const Leaf& leaf) {
    if (is_assumed(leaf)) visit(leaf);
  });
}

std::vector<Assumption> find_assumptions(const Shape& shape, void* value) {
  std::vector<Assumption> found;
  for_each_assumed_leaf(shape, value, [&](const Leaf& leaf) { found.push_back(assumption_at(leaf)); });
  return found;
}

}  // namespace fleetcast::scenarios::documents
