// Documents -> what users see: self-contained pages, pages for inside the mini program, the platform's privacy form.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/files.h"
#include "core/result.h"
#include "document/document.h"
#include "inventory/inventory.h"
#include "knowledge/knowledge.h"

namespace qiyue {

struct PageLink {
  std::string text, target;  // target: relative to the page
};
struct PageMeta {
  std::string program, operator_name, version, published, effective;
  std::vector<PageLink> links = {};  // under the title: what has changed, other versions, other formats
};

// One self-contained HTML page: phone width first, dark mode, table of contents, anchors, print style. No request leaves it.
std::string write_html(const Document& document, const PageMeta& meta);

// A4 with the system's Chinese fonts embedded, bookmarks, structure tags. Same input and fonts, same bytes. Fails where no font has the
// characters of the text.
Result<std::string> write_pdf(const Document& document, const PageMeta& meta);
// Word's format (ECMA-376): styles, a real table for each table, headings that make a table of contents, bookmarks at every clause.
Result<std::string> write_docx(const Document& document, const PageMeta& meta);

// A page of ours that is no document (what has changed, all versions), in the same style and under the same rules. `body` is HTML.
struct HtmlShell {
  std::string title, heading, style;
  std::vector<std::pair<std::string, std::string>> facts;  // name and value
  std::string body;
};
std::string write_html_shell(const HtmlShell& shell);

// Pages that can be dropped into a mini program: <dir>/<name>/<name>.{wxml,wxss,js,json} for each document and a README of the
// two lines to add. `prefix` is the pages' folder (pages/legal).
std::vector<OutputFile> write_miniprogram_pages(const std::vector<const Document*>& documents, const PageMeta& meta,
                                                const std::string& prefix);

// Body of WeChat's setprivacysetting: exact keys, purposes without a leading 为了/用于, Chinese as UTF-8.
// Fails, with the place in the facts, where a purpose is missing or is one that WeChat is known to send back (knowledge/declarations.h).
Result<std::string> write_privacy_setting(const Inventory& inventory, const knowledge::Knowledge& knowledge);

// The part of app.json that the code calls for: permission texts, requiredPrivateInfos, requiredBackgroundModes, the switch of the
// privacy check. Empty when nothing is called for. Fails where a purpose is missing or too long for the place.
Result<std::string> write_app_declarations(const Inventory& inventory, const knowledge::Knowledge& knowledge);
// A sheet to fill in the console of a platform that takes no file (Alipay, Douyin): kinds of information, purposes, code places; what is
// not verified says so. Empty where nothing is known of the console.
std::string write_declaration_sheet(const Inventory& inventory, const knowledge::Knowledge& knowledge);

// All of these that the program's platform has, named as they stand in legal/platform/.
struct PlatformForms {
  std::vector<OutputFile> files;
  std::vector<Error> left_out;  // what cannot be made yet, and why
};
PlatformForms write_platform_forms(const Inventory& inventory, const knowledge::Knowledge& knowledge);

}  // namespace qiyue
