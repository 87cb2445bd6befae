#include "scenarios/documents/atomic_file.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace fleetcast::scenarios::documents {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what, int error) {
  throw std::runtime_error(path.string() + ": " + what + ": " + std::strerror(error));
}

// Owns an open file that is being written.
class OutputFile {
 public:
  explicit OutputFile(const fs::path& path)
      : path_(path), descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) fail(path, "cannot be written", errno);
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  void write(std::string_view contents) const {
    while (!contents.empty()) {
      const ssize_t written = ::write(descriptor_, contents.data(), contents.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_, "cannot be written", errno);
      contents.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  // Makes sure that the contents are on the disk before the name is.
  void finish() {
    if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail(path_, "cannot be written", errno);
    const int descriptor = descriptor_;
    descriptor_ = -1;
    if (::close(descriptor) != 0) fail(path_, "cannot be written", errno);
  }

 private:
  const fs::path& path_;
  int descriptor_;
};

// Removes what is left under a temporary name, however its owner was left.
class Leftover {
 public:
  explicit Leftover(fs::path path) : path_(std::move(path)) { remove(); }
  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;
  ~Leftover() { remove(); }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code error;
    fs::remove_all(path_, error);
  }

  fs::path path_;
};

// The temporary name lies beside the target, since a rename is atomic only within one file system.
fs::path temporary_beside(const fs::path& target) {
  std::string name(".");
  name.append(target.filename().string()).append(".partial.").append(std::to_string(::getpid()));
  return target.parent_path() / name;
}

// "results/" and "results" are the same folder.
fs::path without_trailing_slash(const fs::path& path) {
  const fs::path normal = fs::absolute(path).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

void write_file(const fs::path& path, std::string_view contents) {
  OutputFile file(path);
  file.write(contents);
  file.finish();
}

void move(const fs::path& from, const fs::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "cannot be written", errno);
}

bool exchange(const fs::path& one, const fs::path& other) {
  return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0;
}

}  // namespace

void write_file_atomically(const fs::path& path, std::string_view contents) {
  const Leftover temporary(temporary_beside(fs::absolute(path)));
  write_file(temporary.path(), contents);
  move(temporary.path(), path);
}

void check_output_folder(const fs::path& folder, const std::set<std::string>& names) {
  if (!fs::exists(folder)) return;
  if (!fs::is_directory(folder))
    throw std::invalid_argument(folder.string() + ": is a file, not a folder; name another");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (names.contains(name) && entry.is_regular_file()) continue;
    throw std::invalid_argument(folder.string() + ": holds '" + name +
                                "', which is none of the files to be written; name another folder or remove it");
  }
}

void write_folder_atomically(const fs::path& folder, const std::map<std::string, std::string>& files) {
  const fs::path target = without_trailing_slash(folder);
  std::set<std::string> names;
  for (const auto& [name, contents] : files) names.insert(name);
  check_output_folder(target, names);
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  if (error) fail(folder, "its parent folder cannot be made", error.value());
  const Leftover temporary(temporary_beside(target));
  if (!fs::create_directory(temporary.path(), error)) fail(folder, "cannot be made", error.value());
  for (const auto& [name, contents] : files) write_file(temporary.path() / name, contents);
  if (!fs::exists(target)) return move(temporary.path(), target);
  if (exchange(temporary.path(), target)) return;
  // Some file systems cannot exchange names; then the folder is gone for a moment, but never half written.
  const Leftover old(target.parent_path() / (temporary.path().filename().string() + ".old"));
  move(target, old.path());
  move(temporary.path(), target);
}

}  // namespace fleetcast::scenarios::documents
