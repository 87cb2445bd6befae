#pragma once
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

// A shape is what a document may look like, made once per type from its `describe`. Readers, writers, schemas and
// explanations are ordinary code over shapes, so that a specification struct costs one small template each.
namespace fleetcast::scenarios::documents {

struct Shape;

/// Refers to a shape that is made when it is first needed, so that shapes may refer to themselves.
class ShapeReference {
 public:
  explicit ShapeReference(const Shape& (*find)()) : find_(find) {}
  explicit ShapeReference(std::shared_ptr<const Shape> owned) : owned_(std::move(owned)) {}
  [[nodiscard]] const Shape& operator*() const { return owned_ ? *owned_ : find_(); }

 private:
  const Shape& (*find_)() = nullptr;
  std::shared_ptr<const Shape> owned_;
};

/// Describes a field of an object: what `describe` says about it, and where it lies in its struct.
struct FieldShape {
  std::string name;
  sim::Field field;
  std::ptrdiff_t offset;
  ShapeReference shape;

  /// Returns the field's value within an object of the struct.
  [[nodiscard]] void* in(void* object) const { return static_cast<char*>(object) + offset; }
};

/// Stands for a bool.
struct BooleanShape {};
/// Stands for a std::string.
struct TextShape {};
/// Stands for a sim::Parameter.
struct ParameterShape {};
/// Stands for a sim::chance::Distribution.
struct DistributionShape {};
/// Stands for an enumeration whose values have names.
struct ChoiceShape {
  std::vector<std::string> names;
  std::vector<std::int64_t> values;
  std::int64_t (*get)(const void* value);
  void (*set)(void* value, std::int64_t chosen);
};
/// Stands for a std::optional.
struct OptionalShape {
  ShapeReference element;
  void* (*find)(void* value);    ///< null when empty
  void* (*engage)(void* value);  ///< makes a default element if empty
  void (*clear)(void* value);
};
/// Stands for a std::vector.
struct ListShape {
  ShapeReference element;
  std::size_t (*size)(const void* value);
  void* (*at)(void* value, std::size_t index);
  void* (*append)(void* value);
  void (*clear)(void* value);
};
/// Stands for a std::map with names as keys.
struct MapShape {
  ShapeReference element;
  std::vector<std::pair<std::string, void*>> (*entries)(void* value);
  void* (*insert)(void* value, const std::string& key);
  void (*clear)(void* value);
};
/// Stands for a described struct.
struct ObjectShape {
  std::vector<FieldShape> fields;
};

/// Describes a type that can be read from a document, without being a template.
struct Shape {
  std::variant<BooleanShape, TextShape, ParameterShape, DistributionShape, ChoiceShape, OptionalShape, ListShape,
               MapShape, ObjectShape>
      form;
  /// Makes a default value, which tells the defaults of fields.
  std::shared_ptr<void> (*make)();
};

/// Returns the shape of a type; it never changes.
template <class Value>
const Shape& shape_of();

/// Collects the fields of one struct; this is the visitor that `describe` sees.
class FieldCollector {
 public:
  /// Collects from a default object that lies at `object` and has `size` bytes.
  FieldCollector(const void* object, std::size_t size) : object_(object), size_(size) {}

  /// Collects a field of any type that has a shape.
  template <class Member>
  void field(std::string_view name, Member& member, const sim::Field& field = {}) {
    add(name, field, &member, ShapeReference(&shape_of<Member>));
  }
  /// Collects an enumeration, or a std::optional or std::vector of one.
  template <class Member, class Table>
  void choice(std::string_view name, Member& member, const Table& table, const sim::Field& field = {});

  [[nodiscard]] std::vector<FieldShape> take() { return std::move(fields_); }

 private:
  // Throws std::logic_error if the name is taken or the member lies outside the object.
  void add(std::string_view name, const sim::Field& field, const void* member, ShapeReference shape);

