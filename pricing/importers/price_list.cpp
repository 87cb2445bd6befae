#include "pricing/importers/price_list.hpp"

#include "pricing/importers/file_form.hpp"
#include "pricing/importers/offer_collector.hpp"
#include "pricing/importers/price_list_forms.hpp"

namespace fleetcast::pricing::importers {

ImportedFigures read_price_list(std::istream& input, const ImportRequest& request) {
  const FileForm form = form_of(input, request.document);
  ImportedFigures figures;
  figures.region = request.region;
  ProblemList problems;
  OfferCollector collector(request.region, problems);
  const auto read = form == FileForm::json ? read_price_list_json : read_price_list_csv;
  const OfferHeading heading = read(input, request, collector, problems, figures);
  collector.finish(heading.publication_date.substr(0, 10), figures);
  if (problems.empty() && figures.prices.empty() && figures.reservations.empty()) {
    problems.add("", "holds no price of region " + request.region + " that a meter uses, among " +
                         std::to_string(figures.records) + (form == FileForm::json ? " products" : " rows"));
  }
  problems.throw_if_any(request.document);
  std::string name = "import";
  for (const std::string& part : {heading.offer_code, heading.version}) name += (part.empty() ? "" : " ") + part;
  std::string as_of = heading.publication_date.substr(0, 10);
  for (const auto& [key, price] : figures.prices) as_of = std::max(as_of, price.as_of);
  figures.source = {name, "AWS Price List offer file", request.document, as_of.substr(0, 10)};
  return figures;
}

}  // namespace fleetcast::pricing::importers
