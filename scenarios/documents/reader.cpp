#include "scenarios/documents/reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "scenarios/documents/bounds.hpp"
#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::documents {
namespace {

// Reads one value; a visitor over the forms of a shape.
class ValueReader {
 public:
  ValueReader(const Json& json, void* value, const ReadPlace& place, Problems& problems)
      : json_(json), value_(value), place_(place), problems_(problems) {}

  void operator()(const BooleanShape&) {
    if (!json_.is_boolean()) return refuse("true or false");
    *static_cast<bool*>(value_) = json_.get<bool>();
  }

  void operator()(const TextShape&) {
    if (!json_.is_string()) return refuse("text");
    std::string text = json_.get<std::string>();
    if (text.empty() && place_.field.required) return problems_.add(place_.pointer, "must not be empty");
    *static_cast<std::string*>(value_) = std::move(text);
  }

  void operator()(const ParameterShape&) {
    read_parameter(json_, *static_cast<sim::Parameter*>(value_), place_, problems_);
  }

  void operator()(const DistributionShape&) {
    read_distribution(json_, *static_cast<sim::chance::Distribution*>(value_), place_, problems_);
  }

  void operator()(const ChoiceShape& choice) {
    if (!json_.is_string()) return refuse(join_names(choice.names));
    const std::string name = json_.get<std::string>();
    const auto found = std::find(choice.names.begin(), choice.names.end(), name);
    if (found == choice.names.end()) {
      return problems_.add(place_.pointer, "must be " + join_names(choice.names) + ", not '" + name + "'" +
                                               did_you_mean(name, choice.names));
    }
    choice.set(value_, choice.values[static_cast<std::size_t>(found - choice.names.begin())]);
  }

  void operator()(const OptionalShape& optional) {
    if (json_.is_null()) return optional.clear(value_);
    read_value(*optional.element, json_, optional.engage(value_), place_, problems_);
  }

  void operator()(const ListShape& list) {
    if (!json_.is_array()) return refuse("a list");
    list.clear(value_);
    check_count(*list.element);
    for (std::size_t i = 0; i < json_.size(); ++i) {
      const ReadPlace place{child_pointer(place_.pointer, i), place_.field};
      read_value(*list.element, json_[i], list.append(value_), place, problems_);
    }
  }

  void operator()(const MapShape& map) {
    if (!json_.is_object()) return refuse("an object with a name for each entry");
    map.clear(value_);
    check_count(*map.element);
    for (const auto& [key, entry] : json_.items()) {
      const ReadPlace place{child_pointer(place_.pointer, key), place_.field};
      if (key.empty()) {
        problems_.add(place.pointer, "must have a name that is not empty");
        continue;
      }
      read_value(*map.element, entry, map.insert(value_, key), place, problems_);
    }
  }

  void operator()(const ObjectShape& object) {
    if (!json_.is_object()) return refuse("an object");
    refuse_unknown_keys(object);
    for (const FieldShape& field : object.fields) {
      const ReadPlace place{child_pointer(place_.pointer, field.name), field.field};
      const auto member = json_.find(field.name);
      if (member != json_.end()) {
        read_value(*field.shape, *member, field.in(value_), place, problems_);
      } else if (field.field.required) {
        problems_.add(place.pointer, "is required" + help_of(field.field));
      } else if (std::holds_alternative<ObjectShape>((*field.shape).form)) {
        // An absent struct may have required fields of its own.
        read_value(*field.shape, Json::object(), field.in(value_), place, problems_);
      }
    }
  }

 private:
  void refuse(const std::string& wanted) {
    problems_.add(place_.pointer, "must be " + wanted + ", not " + name_of(json_));
  }

  static std::string help_of(const sim::Field& field) {
    return field.help.empty() ? std::string() : ": " + std::string(field.help);
  }

  // The bounds of a field of numbers are those of each number; elsewhere they bound the number of entries.
  void check_count(const Shape& element) {
    if (std::holds_alternative<ParameterShape>(element.form)) return;
    if (std::holds_alternative<DistributionShape>(element.form)) return;
    const auto count = static_cast<double>(json_.size());
    if (const auto wrong = outside_bounds(count, place_.field, "entries")) problems_.add(place_.pointer, *wrong);
  }

  void refuse_unknown_keys(const ObjectShape& object) {
    std::vector<std::string> names;
    for (const FieldShape& field : object.fields) names.push_back(field.name);
    for (const auto& [key, member] : json_.items()) {
      if (std::find(names.begin(), names.end(), key) != names.end()) continue;
      // A field that is there already cannot be what was meant.
      std::vector<std::string> free_names;
      std::copy_if(names.begin(), names.end(), std::back_inserter(free_names),
                   [&](const std::string& name) { return !json_.contains(name); });
      problems_.add(child_pointer(place_.pointer, key), "is not known here" + did_you_mean(key, free_names));
    }
  }

  const Json& json_;
  void* value_;
  const ReadPlace& place_;
  Problems& problems_;
};

}  // namespace

void read_value(const Shape& shape, const Json& json, void* value, const ReadPlace& place, Problems& problems) {
  std::visit(ValueReader(json, value, place, problems), shape.form);
}

std::string name_of(const Json& json) {
  constexpr std::size_t longest = 60;
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list";
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() <= longest) return text;
  // A cut must not split a multi-byte character.
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

}  // namespace fleetcast::scenarios::documents
