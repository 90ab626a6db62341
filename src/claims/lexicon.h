// The compiled word tables of the claims module; not included from outside.
#pragma once

#include <string>
#include <vector>

#include "claims/claims.h"
#include "core/words.h"

namespace qiyue {

struct Lexicon::Tables {
  WordTrie items;                               // value: index into `named`, or kNothing
  std::vector<std::vector<std::string>> named;  // item ids of a word
  WordTrie actors, actions;                     // value: the enum
  WordTrie negations, exceptions, purposes, conditions, places;
};

}  // namespace qiyue