  const void* object_;
  std::size_t size_;
  std::vector<FieldShape> fields_;
};

/// Holds for structs that list their fields with `describe`.
template <class Value>
concept Described = requires(FieldCollector& visit, Value& value) {
  describe(visit, value);
};

namespace detail {

template <class Value>
std::shared_ptr<void> make_default() {
  return std::make_shared<Value>();
}

template <class Value>
struct Container {
  static constexpr bool is_optional = false, is_list = false, is_map = false;
};
template <class Element>
struct Container<std::optional<Element>> {
  static constexpr bool is_optional = true, is_list = false, is_map = false;
  using Value = std::optional<Element>;
  using ElementType = Element;
  static OptionalShape shape(ShapeReference element) {
    return {std::move(element), [](void* value) -> void* { return *as(value) ? &**as(value) : nullptr; },
            [](void* value) -> void* { return *as(value) ? &**as(value) : &as(value)->emplace(); },
            [](void* value) { as(value)->reset(); }};
  }
  static Value* as(void* value) { return static_cast<Value*>(value); }
};
template <class Element>
struct Container<std::vector<Element>> {
  static_assert(!std::is_same_v<Element, bool>, "a list of bool has no addressable elements");
  static constexpr bool is_optional = false, is_list = true, is_map = false;
  using Value = std::vector<Element>;
  using ElementType = Element;
  static ListShape shape(ShapeReference element) {
    return {std::move(element), [](const void* value) { return static_cast<const Value*>(value)->size(); },
            [](void* value, std::size_t index) -> void* { return &as(value)->at(index); },
            [](void* value) -> void* { return &as(value)->emplace_back(); }, [](void* value) { as(value)->clear(); }};
  }
  static Value* as(void* value) { return static_cast<Value*>(value); }
};
template <class Element>
struct Container<std::map<std::string, Element>> {
  static constexpr bool is_optional = false, is_list = false, is_map = true;
  using Value = std::map<std::string, Element>;
  using ElementType = Element;
  static MapShape shape(ShapeReference element) {
    return {std::move(element),
            [](void* value) {
              std::vector<std::pair<std::string, void*>> entries;
              for (auto& [key, entry] : *as(value)) entries.emplace_back(key, &entry);
              return entries;
            },
            [](void* value, const std::string& key) -> void* { return &(*as(value))[key]; },
            [](void* value) { as(value)->clear(); }};
  }
  static Value* as(void* value) { return static_cast<Value*>(value); }
};

template <class Value>
Shape make_shape() {
  using Traits = Container<Value>;
  if constexpr (std::is_same_v<Value, bool>) {
    return {BooleanShape{}, &make_default<Value>};
  } else if constexpr (std::is_same_v<Value, std::string>) {
    return {TextShape{}, &make_default<Value>};
  } else if constexpr (std::is_same_v<Value, sim::Parameter>) {
    return {ParameterShape{}, &make_default<Value>};
  } else if constexpr (std::is_same_v<Value, sim::chance::Distribution>) {
    return {DistributionShape{}, &make_default<Value>};
  } else if constexpr (Traits::is_optional || Traits::is_list || Traits::is_map) {
    return {Traits::shape(ShapeReference(&shape_of<typename Traits::ElementType>)), &make_default<Value>};
  } else {
    static_assert(Described<Value>,
                  "a field must be bool, std::string, Parameter, Distribution, a struct with "
                  "describe(), or std::optional, std::vector, std::map<std::string, ...> of these");
    Value value{};
    FieldCollector collector(&value, sizeof(Value));
    describe(collector, value);
    return {ObjectShape{collector.take()}, &make_default<Value>};
  }
}

template <class Member>
std::shared_ptr<const Shape> make_choice(std::vector<std::string> names, std::vector<std::int64_t> values) {
  using Traits = Container<Member>;
  if constexpr (Traits::is_optional || Traits::is_list) {
    ShapeReference element(make_choice<typename Traits::ElementType>(std::move(names), std::move(values)));
    return std::make_shared<const Shape>(Shape{Traits::shape(std::move(element)), &make_default<Member>});
  } else {
    static_assert(std::is_enum_v<Member>, "a choice must be an enumeration, or std::optional or std::vector of one");
    return std::make_shared<const Shape>(
        Shape{ChoiceShape{
                  std::move(names), std::move(values),
                  [](const void* value) { return static_cast<std::int64_t>(*static_cast<const Member*>(value)); },
                  [](void* value, std::int64_t chosen) { *static_cast<Member*>(value) = static_cast<Member>(chosen); }},
              &make_default<Member>});
  }
}

}  // namespace detail

/// Makes the shape when it is first asked for.
template <class Value>
const Shape& shape_of() {
  static const Shape shape = detail::make_shape<Value>();
  return shape;
}

template <class Member, class Table>
void FieldCollector::choice(std::string_view name, Member& member, const Table& table, const sim::Field& field) {
  std::vector<std::string> names;
  std::vector<std::int64_t> values;
  for (const auto& [text, value] : table) {
    names.emplace_back(text);
    values.push_back(static_cast<std::int64_t>(value));
  }
  add(name, field, &member, ShapeReference(detail::make_choice<Member>(std::move(names), std::move(values))));
}

}  // namespace fleetcast::scenarios::documents
