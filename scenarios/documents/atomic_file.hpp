#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace fleetcast::scenarios::documents {

/// Writes a file so that others see the old contents or the new, never a part; throws std::runtime_error.
void write_file_atomically(const std::filesystem::path& path, std::string_view contents);

/// Writes a folder of files so that others see the old folder or the new one, never a mixture.
///
/// A folder that is there already is replaced only if it holds nothing but files of these names; otherwise
/// std::runtime_error names what would have been lost, and nothing is changed.
void write_folder_atomically(const std::filesystem::path& folder, const std::map<std::string, std::string>& files);

}  // namespace fleetcast::scenarios::documents
