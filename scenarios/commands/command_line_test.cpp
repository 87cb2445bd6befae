#include "scenarios/commands/command_line.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/sample_document.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(ExitCode, AFailedAuditOutweighsAMissedObjective) {
  EXPECT_EQ(exit_code_of(true, false), ExitCode::done);
  EXPECT_EQ(exit_code_of(true, true), ExitCode::missed);
  EXPECT_EQ(exit_code_of(false, false), ExitCode::failed);
  EXPECT_EQ(exit_code_of(false, true), ExitCode::failed);
}

// Runs commands over sample documents and keeps what they said and what they asked for.
class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest()
      : document_(std::filesystem::path(testing::TempDir()) /
                  (std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + ".json")) {
    actions_.scenario = documents::kind_of<documents::sample::Stack>(
        {.name = "scenario", .schema_version = 1},
        [](const documents::sample::Stack& stack, documents::Findings& findings) {
          if (stack.name == "bad") findings.problems.add("/name", "is a bad name");
          if (stack.weights.empty()) findings.warnings.add("/weights", "are empty");
        });
    actions_.run = [this](const RunOptions& options, terminal::Terminal&) {
      run_ = options;
      return result_;
    };
    actions_.compare = [this](const CompareOptions& options, terminal::Terminal&) {
      compare_ = options;
      return ExitCode::done;
    };
    actions_.commit = [this](const CommitOptions& options, terminal::Terminal&) {
      commit_ = options;
      return ExitCode::done;
    };
    actions_.worker = [] { return ExitCode::done; };
  }
  ~CommandLineTest() override { std::filesystem::remove(document_); }

  int call(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream errors;
    terminal::Terminal terminal{out, errors};
    const ExitCode code = run_command_line(arguments, actions_, terminal);
    out_ = out.str();
    errors_ = errors.str();
    return static_cast<int>(code);
  }
  std::string put(const std::string& text) const {
    std::ofstream(document_) << text;
    return document_.string();
  }

  Actions actions_;
  RunOptions run_;
  CompareOptions compare_;
  CommitOptions commit_;
  ExitCode result_ = ExitCode::done;
  std::string out_;
  std::string errors_;

 private:
  std::filesystem::path document_;
};

TEST_F(CommandLineTest, HelpShowsEveryCommandAndExamples) {
  EXPECT_EQ(call({"--help"}), 0);
  for (const char* command :
       {"run", "validate", "schema", "explain", "bill", "compare", "commit", "worker", "version"}) {
    EXPECT_THAT(out_, HasSubstr(std::string("\n  ") + command));
  }
  EXPECT_THAT(out_, AllOf(HasSubstr("Examples:"), HasSubstr("Exit codes: 0 done")));
  EXPECT_EQ(errors_, "");
  EXPECT_EQ(call({"run", "--help"}), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("--replications N"), HasSubstr("--format table|json"), HasSubstr("Examples:")));
}

TEST_F(CommandLineTest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(call({}), 2);
  EXPECT_EQ(call({"rnu", "x.json"}), 2);
  EXPECT_THAT(errors_, HasSubstr("fleetcast: there is no command 'rnu' (did you mean 'run'?)\n"));
  EXPECT_EQ(call({"run", "x.json", "--replication", "3"}), 2);
  EXPECT_THAT(errors_, HasSubstr("(did you mean '--replications'?)"));
  EXPECT_EQ(call({"run"}), 2);
  EXPECT_EQ(call({"run", "x.json", "--replications", "0"}), 2);
  EXPECT_EQ(call({"run", "x.json", "--fidelity", "half"}), 2);
  EXPECT_THAT(errors_, HasSubstr("--fidelity: must be 'full' or 'sampled', not 'half'"));
  EXPECT_EQ(call({"run", "x.json", "--seed", "-1"}), 2);
  EXPECT_THAT(errors_, HasSubstr("must be a whole number from 0 to 18446744073709551615, not '-1'"));
  EXPECT_EQ(out_, "");
}

