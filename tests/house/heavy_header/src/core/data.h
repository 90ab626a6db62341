#include <yaml-cpp/yaml.h>

#include <boost/json.hpp>
#include <boost/json/fwd.hpp>
