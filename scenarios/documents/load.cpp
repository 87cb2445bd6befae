#include "scenarios/documents/load.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/reader.hpp"

namespace fleetcast::scenarios::documents {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& origin, const std::string& pointer, const std::string& message) {
  throw InvalidDocument(origin, {{pointer, message}});
}

// What was loaded, together with the version in which it was written.
struct Loaded {
  Json body;
  int version;
};

class Loader {
 public:
  explicit Loader(const Format& format) : format_(format) {}

  Loaded load_file(const std::string& path) {
    enter(path);
    Loaded loaded = load(parse_json_file(path), path, fs::path(path).parent_path());
    chain_.pop_back();
    return loaded;
  }

  Loaded load(Json document, const std::string& origin, const fs::path& folder) {
    if (!document.is_object()) {
      refuse(origin, "", "must be a JSON object, not " + name_of(document));
    }
    document.erase("$schema");
    std::optional<Loaded> base;
    if (const auto extends = document.find("extends"); extends != document.end()) {
      if (!extends->is_string() || extends->get_ref<const std::string&>().empty()) {
        refuse(origin, "/extends", "must be the path of a document, not " + name_of(*extends));
      }
      const fs::path path = folder / extends->get<std::string>();
      document.erase("extends");
      base = load_base(path.string(), origin);
    }
    const int version = take_version(document, origin, base);
    migrate(document, version, origin);
    if (!base) return {std::move(document), version};
    base->body.merge_patch(document);
    return {std::move(base->body), version};
  }

 private:
  struct Visited {
    std::string path;
    fs::path resolved;
  };

  Loaded load_base(const std::string& path, const std::string& origin) {
    std::error_code error;
    if (!fs::exists(path, error)) refuse(origin, "/extends", "there is no file '" + path + "'");
    return load_file(path);
  }

  // Notes that a file is being loaded; throws if it already is, since then it extends itself.
  void enter(const std::string& path) {
    std::error_code error;
    const fs::path resolved = fs::weakly_canonical(path, error);
    for (const Visited& visited : chain_) {
      if (visited.resolved != resolved) continue;
      std::string circle;
      for (const Visited& step : chain_) circle += step.path + " -> ";
      refuse(path, "/extends", "goes round in a circle: " + circle + path);
    }
    chain_.push_back({path, resolved});
  }

  int take_version(Json& document, const std::string& origin, const std::optional<Loaded>& base) const {
    const std::string newest = std::to_string(format_.schema_version);
    const auto found = document.find("schema_version");
    if (found == document.end()) {
      if (base) return base->version;
      refuse(origin, "/schema_version", "is required; the current version of a " + format_.name + " is " + newest);
    }
    if (!found->is_number_integer() || *found < 1) {
      refuse(origin, "/schema_version", "must be a whole number from 1 to " + newest + ", not " + name_of(*found));
    }
    if (*found > format_.schema_version) {
      refuse(origin, "/schema_version",
             "is " + name_of(*found) + ", but this program reads a " + format_.name + " only up to version " + newest +
                 "; a newer program is needed");
    }
    const int version = found->get<int>();
    document.erase("schema_version");
    return version;
  }

  void migrate(Json& document, int version, const std::string& origin) const {
    for (int from = version; from < format_.schema_version; ++from) {
      const auto step = std::find_if(format_.migrations.begin(), format_.migrations.end(),
                                     [&](const Migration& migration) { return migration.from_version == from; });
      if (step == format_.migrations.end()) {
        refuse(origin, "/schema_version",
               "is " + std::to_string(version) + ", which is too old: nothing brings version " + std::to_string(from) +
                   " up to " + std::to_string(from + 1));
      }
      step->apply(document);
    }
  }

  const Format& format_;
  std::vector<Visited> chain_;
};

}  // namespace

Json load_document(const std::string& path, const Format& format) { return Loader(format).load_file(path).body; }

Json load_document(Json document, const std::string& origin, const std::string& folder, const Format& format) {
  return Loader(format).load(std::move(document), origin, folder).body;
}

OrderedJson with_frame(const OrderedJson& body, const Format& format) {
  OrderedJson framed = {{"schema_version", format.schema_version}};
  for (const auto& [key, member] : body.items()) framed[key] = member;
  return framed;
}

}  // namespace fleetcast::scenarios::documents
