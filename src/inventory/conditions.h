// The vocabulary of obligations and clauses, decided from evidence and facts. Insides of inventory.
#pragma once

#include "inventory/inventory.h"

namespace qiyue::inventory {

// Names that facts and evidence together make true. Where a person has said no and the code alone is not proof, the person is believed.
Conditions conditions_for(const Facts& facts, const Evidence& evidence, const knowledge::Knowledge& knowledge);

// Whether the platform asks the user for a permission behind this item; the permission's key.
std::string permission_key(const knowledge::DataItem& item, const knowledge::Knowledge& knowledge);

}  // namespace qiyue::inventory
