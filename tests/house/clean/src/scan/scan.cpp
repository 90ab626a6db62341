#include "core/words.h"
#include "knowledge/knowledge.h"
#include "program/program.h"

int half = 1;
