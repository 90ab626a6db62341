// Inside of the release module: Ed25519 keys in the files that OpenSSL writes (RFC 8410), signatures by libsodium.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace qiyue::release_detail {

// The 32 bytes in a "PRIVATE KEY" (PKCS #8) or "PUBLIC KEY" file. `path` is used in messages alone.
Result<std::string> parse_private_key(const std::string& path, std::string_view pem);
Result<std::string> parse_public_key(const std::string& path, std::string_view pem);
std::string public_key_of(std::string_view seed);
std::string write_public_key(std::string_view key);  // PEM
std::string sign(std::string_view seed, std::string_view message);
bool signature_fits(std::string_view key, std::string_view message, std::string_view signature);

}  // namespace qiyue::release_detail
