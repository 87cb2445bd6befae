#include "scenarios/commands/definition.hpp"

#include <gmock/gmock.h>

#include "scenarios/commands/completion.hpp"
#include "scenarios/commands/man_page.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A small program: `show FILE... --format table|json --out DIR --book BOOK --quiet`, and `book check BOOK`.
class DefinitionTest : public testing::Test {
 protected:
  DefinitionTest() : program_("Shows things.", "fleetcast") {
    CLI::App& show = *program_.add_subcommand("show", "Show it's [all]");
    show.add_option("FILE", files_, "Path of a file")->required()->type_name("");
    show.add_option("--format", text_, "How")->type_name("table|json");
    show.add_option("--out", text_, "Where")->type_name("DIR");
    show.add_option("--book", text_, "Prices")->type_name("BOOK");
    show.add_option("--set", text_, "Change")->type_name("/json/pointer=value");
    show.add_flag("--quiet", is_quiet_, "Say nothing");
    show.footer("\nA remark.\n\nExamples:\n  fleetcast show a.json \\\n    --quiet");
    CLI::App& book = *program_.add_subcommand("book", "Books");
    book.add_subcommand("check", "Check one")->add_option("BOOK", text_, "Name of a price book")->type_name("");
    program_.footer("\nExit codes: 0 done, 2 the input, or a file, is wrong.");
  }
  CommandDefinition definition() const { return definition_of(program_, {"us-east-1"}); }

 private:
  CLI::App program_;
  std::vector<std::string> files_;
  std::string text_;
  bool is_quiet_ = false;
};

TEST_F(DefinitionTest, KnowsWhatMayStandWhere) {
  const CommandDefinition program = definition();
  ASSERT_EQ(program.commands.size(), 2U);
  const CommandDefinition& show = program.commands[0];
  EXPECT_THAT(show.remarks, ElementsAre("A remark."));
  EXPECT_THAT(show.examples, ElementsAre("fleetcast show a.json \\\n  --quiet"));
  ASSERT_EQ(show.positionals.size(), 1U);
  EXPECT_EQ(show.positionals[0].value.placeholder, "FILE");
  EXPECT_EQ(show.positionals[0].value.paths, Paths::files);
  EXPECT_TRUE(show.positionals[0].is_required && show.positionals[0].is_repeatable);
  ASSERT_EQ(show.options.size(), 6U);
  EXPECT_THAT(show.options[0].names, ElementsAre("-h", "--help"));
  EXPECT_THAT(show.options[1].value.words, ElementsAre("table", "json"));
  EXPECT_EQ(show.options[2].value.paths, Paths::folders);
  EXPECT_THAT(show.options[3].value.words, ElementsAre("us-east-1"));
  EXPECT_EQ(show.options[3].value.paths, Paths::files);
  EXPECT_EQ(show.options[4].value.placeholder, "/json/pointer=value");
  EXPECT_TRUE(show.options[4].value.words.empty());
  EXPECT_EQ(show.options[5].value.placeholder, "");
  EXPECT_EQ(program.commands[1].commands[0].path, "book check");
  EXPECT_EQ(all_commands(program).size(), 4U);
}

TEST_F(DefinitionTest, WritesCompletions) {
  EXPECT_THAT(bash_completion(definition()),
              AllOf(HasSubstr("'') commands='show book' options='-h --help' ;;"),
                    HasSubstr("'show --format') words='table json' ;;"), HasSubstr("'show --out') paths=folders ;;"),
                    HasSubstr("'show '[0-9]*) paths=files ;;"), HasSubstr("'show --set') ;;"),
                    HasSubstr("'book check 0') words='us-east-1' paths=files ;;"), Not(HasSubstr("--quiet')"))));
  EXPECT_THAT(zsh_completion(definition()),
              AllOf(HasSubstr("'--format=[How]:table|json:(table json)'"), HasSubstr("'--out=[Where]:DIR:_files -/'"),
                    HasSubstr("'*:FILE:_files'"), HasSubstr(R"('show:Show it'\''s [all]')"),
                    HasSubstr("check) _fleetcast_book_check ;;")));
  EXPECT_THAT(fish_completion(definition()),
              AllOf(HasSubstr(R"(-n '__fleetcast_at \'show\'' -l format -r -a 'table json' -f -d 'How')"),
                    HasSubstr(R"(-n '__fleetcast_at \'\'' -a show -d 'Show it\'s [all]')")));
}

TEST_F(DefinitionTest, WritesAManualPage) {
  EXPECT_THAT(man_page(definition(), "1.2.3"),
              AllOf(HasSubstr(".TH FLEETCAST 1 \"\" \"fleetcast 1.2.3\""), HasSubstr("fleetcast \\- shows things\n"),
                    HasSubstr(".SS fleetcast book check\n"), HasSubstr("fleetcast show a.json \\e\n  \\-\\-quiet\n"),
                    HasSubstr(".BI \"\\-\\-out \" \"DIR\"\nWhere.\n"),
                    HasSubstr(".TP\n.B 0\ndone.\n.TP\n.B 2\nthe input, or a file, is wrong.\n")));
}

}  // namespace
}  // namespace fleetcast::scenarios::commands
