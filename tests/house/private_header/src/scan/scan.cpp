#include "core/words.h"
#include "knowledge/clause.h"
#include "knowledge/knowledge.h"
#include "scan/flows.h"
