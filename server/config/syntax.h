/* What libyaml says of text that is no YAML, in words for a technician. */
#ifndef HAO_CONFIG_SYNTAX_H
#define HAO_CONFIG_SYNTAX_H

#include <yaml.h>

#include "server/config/outline.h"

struct config_mistakes;

void config_syntax_say(const yaml_parser_t *parser, struct config_source source,
    struct config_mistakes *mistakes);

#endif
