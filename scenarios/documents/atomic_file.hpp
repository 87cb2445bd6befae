#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace fleetcast::scenarios::documents {

/// Writes a file so that others see the old contents or the new, never a part; throws std::runtime_error.
void write_file_atomically(const std::filesystem::path& path, std::string_view contents);

/// Throws std::invalid_argument if writing files of these names to a folder would lose a file of any other name, so
/// that long work can find out before it starts; a folder that is not there yet is fine.
void check_output_folder(const std::filesystem::path& folder, const std::set<std::string>& names);

/// Writes a folder of files so that others see the old folder or the new one, never a mixture.
///
/// A folder that is there already is replaced if check_output_folder allows it. Throws std::runtime_error if it cannot
/// be written; nothing is changed then.
void write_folder_atomically(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

}  // namespace fleetcast::scenarios::documents
