// .docx: half of the inputs are archives as they come, the other half word/document.xml inside a sound archive, so that the text
// reader is reached as well as the unpacking.
#include <zip.h>

#include <string>

#include "document_checks.h"

namespace {

std::string archive(std::string_view body) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  if (zip == nullptr) return {};
  zip_source_keep(buffer);
  zip_source_t* part = zip_source_buffer(zip, body.data(), body.size(), 0);
  const auto index = zip_file_add(zip, "word/document.xml", part, ZIP_FL_OVERWRITE);
  if (index >= 0) zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  std::string out;
  if (zip_close(zip) == 0 && zip_source_open(buffer) == 0) {
    zip_source_seek(buffer, 0, SEEK_END);
    out.resize(static_cast<std::size_t>(zip_source_tell(buffer)));
    zip_source_seek(buffer, 0, SEEK_SET);
    zip_source_read(buffer, out.data(), out.size());
    zip_source_close(buffer);
  }
  zip_source_free(buffer);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto content = qiyue::fuzz::bytes(data + 1, size - 1);
  qiyue::fuzz::check_input("a.docx", data[0] % 2 == 0 ? std::string(content) : archive(content));
  return 0;
}
