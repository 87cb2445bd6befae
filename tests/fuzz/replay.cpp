#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <set>
#include <vector>

#include "tests/fuzz/fuzz_target.hpp"

// Stands in for libFuzzer where it is not at hand: runs every seed, what is left of it when it is cut off, and a number
// of mutations that are the same every time.

namespace {

constexpr int mutations_per_seed = 400;

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string text, const std::vector<std::string>& seeds, std::mt19937_64& random) {
  static const std::vector<std::string> tokens{"-1", "1e30", "NaN", "null", "\"", "{", "]", ",", "\\u0000", "0", "\n",
                                               "99999999999999999999999999", std::string(1, '\0'), "\xff", "Inf"};
  const std::size_t changes = 1 + random() % 4;
  for (std::size_t i = 0; i < changes; ++i) {
    const std::size_t at = text.empty() ? 0 : random() % text.size();
    switch (random() % 5) {
      case 0: text.resize(at); break;
      case 1: text.insert(at, tokens[random() % tokens.size()]); break;
      case 2: text.erase(at, 1 + random() % 40); break;
      case 3:
        if (!text.empty()) text[at] = static_cast<char>(random());
        break;
      default: {
        const std::string& other = seeds[random() % seeds.size()];
        const std::size_t from = other.empty() ? 0 : random() % other.size();
        text.insert(at, other.substr(from, random() % 200));
      }
    }
  }
  return text;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> seeds;
  for (int i = 1; i < count; ++i) {
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(arguments[i])) paths.insert(entry.path());
    for (const auto& path : paths) seeds.push_back(read(path));
  }
  if (seeds.empty()) {
    std::cerr << "no seeds: name a folder of them\n";
    return 2;
  }
  std::mt19937_64 random(1);
  std::size_t runs = 0;
  for (const std::string& seed : seeds) {
    run(seed);
    for (int i = 0; i < mutations_per_seed; ++i, ++runs) run(mutated(seed, seeds, random));
  }
  std::cout << seeds.size() << " seeds, " << runs << " mutations\n";
  return 0;
}
