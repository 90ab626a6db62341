// JSX as markup, so that templates of every framework are read by the same passes.
#pragma once

#include "program/program.h"
#include "program/script.h"

namespace qiyue::program {

// The elements of a script as a tree: one below another where it is written inside it, also through expressions
// ({list.map(x => <Item/>)}). An attribute in braces gets a ':' before its name and the expression as its value; onX keeps its name.
Markup jsx_markup(const Script& script);

}  // namespace qiyue::program
