"""Who may include whom: the table of the folders, their arrows and their third-party headers."""

import re

# Headers of the operating system that only folders which deal with processes and files may use.
# Besides them, the store of copies asks for large pages.
PLATFORM_FOLDERS = ("sim/replication", "sim/control", "sim/traffic/large_pages.hpp", "scenarios", "python", "tests")

# Third-party libraries by the first part of a header's name, and the folders (with all below) that may include them.
THIRD_PARTY = {
    "simgrid": ("sim/control", "tests/bench/peers"),
    "xbt": ("sim/control", "tests/bench/peers"),
    "ns3": ("tests/bench/peers",),
    "boost/random": ("sim",),
    "boost/math": ("sim",),
    "Eigen": ("sim",),
    "nlohmann": ("scenarios", "tests"),
    "CLI": ("scenarios",),
    "fmt": ("scenarios",),
    "date": ("scenarios",),
    "pybind11": ("python",),
}
TEST_LIBRARIES = ("gtest", "gmock")
OWN_FOLDERS = ("sim", "pricing", "models", "scenarios", "python", "tests")
# Shared by all islands of models/, besides their own folder.
MODELS_SHARED = ("models/messages.hpp", "models/metering/")


def is_below(path, folder):
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def may_include_own(file, included):
    """Tells whether the arrow from a file to a header of the project is in the table."""
    layer = file.path.split("/")[0]
    if layer == "sim":
        return is_below(included, "sim")
    if layer == "pricing":
        return is_below(included, "pricing")
    if layer == "models":
        return (
            is_below(included, "sim")
            or included == "pricing/usage.hpp"
            or included.startswith(MODELS_SHARED)
            or (file.folder != "models" and is_below(included, file.folder))
        )
    if layer == "scenarios":
        return not is_below(included, "python") and not is_below(included, "tests")
    if layer == "python":
        return included.split("/")[0] in ("python", "scenarios", "pricing", "sim")
    return True


def third_party_problem(file, included):
    """Returns what is wrong with including a header that is not the project's, or None."""
    if included.split("/")[0] in TEST_LIBRARIES:
        return None if file.is_test else f"<{included}> belongs into *_test.cpp and *_for_tests.hpp files"
    for name, folders in THIRD_PARTY.items():
        if not is_below(included, name) and included != f"{name}.hpp":
            continue
        loads_json = name == "nlohmann" and is_below(file.path, "pricing")
        if loads_json:
            is_allowed = not file.is_header or included == "nlohmann/json_fwd.hpp"
            return None if is_allowed else f"<{included}> is for the .cpp files of pricing's loaders"
        allowed = any(is_below(file.path, folder) for folder in folders)
        return None if allowed else f"<{included}> may be included only in {', '.join(folders)}"
    if re.fullmatch(r"[a-z_]+", included):
        return None  # the C++ standard library
    if re.fullmatch(r"(?:[a-z]+/)*[a-z_0-9]+\.h", included):
        if file.is_test or any(is_below(file.path, folder) for folder in PLATFORM_FOLDERS):
            return None
        return f"<{included}> is the operating system's: only {', '.join(PLATFORM_FOLDERS)} may include it"
    return f"<{included}> is not in the table of third-party headers (tests/architecture/include_table.py)"


def check_includes(tree):
    """Every include follows the table: sim -> sim, pricing -> pricing, models -> own island, and so on."""
    violations = []
    for file in tree.files:
        for line, included in file.includes:
            if included.split("/")[0] in OWN_FOLDERS:
                if not may_include_own(file, included):
                    violations.append(file.violation(line, f'"{included}" may not be included from {file.folder}/'))
            elif "/" not in included and included.endswith(".hpp"):
                violations.append(file.violation(line, f'name "{included}" by its path from the root of the project'))
            else:
                problem = third_party_problem(file, included)
                if problem:
                    violations.append(file.violation(line, problem))
    return violations
