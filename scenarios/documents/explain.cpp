#include "scenarios/documents/explain.hpp"

#include <algorithm>
#include <stdexcept>

#include "scenarios/documents/bounds.hpp"
#include "scenarios/documents/marks.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/documents/words.hpp"

namespace fleetcast::scenarios::documents {
namespace {

// Stands at one place of the description, with the default value that a document has there.
struct Position {
  std::string pointer;
  const Shape* shape;
  sim::Field field;
  std::shared_ptr<void> default_value;
};

[[noreturn]] void lead_nowhere(const Position& from, const std::string& key, const std::string& hint) {
  throw std::invalid_argument(child_pointer(from.pointer, key) + ": is not known here" + hint);
}

Position step_into_object(const Position& from, const ObjectShape& object, const std::string& key) {
  std::vector<std::string> names;
  for (const FieldShape& field : object.fields) {
    if (field.name == key) {
      return {child_pointer(from.pointer, key), &*field.shape, field.field,
              std::shared_ptr<void>(from.default_value, field.in(from.default_value.get()))};
    }
    names.push_back(field.name);
  }
  const std::string hint = did_you_mean(key, names);
  lead_nowhere(from, key, hint.empty() ? "; the fields are " + join_names(names) : hint);
}

bool is_index(const std::string& key) {
  return key == "*" || key == "-" ||
         (!key.empty() && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; }));
}

Position through_optionals(Position from) {
  while (const auto* optional = std::get_if<OptionalShape>(&from.shape->form)) {
    void* element = optional->find(from.default_value.get());
    const Shape& inner = *optional->element;
    from.default_value = element ? std::shared_ptr<void>(from.default_value, element) : inner.make();
    from.shape = &inner;
  }
  return from;
}

Position step(const Position& start, const std::string& key) {
  const Position from = through_optionals(start);
  if (const auto* object = std::get_if<ObjectShape>(&from.shape->form)) return step_into_object(from, *object, key);
  if (const auto* map = std::get_if<MapShape>(&from.shape->form)) {
    const Shape& element = *map->element;
    return {child_pointer(from.pointer, key), &element, from.field, element.make()};
  }
  if (const auto* list = std::get_if<ListShape>(&from.shape->form)) {
    if (!is_index(key)) lead_nowhere(from, key, "; this is a list, whose elements have numbers");
    const Shape& element = *list->element;
    return {child_pointer(from.pointer, key), &element, from.field, element.make()};
  }
  lead_nowhere(from, key, "; " + from.pointer + " is a " + type_in_words(*from.shape, from.field));
}

std::string field_line(const FieldShape& field, void* default_value, std::size_t width) {
  std::string line = "  " + field.name + std::string(width - field.name.size() + 2, ' ');
  line += type_in_words(*field.shape, field.field);
  if (field.field.required) {
    line += ", required";
  } else if (const auto text = default_in_words(*field.shape, field.field, field.in(default_value))) {
    line += ", default " + *text;
  }
  if (!field.field.help.empty()) line.append("\n").append(width + 6, ' ').append(field.field.help);
  return line + "\n";
}

std::string list_fields(const Position& at) {
  const ObjectShape* object = object_within(*at.shape);
  if (object == nullptr) return {};
  const std::shared_ptr<void> defaults = default_within(*at.shape, at.default_value);
  std::size_t width = 0;
  for (const FieldShape& field : object->fields) width = std::max(width, field.name.size());
  std::string text = "\n" + at.pointer + pointer_suffix(*at.shape) + "/...\n";
  for (const FieldShape& field : object->fields) text += field_line(field, defaults.get(), width);
  return text;
}

std::string table_cell(std::string_view text) {
  std::string cell;
  for (const char character : text) {
    if (character == '|') cell += '\\';
    cell += character == '\n' ? ' ' : character;
  }
  return cell;
}

std::string table_row(const FieldShape& field, void* default_value) {
  std::string source(name_of_mark(field.field.mark));
  if (!field.field.source.empty()) source += ": " + std::string(field.field.source);
  const std::string fallback =
      field.field.required
          ? "required"
          : default_in_words(*field.shape, field.field, field.in(default_value)).value_or(std::string());
  return "| `" + field.name + "` | " + table_cell(type_in_words(*field.shape, field.field)) + " | " +
         table_cell(bounds_in_words(field.field, field.field.unit).value_or(std::string())) + " | " +
         table_cell(fallback) + " | " + table_cell(field.field.help) + " | " + table_cell(source) + " |\n";
}

// Adds the table of the object at a place and those of the objects below it; `above` guards against cycles.
void add_tables(const Position& at, std::vector<const ObjectShape*>& above, std::string& text) {
  const ObjectShape* object = object_within(*at.shape);
  if (object == nullptr || std::find(above.begin(), above.end(), object) != above.end()) return;
  const std::string pointer = at.pointer + pointer_suffix(*at.shape);
  const std::shared_ptr<void> defaults = default_within(*at.shape, at.default_value);
  text += "\n## " + (pointer.empty() ? std::string("The document") : "`" + pointer + "`") + "\n\n";
  if (!at.field.help.empty()) text += std::string(at.field.help) + "\n\n";
  text += "| field | type | range | default | meaning | known from |\n|---|---|---|---|---|---|\n";
  for (const FieldShape& field : object->fields) text += table_row(field, defaults.get());
  above.push_back(object);
  for (const FieldShape& field : object->fields) {
    const Position inner{child_pointer(pointer, field.name), &*field.shape, field.field,
                         std::shared_ptr<void>(defaults, field.in(defaults.get()))};
    add_tables(inner, above, text);
  }
  above.pop_back();
}

}  // namespace

std::string explain(const Shape& document, std::string_view pointer) {
  Position at{"", &document, {}, document.make()};
  for (const std::string& key : split_pointer(pointer)) at = step(at, key);
  std::string text = at.pointer.empty() ? "The document\n" : at.pointer + "\n";
  const auto add = [&](std::string_view label, std::string_view value) {
    if (!value.empty())
      text += "  " + std::string(label) + std::string(10 - label.size(), ' ') + std::string(value) + "\n";
  };
  add("help", at.field.help);
  add("type", type_in_words(*at.shape, at.field));
  add("range", bounds_in_words(at.field, at.field.unit).value_or(std::string()));
  add("required", at.field.required ? "yes" : "");
  add("default", default_in_words(*at.shape, at.field, at.default_value.get()).value_or(std::string()));
  if (!at.pointer.empty()) add("mark", name_of_mark(at.field.mark));
  add("source", at.field.source);
  return text + list_fields(at);
}

std::string reference_markdown(const Shape& document, std::string_view title) {
  std::string text = "# " + std::string(title) + "\n";
  std::vector<const ObjectShape*> above;
  add_tables({"", &document, {}, document.make()}, above, text);
  return text;
}

}  // namespace fleetcast::scenarios::documents