TEST_F(CommandLineTest, HandsTheOptionsToTheRun) {
  EXPECT_EQ(call({"run",
                  "--set",
                  "/a=1",
                  "x.json",
                  "--set",
                  "/b=[1, 2]",
                  "--seed",
                  "18446744073709551615",
                  "--replications",
                  "5",
                  "--fidelity",
                  "full",
                  "--jobs",
                  "2",
                  "--out",
                  "results",
                  "--format",
                  "json",
                  "--quiet",
                  "--check"}),
            0);
  EXPECT_EQ(run_.scenario, "x.json");
  EXPECT_THAT(run_.settings, ElementsAre("/a=1", "/b=[1, 2]"));
  EXPECT_EQ(run_.seed, 18446744073709551615U);
  EXPECT_EQ(run_.replications, 5);
  EXPECT_EQ(run_.fidelity, Fidelity::full);
  EXPECT_EQ(run_.jobs, 2);
  EXPECT_EQ(run_.out, "results");
  EXPECT_EQ(run_.format, ReportFormat::json);
  EXPECT_TRUE(run_.is_quiet);
  EXPECT_TRUE(run_.is_checked);
}

TEST_F(CommandLineTest, LeavesWhatWasNotGivenToTheScenario) {
  EXPECT_EQ(call({"run", "x.json"}), 0);
  EXPECT_EQ(run_.seed, std::nullopt);
  EXPECT_EQ(run_.replications, std::nullopt);
  EXPECT_EQ(run_.out, std::nullopt);
  EXPECT_EQ(run_.format, ReportFormat::table);
  EXPECT_FALSE(run_.is_checked);
}

TEST_F(CommandLineTest, ComparesTwoDocuments) {
  EXPECT_EQ(call({"compare", "a.json", "b.json", "--replications", "8"}), 0);
  EXPECT_EQ(compare_.first, "a.json");
  EXPECT_EQ(compare_.second, "b.json");
  EXPECT_EQ(compare_.replications, 8);
  EXPECT_EQ(call({"compare", "a.json"}), 2);
}

TEST_F(CommandLineTest, SeeksACommitment) {
  EXPECT_EQ(call({"commit", "a.json", "b.json", "--discount", "0.27", "--replications", "7", "--format", "json"}), 0);
  EXPECT_EQ(commit_.inputs, (std::vector<std::string>{"a.json", "b.json"}));
  EXPECT_EQ(commit_.discount, "0.27");
  EXPECT_EQ(commit_.replications, 7);
  EXPECT_EQ(commit_.format, ReportFormat::json);
  EXPECT_EQ(call({"commit"}), 2);
}

TEST_F(CommandLineTest, TurnsExceptionsIntoExitCodes) {
  const auto throwing = [&](auto error) {
    actions_.run = [error](const RunOptions&, terminal::Terminal&) -> ExitCode { throw error; };
    return call({"run", "x.json"});
  };
  EXPECT_EQ(throwing(documents::InvalidDocument("x.json", {{"/a", "is wrong"}})), 2);
  EXPECT_EQ(errors_, "fleetcast: x.json: 1 problem\n  /a: is wrong\n");
  EXPECT_EQ(throwing(std::invalid_argument("x")), 2);
  EXPECT_EQ(throwing(std::runtime_error("a run failed")), 3);
  EXPECT_EQ(throwing(std::logic_error("alb at 12.5 s: negative")), 3);
  actions_.run = [](const RunOptions&, terminal::Terminal&) { return ExitCode::missed; };
  EXPECT_EQ(call({"run", "x.json"}), 1);
}

TEST_F(CommandLineTest, ValidatesDocuments) {
  EXPECT_EQ(call({"validate", put(R"({"schema_version": 1, "name": "x", "weights": []})")}), 0);
  EXPECT_THAT(out_, HasSubstr("is a valid scenario"));
  EXPECT_THAT(errors_, HasSubstr("1 warning\n  /weights: are empty"));
  EXPECT_EQ(call({"validate", put(R"({"schema_version": 1, "name": "x", "rat": 1})")}), 2);
  EXPECT_THAT(errors_, HasSubstr("/rat: is not known here (did you mean 'rate'?)"));
  EXPECT_EQ(out_, "");
  EXPECT_EQ(call({"validate", put(R"({"schema_version": 1, "name": "bad"})")}), 2);
  EXPECT_THAT(errors_, HasSubstr("/name: is a bad name"));
  EXPECT_EQ(call({"validate", "none.json"}), 2);
}

TEST_F(CommandLineTest, PrintsTheDocumentAsItIsUnderstood) {
  const std::string path = put(R"({"schema_version": 1, "name": "x"})");
  EXPECT_EQ(call({"validate", path, "--set", "/horizon=3600", "--set", "/name=y", "--print", "changed"}), 0);
  EXPECT_EQ(documents::Json::parse(out_),
            documents::Json::parse(R"({"schema_version": 1, "name": "y", "horizon": "1 h"})"));
  EXPECT_EQ(call({"validate", path, "--print", "all"}), 0);
  EXPECT_EQ(documents::Json::parse(out_)["horizon"], "30 d");
  EXPECT_EQ(call({"validate", path, "--set", "/autoscaling={}", "--assumptions"}), 0);
  EXPECT_THAT(out_, HasSubstr("/autoscaling/cooldown  5 min"));
}

