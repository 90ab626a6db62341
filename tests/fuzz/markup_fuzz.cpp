// libFuzzer entry: any bytes are markup. The first one chooses the dialect.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "program/limits.h"
#include "program/program.h"

using namespace qiyue;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto dialect = static_cast<program::Dialect>(data[0] % 4);
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const program::Markup markup = program::parse_markup(text, dialect);
  require(!markup.nodes.empty() && markup.nodes.size() <= program::kMaxMarkupNodes + 1);
  require(markup.errors.size() <= program::kMaxMarkupErrors);
  for (std::uint32_t i = 0; i < markup.nodes.size(); ++i) {
    const program::MarkupNode& node = markup.nodes[i];
    require(node.span.begin <= node.span.end && node.span.end <= text.size());
    require(node.inner.begin <= node.inner.end && node.span.begin <= node.inner.begin &&
            node.inner.end <= node.span.end);
    require(i == 0 || node.parent < i);
    std::uint32_t before = i;
    for (const std::uint32_t child : node.children) {
      require(child > before && child < markup.nodes.size() && markup.nodes[child].parent == i);
      require(markup.nodes[child].span.begin >= node.inner.begin && markup.nodes[child].span.end <= node.inner.end);
      before = child;
    }
    for (const program::Attribute& a : node.attributes) {
      require(a.span.begin < a.span.end && a.span.end <= node.span.end);
      require(!a.has_value || (a.value_span.begin <= a.value_span.end && a.value_span.end <= a.span.end));
      require(!a.has_value || a.value == text.substr(a.value_span.begin, a.value_span.end - a.value_span.begin));
    }
  }
  for (const program::MarkupError& error : markup.errors) require(error.offset <= text.size());
  return 0;
}
