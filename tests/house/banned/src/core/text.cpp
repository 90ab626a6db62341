#include <format>
#include <regex>

std::regex pattern("a+");
