#include "release/ed25519.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "release/manifest.h"

namespace qiyue {
namespace release_detail {
namespace {

using namespace std::string_view_literals;

// DER before the 32 bytes of the key: it never varies for Ed25519 keys without attributes.
constexpr std::string_view kPrivateHead = "\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20"sv;
constexpr std::string_view kPublicHead = "\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"sv;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Result<std::string> parse(const std::string& path, std::string_view pem, std::string_view label,
                          std::string_view head) {
  const std::string begin = "-----BEGIN " + std::string(label) + "-----";
  const std::string end = "-----END " + std::string(label) + "-----";
  const auto from = pem.find(begin);
  const auto to = pem.find(end);
  if (from != std::string_view::npos && to != std::string_view::npos && from < to) {
    const std::string_view body = pem.substr(from + begin.size(), to - from - begin.size());
    std::string der(128, '\0');
    std::size_t length = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(der.data()), der.size(), body.data(), body.size(), "\r\n \t",
                          &length, nullptr, sodium_base64_VARIANT_ORIGINAL) == 0) {
      der.resize(length);
      if (der.size() == head.size() + 32 && der.starts_with(head)) return der.substr(head.size());
    }
  }
  return fail(
      {.message = {"不是 Ed25519 密钥文件（PEM，" + std::string(label) + "）",
                   "not an Ed25519 key file (PEM, " + std::string(label) + ")"},
       .remedy = {"用 openssl genpkey -algorithm ed25519 -out key.pem 生成，用 openssl pkey -in key.pem -pubout 取公钥",
                  "make one with `openssl genpkey -algorithm ed25519 -out key.pem`; `openssl pkey -in key.pem -pubout` "
                  "gives the public key"},
       .file = path,
       .more = {}});
}

}  // namespace

Result<std::string> parse_private_key(const std::string& path, std::string_view pem) {
  return parse(path, pem, "PRIVATE KEY", kPrivateHead);
}
Result<std::string> parse_public_key(const std::string& path, std::string_view pem) {
  return parse(path, pem, "PUBLIC KEY", kPublicHead);
}

std::string public_key_of(std::string_view seed) {
  std::string key(crypto_sign_PUBLICKEYBYTES, '\0');
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(key.data()), secret.data(), bytes(seed));
  sodium_memzero(secret.data(), secret.size());
  return key;
}

std::string write_public_key(std::string_view key) {
  const std::string der = std::string(kPublicHead) + std::string(key);
  std::array<char, 128> text{};
  sodium_bin2base64(text.data(), text.size(), bytes(der), der.size(), sodium_base64_VARIANT_ORIGINAL);
  return "-----BEGIN PUBLIC KEY-----\n" + std::string(text.data()) + "\n-----END PUBLIC KEY-----\n";
}

std::string sign(std::string_view seed, std::string_view message) {
  std::string key(crypto_sign_PUBLICKEYBYTES, '\0');
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(key.data()), secret.data(), bytes(seed));
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, bytes(message), message.size(),
                       secret.data());
  sodium_memzero(secret.data(), secret.size());
  return signature;
}

bool signature_fits(std::string_view key, std::string_view message, std::string_view signature) {
  return key.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(bytes(signature), bytes(message), message.size(), bytes(key)) == 0;
}

}  // namespace release_detail

Status sign_release(NewRelease& release, const std::string& key_path, std::string_view private_pem) {
  using namespace release_detail;
  auto seed = parse_private_key(key_path, private_pem);
  if (!seed) return fail(seed.error());
  std::string manifest;
  for (const OutputFile& file : release.files)
    if (file.path == kManifest) manifest = file.content;
  release.files.push_back({std::string(kSignature), sign(*seed, manifest)});
  release.files.push_back({std::string(kPublicKey), write_public_key(public_key_of(*seed))});
  sodium_memzero(seed->data(), seed->size());
  return {};
}

}  // namespace qiyue