TEST_F(CommandLineTest, PrintsSchemaExplanationsAndVersion) {
  EXPECT_EQ(call({"schema"}), 0);
  EXPECT_EQ(documents::Json::parse(out_)["title"], "Fleetcast scenario");
  EXPECT_EQ(call({"explain", "/services/api/task/cpu"}), 0);
  EXPECT_THAT(out_, HasSubstr("between 0.25 and 192 vCPU"));
  EXPECT_EQ(call({"explain", "/servces"}), 2);
  EXPECT_THAT(errors_, HasSubstr("(did you mean 'services'?)"));
  EXPECT_EQ(call({"explain", "--markdown"}), 0);
  EXPECT_THAT(out_, HasSubstr("# The scenario document"));
  EXPECT_EQ(call({"version"}), 0);
  EXPECT_THAT(out_, AllOf(HasSubstr("fleetcast 0."), HasSubstr("us-east-1")));
}

TEST_F(CommandLineTest, PricesUsageAgain) {
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE}), 0) << errors_;
  EXPECT_THAT(out_, AllOf(HasSubstr("the usage as recorded"), HasSubstr("\ntotal ")));
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--format", "json"}), 0) << errors_;
  const documents::Json bill = documents::Json::parse(out_);
  EXPECT_EQ(bill["billed"], "horizon");
  EXPECT_FALSE(bill["lines"].empty());
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--month-hours", "730", "--format", "json"}), 0) << errors_;
  EXPECT_EQ(documents::Json::parse(out_)["month_hours"], 730);
  EXPECT_NE(documents::Json::parse(out_)["total_usd"], bill["total_usd"]);
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--format", "focus"}), 0) << errors_;
  EXPECT_THAT(out_, HasSubstr("BilledCost"));
}

TEST_F(CommandLineTest, PricesTheUsageWithinAResult) {
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE}), 0);
  const std::string from_usage = out_;
  std::ostringstream usage;
  usage << std::ifstream(FLEETCAST_TEST_USAGE).rdbuf();
  EXPECT_EQ(call({"bill", put("{\"schema_version\": 1, \"usage\": " + usage.str() + "}")}), 0) << errors_;
  EXPECT_EQ(out_, from_usage);
}

TEST_F(CommandLineTest, BillAppliesCommitmentsAndDiscounts) {
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--format", "json"}), 0) << errors_;
  const documents::Json plain = documents::Json::parse(out_);
  const std::string plan = put(R"({"schema_version": 1, "commitments": [{"id": "plan", "type": "compute_savings_plan",
    "usd_per_hour": "0.5", "rates": [{"discount": "0.3"}]}]})");
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--commitments", plan, "--format", "json"}), 0) << errors_;
  const documents::Json covered = documents::Json::parse(out_);
  EXPECT_NE(covered["total_usd"], plain["total_usd"]);
  EXPECT_EQ(covered["total_usd"], covered["amortised_total_usd"]);
  EXPECT_NE(out_.find("\"CommitmentDiscountStatus\": \"Used\""), std::string::npos);
  EXPECT_EQ(
      call({"bill", FLEETCAST_TEST_USAGE, "--commitments", plan, "--by", "purchase_option", "--cost", "amortised"}), 0);
  EXPECT_NE(out_.find("Compute Savings Plan"), std::string::npos);
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--discounts", put(R"({"schema_version": 1, "overall": "0.1"})")}), 0);
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--discounts", put(R"({"schema_version": 1, "overall": "10 %"})")}), 2);
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--by", "colour"}), 2);
}

TEST_F(CommandLineTest, RefusesToPriceWhatItCannot) {
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--book", "us-east-9"}), 2);
  EXPECT_THAT(errors_, HasSubstr("there is no price book 'us-east-9' (did you mean 'us-east-1'?)"));
  EXPECT_EQ(call({"bill", put("[]")}), 2);
  EXPECT_EQ(call({"bill", put(R"({"schema_version": 1, "rows": [{"meter": "x"}]})")}), 2);
  EXPECT_THAT(errors_, HasSubstr("/rows/0"));
  EXPECT_EQ(call({"bill", put(R"({"schema_version": 1, "rows": []})"), "--month-hours", "730"}), 2);
  EXPECT_THAT(errors_, HasSubstr("horizon"));
  EXPECT_THAT(out_, Not(HasSubstr("total")));
}

