"""Proves that each rule of the architecture passes a good sample and catches bad ones, at the right place."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import check_architecture  # noqa: E402
from scopes import read_scopes  # noqa: E402
from source_tree import SourceFile, SourceTree  # noqa: E402

GOOD_HEADER = """#pragma once
#include <vector>

namespace fleetcast::sim::measures {

/// Counts things.
class Counter {
 public:
  explicit Counter(int start) : count_(start) {}
  /// Adds one.
  void add() { ++count_; }
  [[nodiscard]] int count() const { return count_; }

 private:
  int count_ = 0;
  std::vector<int> past_{1, 2};
  static constexpr int limit = 3;
};

}  // namespace fleetcast::sim::measures
"""
PATH = "sim/measures/counter.hpp"


def violations_of(rule, files):
    """Writes a tree of files into a temporary folder and returns what a rule says about it."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return [str(violation) for violation in check_architecture.RULES[rule](SourceTree(folder))]


class RuleTest(unittest.TestCase):
    """Offers one assertion for samples that break a rule, and one for those that do not."""

    def assert_broken(self, rule, path, text, line, *words):
        found = violations_of(rule, {path: text})
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(f"{path}:{line}: "), found)
        for word in words:
            self.assertIn(word, found[0])

    def assert_kept(self, rule, path, text):
        self.assertEqual(violations_of(rule, {path: text}), [])


class GoodSample(RuleTest):
    rules_under_test = tuple(check_architecture.RULES)

    def test_every_rule_is_run_by_ctest(self):
        self.assertEqual(sorted(self.rules_under_test), sorted(check_architecture.RULES))

    def test_every_rule_accepts_it(self):
        for rule in check_architecture.RULES:
            with self.subTest(rule):
                files = {PATH: GOOD_HEADER, "sim/README.md": "# sim\n"}
                self.assertEqual(violations_of(rule, files), [])


