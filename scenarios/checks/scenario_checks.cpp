#include "scenarios/checks/scenario_checks.hpp"

#include <optional>
#include <stdexcept>

#include "pricing/problems.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/documents/price_books.hpp"

namespace fleetcast::scenarios::checks {
namespace {

std::optional<pricing::PriceBook> find_book(const Scenario& scenario, documents::Problems& problems) {
  const std::string pointer = scenario.pricing.book ? "/pricing/book" : "/region";
  try {
    pricing::PriceBook book = documents::read_named_price_book(scenario.pricing.book.value_or(scenario.region));
    if (book.region == scenario.region) return book;
    problems.add(pointer, "price book '" + book.name + "' holds the prices of " + book.region + "; give a book of " +
                              scenario.region + ", or that region");
  } catch (const std::invalid_argument& error) {
    problems.add(pointer, error.what());
  } catch (const pricing::InvalidDocument& error) {
    problems.add(pointer, error.what());
  }
  return std::nullopt;
}

}  // namespace

void check_scenario(const Scenario& scenario, documents::Findings& findings) {
  check_frame(scenario, findings);
  check_classes(scenario, findings);
  check_applications(scenario, findings);
  check_services(scenario, findings);
  check_background(scenario, findings);
  check_events(scenario, findings);
  check_network(scenario, findings);
  if (const std::optional<pricing::PriceBook> book = find_book(scenario, findings.problems)) {
    check_capacity_providers(scenario, *book, findings);
    check_task_sizes(scenario, *book, findings);
    check_priced_types(scenario, *book, findings);
  }
  check_spot(scenario, findings);
}

}  // namespace fleetcast::scenarios::checks
