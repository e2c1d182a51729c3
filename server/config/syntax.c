#include "server/config/syntax.h"

#include <stdbool.h>
#include <string.h>

#include "server/config/mistake.h"

static unsigned int
line_at(struct config_source s, size_t offset)
{
	unsigned int line = 1;

	for (size_t i = 0; i < offset && i < s.len; i++)
		line += s.text[i] == '\n';
	return line;
}

/* Does line LINE (from 0) begin with spaces that have a tab among them? */
static bool
is_tabbed(struct config_source s, size_t line)
{
	const char *at = s.text, *end = s.text + s.len;

	for (; line > 0; line--) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	while (at < end && *at == ' ')
		at++;
	return at < end && *at == '\t';
}

static void
say_unreadable(
    const yaml_parser_t *p, struct config_source s, struct config_mistakes *m)
{
	config_mistakes_add(m, line_at(s, p->problem_offset), "",
	    "has bytes that are no text (%s); save the file as UTF-8",
	    p->problem ? p->problem : "unknown");
}

static void
say_broken(
    const yaml_parser_t *p, struct config_source s, struct config_mistakes *m)
{
	unsigned int line = (unsigned int)p->problem_mark.line + 1;
	const char *problem = p->problem ? p->problem : "it can't be read";

	if (is_tabbed(s, p->problem_mark.line)) {
		config_mistakes_add(
		    m, line, "", "begins with a tab; indent with spaces alone");
	} else if (p->context) {
		config_mistakes_add(m, line, "",
		    "is no YAML: %s, %s that begins on line %u; look for a "
		    "missing quote, bracket, colon or space before here",
		    problem, p->context,
		    (unsigned int)p->context_mark.line + 1);
	} else {
		config_mistakes_add(m, line, "",
		    "is no YAML: %s; look for a missing quote, bracket, "
		    "colon or space before here",
		    problem);
	}
}

void
config_syntax_say(const yaml_parser_t *parser, struct config_source source,
    struct config_mistakes *mistakes)
{
	switch (parser->error) {
	case YAML_MEMORY_ERROR:
		mistakes->failed = true;
		break;
	case YAML_READER_ERROR:
		say_unreadable(parser, source, mistakes);
		break;
	case YAML_NO_ERROR:
	case YAML_SCANNER_ERROR:
	case YAML_PARSER_ERROR:
	case YAML_COMPOSER_ERROR:
	case YAML_WRITER_ERROR:
	case YAML_EMITTER_ERROR:
		say_broken(parser, source, mistakes);
		break;
	}
}
