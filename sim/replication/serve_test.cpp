#include "sim/replication/serve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace fleetcast::sim::replication {
namespace {

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe(ends), 0); }
  ~Pipe() {
    close_out();
    close_in();
  }
  void close_in() {
    if (writes) ::close(ends[1]);
    writes = false;
  }
  void close_out() {
    if (reads) ::close(ends[0]);
    reads = false;
  }
  int out() const { return ends[0]; }
  int in() const { return ends[1]; }
  int ends[2] = {};
  bool reads = true;
  bool writes = true;
};

TEST(frames, come_out_as_they_went_in) {
  Pipe pipe;
  const std::string awkward("\0\xff\n frame", 9);
  write_frame(pipe.in(), awkward);
  write_frame(pipe.in(), "");
  pipe.close_in();
  EXPECT_EQ(read_frame(pipe.out()), awkward);
  EXPECT_EQ(read_frame(pipe.out()), "");
  EXPECT_EQ(read_frame(pipe.out()), std::nullopt);
}

TEST(frames, have_their_length_first_least_significant_byte_first) {
  Pipe pipe;
  write_frame(pipe.in(), std::string(258, 'x'));
  unsigned char head[4] = {};
  ASSERT_EQ(::read(pipe.out(), head, 4), 4);
  EXPECT_THAT(head, testing::ElementsAre(2, 1, 0, 0));
}

TEST(frames, are_refused_when_cut_or_too_long) {
  const std::string length_cut("\x05\0", 2);
  const std::string frame_cut("\x05\0\0\0abc", 7);
  for (const std::string& bytes : {length_cut, frame_cut, std::string("{\"a\": 1}"), std::string("too long")}) {
    Pipe pipe;
    ASSERT_EQ(::write(pipe.in(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    pipe.close_in();
    EXPECT_THROW(read_frame(pipe.out()), std::runtime_error);
  }
}

TEST(serve, answers_every_frame_in_order_and_survives_failures) {
  Pipe requests;
  Pipe answers;
  for (const char* payload : {"one", "throw", "die", "two"}) write_frame(requests.in(), payload);
  requests.close_in();
  serve(requests.out(), answers.in(), [](const std::string& payload) -> std::string {
    if (payload == "throw") throw std::runtime_error("no such scenario");
    if (payload == "die") ::raise(SIGKILL);
    return payload + "!";
  });
  answers.close_in();
  EXPECT_EQ(read_frame(answers.out()), std::string("\0one!", 5));
  EXPECT_EQ(read_frame(answers.out()), "\1no such scenario");
  EXPECT_EQ(read_frame(answers.out()), "\1killed by signal 9 (Killed)");
  EXPECT_EQ(read_frame(answers.out()), std::string("\0two!", 5));
  EXPECT_EQ(read_frame(answers.out()), std::nullopt);
}

TEST(serve, stops_when_nobody_reads_its_answers) {
  Pipe requests;
  Pipe answers;
  write_frame(requests.in(), "long");
  const pid_t server = ::fork();
  if (server == 0) {
    answers.close_out();
    requests.close_in();
    serve(requests.out(), answers.in(), [](const std::string&) -> std::string {
      std::this_thread::sleep_for(std::chrono::minutes(1));
      return "late";
    });
    ::_exit(::waitpid(-1, nullptr, WNOHANG) < 0 ? 42 : 41);
  }
  answers.close_in();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const auto begin = std::chrono::steady_clock::now();
  answers.close_out();
  int status = 0;
  ASSERT_EQ(::waitpid(server, &status, 0), server);
  EXPECT_EQ(WEXITSTATUS(status), 42);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace fleetcast::sim::replication
