// What is not written in the program: the language's own functions, the platform, the framework. Each model gives the solver's values a
// meaning when they are called, and starts what the platform starts (pages, handlers, callbacks).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scan/solver.h"

namespace qiyue::scan {

class Models {
 public:
  virtual ~Models() = default;
  // Called once before the first instruction.
  virtual void begin(Solver& solver) = 0;
  // A call (or `new`) of a platform value: everything the program's own source does not define.
  virtual void call(Solver& solver, Site site, Value callee, NodeId self, Arguments args, NodeId result,
                    std::uint8_t flags, bool constructed) = 0;
  // A method that the language gives to arrays, promises, texts … Returns false when it knows none of that name.
  virtual bool method(Solver& solver, Site site, Value receiver, Atom name, Arguments args, NodeId result) = 0;
  // A module that is no file of the program.
  virtual Value package(Solver& solver, Atom specifier) = 0;
  // A JSX element: `tag` holds what it names, `props` its attributes.
  virtual void jsx(Solver& solver, Site site, NodeId tag, NodeId props, NodeId result) = 0;
  // A call of something nobody knows.
  virtual void unknown_call(Solver& solver, Site site, Arguments args, NodeId result) = 0;
  // A field of an event or of a server's answer that nobody stored.
  virtual void read(Solver& solver, Value object, Atom name, NodeId to) = 0;
  // Fields of a personal value that say nothing of the person: errMsg, length …
  [[nodiscard]] virtual bool drops_information(Atom name) const = 0;
  // Whether what a source gives never has a field of that name: a profile has no userId.
  [[nodiscard]] virtual bool lacks(std::uint32_t mark, Atom name) const = 0;
  // Whether a mark used as a key says what a person picked: list[mark] is personal then.
  [[nodiscard]] virtual bool picks(std::uint32_t mark) const = 0;
  // Whether a path names a function of the platform that takes personal information.
  [[nodiscard]] virtual bool takes_information(Atom path) = 0;
  // How many names deep a value of that path is told apart.
  [[nodiscard]] virtual std::ptrdiff_t chain_limit(Atom path) = 0;
  virtual void on_value(Solver& solver, std::uint32_t topic, std::uint32_t payload, Value value) = 0;
  virtual void on_field(Solver& solver, std::uint32_t topic, std::uint32_t payload, Atom name, NodeId field) = 0;
  // Called whenever nothing moves any more; returns whether it set something going.
  virtual bool settle(Solver& solver, int round) = 0;
};

}  // namespace qiyue::scan
