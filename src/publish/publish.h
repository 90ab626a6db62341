// Documents -> what users see: self-contained pages, pages for inside the mini program, the platform's privacy form.
#pragma once

#include <string>
#include <vector>

#include "core/files.h"
#include "core/result.h"
#include "document/document.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct PageMeta {
  std::string program, operator_name, version, published, effective;
};

// One self-contained HTML page: phone width first, dark mode, table of contents, anchors, print style. No request leaves it.
std::string write_html(const Document& document, const PageMeta& meta);

// Pages that can be dropped into a mini program: <dir>/<name>/<name>.{wxml,wxss,js,json} for each document and a README of the
// two lines to add. `prefix` is the pages' folder (pages/legal).
std::vector<OutputFile> write_miniprogram_pages(const std::vector<const Document*>& documents, const PageMeta& meta,
                                                const std::string& prefix);

// Body of WeChat's setprivacysetting: exact keys, purposes without a leading 为了/用于, Chinese as UTF-8.
Result<std::string> write_privacy_setting(const Inventory& inventory, const knowledge::Knowledge& knowledge);

}  // namespace qiyue
