#pragma once

#include "knowledge/knowledge.h"