TEST_F(CommandLineTest, CreditsUptimeAndNamesUncertainPrices) {
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE}), 0) << errors_;
  EXPECT_THAT(out_, HasSubstr("of the prices: "));
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--format", "json"}), 0) << errors_;
  const std::string full = documents::Json::parse(out_)["total_usd"];
  const std::vector<std::string> credited = {"bill", FLEETCAST_TEST_USAGE, "--format",
                                             "json", "--uptime",           "Amazon CloudFront=90"};
  EXPECT_EQ(call(credited), 0) << errors_;
  const documents::Json bill = documents::Json::parse(out_);
  EXPECT_NE(bill["total_usd"], full);
  EXPECT_EQ(bill["by_aws_service_usd"]["Amazon CloudFront"], "0");
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--uptime", "Amazon CloudFrond=90"}), 2);
  EXPECT_THAT(errors_, HasSubstr("did you mean 'Amazon CloudFront'?"));
  EXPECT_EQ(call({"bill", FLEETCAST_TEST_USAGE, "--uptime", "90"}), 2);
  EXPECT_THAT(errors_, HasSubstr("must be SERVICE=PERCENT"));
}

TEST_F(CommandLineTest, ShowsPriceBooks) {
  EXPECT_EQ(call({"book", "show"}), 0) << errors_;
  EXPECT_THAT(
      out_, AllOf(HasSubstr("us-east-1"), HasSubstr("us-west-2"), HasSubstr("eu-west-1"), HasSubstr("ap-northeast-1")));
  EXPECT_EQ(call({"book", "show", "eu-west-1"}), 0) << errors_;
  EXPECT_THAT(out_, AllOf(HasSubstr("nat.hours"), HasSubstr("0.048"), Not(HasSubstr("cloudwatch.alarm_hours"))));
  EXPECT_EQ(call({"book", "show", "eu-west-1", "--meter", "nat.hours"}), 0) << errors_;
  EXPECT_THAT(out_, AllOf(HasSubstr("0.048"), HasSubstr("price_list_api"), HasSubstr("2022-09-03")));
  EXPECT_EQ(call({"book", "show", "eu-west-1", "--meter", "nat.hour"}), 2);
  EXPECT_THAT(errors_, HasSubstr("price book eu-west-1 has no price of 'nat.hour' (did you mean 'nat.hours'?)"));
  EXPECT_EQ(call({"book", "show", "--meter", "nat.hours"}), 2);
  EXPECT_EQ(call({"book"}), 2);
}

TEST_F(CommandLineTest, ComparesAndChecksPriceBooks) {
  EXPECT_EQ(call({"book", "diff", "us-east-1", "us-east-1"}), 0) << errors_;
  EXPECT_THAT(out_, HasSubstr("Every price is the same."));
  EXPECT_EQ(call({"book", "diff", "us-east-1", "eu-west-1"}), 0) << errors_;
  EXPECT_THAT(out_, AllOf(HasSubstr("nat.hours"), HasSubstr("+6.7 %"), HasSubstr("gone")));
  EXPECT_EQ(call({"book", "check", "eu-west-1"}), 0) << errors_;
  EXPECT_THAT(out_, HasSubstr("cloudwatch.alarm_hours: has no price"));
  EXPECT_EQ(call({"book", "check", put(R"({"schema_version": 2, "name": 5})")}), 2);
  EXPECT_THAT(errors_, AllOf(HasSubstr("/schema_version: must be 1"), HasSubstr("/name"), HasSubstr("/prices")));
  EXPECT_EQ(call({"book", "check", put(R"({"schema_version": 1, "name": "b", "region": "r", "currency": "USD",
      "date": "2026-01-01", "sources": {"s": {}}, "allowances": [], "instance_types": [], "cache_node_types": [],
      "aurora_classes": [], "prices": [{"meter": "nat.hours", "pool": "", "purchase_option": "", "unit": "Hours",
      "price": "1000000", "from": "0", "to": null, "source": "s", "as_of": "2026", "confidence": "sure"}]})")}),
            1);
  EXPECT_THAT(out_, AllOf(HasSubstr("WRONG    nat.hours: costs 1000000 USD"), HasSubstr("2 wrong")));
}

}  // namespace
}  // namespace fleetcast::scenarios::commands
