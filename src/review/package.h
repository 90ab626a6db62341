// Inside of the review module: a .docx file as its parts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/files.h"
#include "core/result.h"

namespace qiyue::review {

// The parts by name; bounded, so that a small file cannot fill the memory.
Result<std::vector<OutputFile>> unpack(const std::string& path, std::string_view bytes);
// The same parts as a file, in the order given, with a fixed date.
Result<std::string> pack(const std::vector<OutputFile>& parts);

std::string escape_xml(std::string_view text);
// The name of the bookmark at a clause's heading: pp.share.sdk -> qy_pp_share_sdk; "-" becomes "__".
std::string bookmark_of(std::string_view clause);
std::string clause_of_bookmark(std::string_view name);  // empty when it is none of ours

// The parts that every file of ours has beside word/document.xml.
std::vector<OutputFile> common_parts(std::string document_xml, std::string comments_xml, std::string numbering_xml,
                                     std::string relations, std::string properties);

}  // namespace qiyue::review