class Includes(RuleTest):
    def test_forbidden_arrows(self):
        for path, included in [
            ("sim/a.cpp", "pricing/usage.hpp"),
            ("sim/a.cpp", "models/messages.hpp"),
            ("pricing/a.cpp", "sim/time.hpp"),
            ("models/alb/a.cpp", "models/ecs/service.hpp"),
            ("models/alb/a.cpp", "pricing/bill.hpp"),
            ("models/messages.hpp", "models/alb/target.hpp"),
            ("models/alb/a.cpp", "scenarios/world/world.hpp"),
            ("scenarios/a.cpp", "python/module.hpp"),
            ("python/a.cpp", "models/messages.hpp"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_broken("includes", path, f'#include <map>\n#include "{included}"\n', 2, included)

    def test_forbidden_libraries(self):
        for path, included in [
            ("sim/traffic/a.cpp", "simgrid/s4u.hpp"),
            ("models/alb/a.cpp", "nlohmann/json.hpp"),
            ("pricing/a.hpp", "nlohmann/json.hpp"),
            ("pricing/a.cpp", "Eigen/Dense"),
            ("models/alb/a.cpp", "boost/random.hpp"),
            ("sim/a.cpp", "fmt/format.h"),
            ("models/alb/a.cpp", "unistd.h"),
            ("sim/a.cpp", "gtest/gtest.h"),
            ("scenarios/a.cpp", "unheard/of.hpp"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_broken("includes", path, f"#include <{included}>\n", 1, included)

    def test_allowed_arrows(self):
        for path, included in [
            ("sim/traffic/a.cpp", "sim/chance/philox.hpp"),
            ("models/alb/a.cpp", "models/alb/target.hpp"),
            ("models/alb/a.cpp", "models/messages.hpp"),
            ("models/alb/a.cpp", "models/metering/metering.hpp"),
            ("models/alb/a.cpp", "pricing/usage.hpp"),
            ("scenarios/world/a.cpp", "models/alb/target.hpp"),
            ("sim/control/a.cpp", "simgrid/s4u.hpp"),
            ("sim/chance/a.cpp", "boost/random/uniform_01.hpp"),
            ("pricing/a.cpp", "nlohmann/json.hpp"),
            ("sim/a_test.cpp", "gtest/gtest.h"),
            ("sim/replication/a.cpp", "sys/wait.h"),
        ]:
            with self.subTest(path=path, included=included):
                self.assert_kept("includes", path, f"#include <{included}>\n")

    def test_an_include_in_a_comment_is_none(self):
        self.assert_kept("includes", "sim/a.cpp", '// #include "pricing/usage.hpp"\n')


class Words(RuleTest):
    def test_sim_has_no_aws_word(self):
        for text in ["int spot_price;", "class Ec2Host {};", "// like an ALB", 'auto x = "fargate";']:
            with self.subTest(text):
                self.assert_broken("aws_words", "sim/a.cpp", f"\n{text}\n", 2, "no AWS word")

    def test_words_that_only_look_like_it(self):
        self.assert_kept("aws_words", "sim/a.cpp", "int records, s3, laws, balb; // spotted\n")
        self.assert_kept("aws_words", "models/ec2/a.cpp", "int spot_price;\n")

    def test_pricing_has_no_clock(self):
        self.assert_broken("pricing_words", "pricing/a.cpp", "auto t = std::chrono::system_clock::now();\n", 1, "clock")
        self.assert_broken("pricing_words", "pricing/a.cpp", "\nusing Instant = int;\n", 2, "Instant")

    def test_models_has_no_json(self):
        self.assert_broken("model_words", "models/alb/a.cpp", "void to_json();\n", 1, "json")

    def test_nothing_depends_on_the_machine(self):
        for text in ["std::random_device d;", "std::normal_distribution<double> n;", "std::hash<int> h;"]:
            with self.subTest(text):
                self.assert_broken("determinism", "sim/a.cpp", f"\n{text}\n", 2, "sim/chance")
        self.assert_broken("determinism", "sim/a.cpp", "auto t = std::chrono::steady_clock::now();\n", 1, "wall time")
        self.assert_kept("determinism", "sim/replication/a.cpp", "auto t = std::chrono::steady_clock::now();\n")

    def test_unfinished_work(self):
        for word in ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]:
            with self.subTest(word):
                self.assert_broken("finished", "sim/a.cpp", f"int a;\n// {word}: later\n", 2, word)


class Sizes(RuleTest):
    def test_a_long_file(self):
        found = violations_of("sizes", {"sim/a.cpp": "int a;\n" * 401, "sim/b.cpp": "", "sim/c.cpp": ""})
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("sim/a.cpp:401: 401 lines"), found)

    def test_a_long_function(self):
        body = "  if (a) {\n    b();\n  }\n" * 20
        self.assert_broken("sizes", "sim/a.cpp", f"\nvoid f(int a) {{\n{body}}}\n", 2, "62 lines")
        self.assert_kept("sizes", "sim/a.cpp", f"void f(int a) {{\n{body[:-10]}}}\n")

    def test_a_wide_line(self):
        self.assert_broken("sizes", "sim/a.cpp", "//" + "x" * 119 + "\n", 1, "121 columns")

    def test_a_house_of_long_files(self):
        text = "int a;\n" * 200
        found = violations_of("sizes", {"sim/a.cpp": text, "sim/b.cpp": text})
        self.assertEqual(len(found), 1)
        self.assertIn("median file has 200 lines", found[0])


class Names(RuleTest):
    def test_types(self):
        self.assert_broken("names", "sim/a.cpp", "struct my_type {};\n", 1, "PascalCase")
        for name in ["TaskManager", "ParseHelper", "PoolInfo", "Data"]:
            with self.subTest(name):
                self.assert_broken("names", "sim/a.cpp", f"\nclass {name} {{}};\n", 2, "does not say what it is")

    def test_functions_and_files(self):
        self.assert_broken("names", "sim/a.cpp", "void doThings();\n", 1, "camelCase")
        self.assert_broken("names", "sim/MyFile.cpp", "", 1, "snake_case")

    def test_private_members(self):
        bad = GOOD_HEADER.replace("int count_ = 0;", "int count_ = 0;\n  std::vector<int> seen{1};")
        self.assert_broken("names", PATH, bad, 16, "'seen'")
        functions = "void run(int slot, int kind = 0);\n  std::function<void(int)> call_;\n  int past(int a) const;\n"
        self.assert_kept("names", PATH, GOOD_HEADER.replace("int count_ = 0;", functions))


class Headers(RuleTest):
    def test_a_header_without_pragma_once(self):
        self.assert_broken("pragma_once", "sim/a.hpp", "// #pragma once\n", 1, "#pragma once")

    def test_a_header_that_leans_on_another(self):
        self.assert_broken("headers", "sim/a.hpp", "#pragma once\n\ninline std::string name();\n", 3, "compile alone")

    def test_a_header_that_no_source_includes_first(self):
        bad = "#pragma once\n\ninline std::string name();\n"
        second = {"sim/a.hpp": bad, "sim/a.cpp": '#include <string>\n\n#include "sim/a.hpp"\n'}
        self.assertEqual(len(violations_of("headers", second)), 1)
        first = {"sim/a.hpp": bad, "sim/a.cpp": '#include "sim/a.hpp"\n'}
        self.assertEqual(violations_of("headers", first), [])

    def test_a_change_underneath_is_noticed(self):
        with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
            Path(folder, "sim").mkdir()
            Path(folder, "sim/a.hpp").write_text('#pragma once\n#include "sim/b.hpp"\ninline B b;\n', encoding="utf-8")
            Path(folder, "sim/b.hpp").write_text("#pragma once\nstruct B {};\n", encoding="utf-8")
            check = check_architecture.RULES["headers"]
            self.assertEqual(check(SourceTree(folder), cache), [])
            self.assertEqual(check(SourceTree(folder), cache), [])
            Path(folder, "sim/b.hpp").write_text("#pragma once\nstruct C {};\n", encoding="utf-8")
            self.assertEqual([violation.path for violation in check(SourceTree(folder), cache)], ["sim/a.hpp"])


class Namespaces(RuleTest):
    def test_a_namespace_of_another_folder(self):
        bad = GOOD_HEADER.replace("sim::measures", "sim::chance")
        self.assert_broken("namespaces", PATH, bad, 4, "fleetcast::sim::measures")


class Documentation(RuleTest):
    def test_types_functions_and_members(self):
        self.assert_broken("documentation", PATH, GOOD_HEADER.replace("/// Counts things.\n", ""), 6, "class Counter")
        self.assert_broken("member_documentation", PATH, GOOD_HEADER.replace("  /// Adds one.\n", ""), 10, "void add()")
        text = "#pragma once\nnamespace a {\n\nint twice(int n);\n}\n"
        self.assert_broken("documentation", "sim/a.hpp", text, 4, "int twice(int n)")

    def test_one_sentence_serves_an_unbroken_group(self):
        text = "#pragma once\n/// Twice.\nint twice(int n);\ndouble twice(double n);\n\nlong twice(long n);\n"
        self.assert_broken("documentation", "sim/a.hpp", text, 6, "long twice")


class Layout(RuleTest):
    def test_a_stranger_at_the_top(self):
        found = violations_of("top_level", {"sim/a.hpp": "", "drafts/b.txt": ""})
        self.assertEqual(len(found), 1)
        self.assertTrue(found[0].startswith("drafts:1: "))

    def test_folder_pages(self):
        found = violations_of("readmes", {"sim/a.hpp": "", "pricing/README.md": "line\n" * 121})
        self.assertEqual([text.split(" ")[0] for text in found], ["sim/README.md:1:", "pricing/README.md:121:"])


class Scopes(unittest.TestCase):
    def test_lambdas_and_initialisers_do_not_end_a_function(self):
        body = "  auto g = [&](int a) { return a; };\n  int n{0};\n  h({1, 2}, [] { k(); });\n  return g(n);\n"
        code = f"int f() {{\n{body}}}\nint z;\n"
        declarations = read_scopes(SourceFile("sim/a.cpp", code))
        functions = [declaration for declaration in declarations if declaration.kind == "function"]
        self.assertEqual([declaration.head for declaration in functions], ["int f()"])
        self.assertEqual(code[functions[0].end :], "}\nint z;\n")
        self.assertEqual(declarations[-1].head, "int z")
        self.assertEqual(declarations[-1].scopes, ())

    def test_braces_in_strings_and_comments_do_not_count(self):
        code = 'void f() {\n  g("}");  // }\n  c = \'}\';\n  auto raw = R"({{)";\n}\nint z;\n'
        declarations = read_scopes(SourceFile("sim/a.cpp", code))
        self.assertEqual((declarations[-1].head, declarations[-1].scopes), ("int z", ()))


if __name__ == "__main__":
    if "--rules" in sys.argv:
        at = sys.argv.index("--rules")
        GoodSample.rules_under_test = tuple(sys.argv[at + 1 :])
        del sys.argv[at:]
    unittest.main()
