#include "document/document.h"
#include "knowledge/knowledge.h"
#include "main/commands.h"
#include "program.h"
