#include "sim/replication/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string_view>
#include <system_error>

namespace fleetcast::sim::replication {

namespace {

// What a child sends: one byte that tells a result from an error, the length of the text, and the text.
enum class Verdict : char { result = 'r', error = 'e' };
constexpr std::size_t header_bytes = 1 + sizeof(std::uint64_t);

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string explain_exit(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    const char* description = sigdescr_np(number);
    return "killed by signal " + std::to_string(number) +
           (description == nullptr ? std::string() : " (" + std::string(description) + ")");
  }
  return "ended with exit code " + std::to_string(WEXITSTATUS(status)) + " before it had a result";
}

}  // namespace

Child::Child(const Run& run, const std::string& payload, const sigset_t& mask)
    : begin_(std::chrono::steady_clock::now()) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  // Output that waits in our buffers would be written by every child as well.
  std::fflush(nullptr);
  const pid_t parent = ::getpid();
  id_ = ::fork();
  if (id_ == 0) {
    ::close(ends[0]);
    be_the_child(run, payload, mask, parent, ends[1]);
  }
  const int fork_error = errno;
  ::close(ends[1]);
  if (id_ < 0) {
    ::close(ends[0]);
    throw std::system_error(fork_error, std::generic_category(), "fork");
  }
  // Set on both sides, since either may be first: a group of its own lets us kill whatever the child forks.
  ::setpgid(id_, id_);
  pipe_ = ends[0];
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  ::fcntl(ends[0], F_SETPIPE_SZ, 1 << 20);  // Large results in fewer turns; refused beyond the system's limit.
}

void Child::be_the_child(const Run& run, const std::string& payload, const sigset_t& mask, pid_t parent, int pipe) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The parent may have died before the line above.
  if (::getppid() != parent) ::_exit(1);
  ::setpgid(0, 0);
  for (const int number : {SIGINT, SIGTERM, SIGPIPE}) ::signal(number, SIG_DFL);
  ::sigprocmask(SIG_SETMASK, &mask, nullptr);
  // The parent's output may be a protocol or a document.
  ::dup2(STDERR_FILENO, STDOUT_FILENO);
  Verdict verdict = Verdict::result;
  std::string text;
  try {
    text = run(payload);
  } catch (const std::exception& error) {
    verdict = Verdict::error;
    text = error.what();
  } catch (...) {
    verdict = Verdict::error;
    text = "an exception that is not a std::exception";
  }
  std::fflush(nullptr);
  const std::uint64_t length = text.size();
  std::array<char, header_bytes> header{};
  header[0] = static_cast<char>(verdict);
  std::memcpy(&header[1], &length, sizeof length);
  const bool sent = write_all(pipe, {header.data(), header.size()}) && write_all(pipe, text);
  ::_exit(sent ? 0 : 1);
}

Child::~Child() {
  if (!reaped_) {
    ::kill(-id_, SIGKILL);
    ::kill(id_, SIGKILL);
    while (::waitpid(id_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_pipe();
}

void Child::close_pipe() {
  if (pipe_) ::close(*pipe_);
  pipe_.reset();
}

void Child::receive() {
  constexpr std::size_t chunk_bytes = 1 << 20;
  while (pipe_) {
    const std::size_t before = received_.size();
    received_.resize(before + chunk_bytes);
    const ssize_t count = ::read(*pipe_, received_.data() + before, chunk_bytes);
    const int error = errno;
    received_.resize(before + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count > 0 || (count < 0 && error == EINTR)) continue;
    if (count < 0 && error == EAGAIN) return;
    close_pipe();
  }
}

std::optional<ChildEnd> Child::end() {
  siginfo_t ended{};
  if (::waitid(P_PID, static_cast<id_t>(id_), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid != id_)
    return std::nullopt;
  // Whatever the child forked and left behind ends with it; until it is reaped, its group's number is nobody else's.
  ::kill(-id_, SIGKILL);
  int status = 0;
  struct rusage usage {};
  while (::wait4(id_, &status, 0, &usage) < 0 && errno == EINTR) {
  }
  reaped_ = true;
  receive();
  close_pipe();
  ChildEnd end = explain(status);
  end.wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  end.peak_rss_bytes = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  return end;
}

ChildEnd Child::explain(int status) const {
  ChildEnd end;
  std::uint64_t length = 0;
  if (received_.size() >= header_bytes) std::memcpy(&length, &received_[1], sizeof length);
  const bool complete = received_.size() >= header_bytes && received_.size() - header_bytes == length;
  if (!complete || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    end.error = explain_exit(status);
  else if (received_[0] == static_cast<char>(Verdict::error))
    end.error = received_.substr(header_bytes);
  else
    end.result = received_.substr(header_bytes);
  return end;
}

}  // namespace fleetcast::sim::replication
