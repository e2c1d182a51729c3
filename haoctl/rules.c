#include "haoctl/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/config/config.h"
#include "server/hall/layout.h"
#include "server/zone.h"

#define ZONE_UNTIL 2100

static void
report(const struct config_mistake *m, void *ctx)
{
	(void)ctx;
	(void)fprintf(stderr, "haoctl: %s:%u: %s: %s\n", m->file, m->line,
	    m->key, m->say);
}

static const struct layout *
read_layout(const char *raw, void *ctx)
{
	struct rules *r = ctx;

	config_free(r->layout);
	r->layout = config_read(raw, strlen(raw), "the journal", report, NULL);
	return r->layout;
}

static const struct zone_table *
find_zone(const struct layout *layout, void *ctx)
{
	struct rules *r = ctx;
	size_t i = 0;

	while (i < RULES_ZONES && r->zone[i].table &&
	    strcmp(r->zone[i].name, layout->timezone) != 0)
		i++;
	if (i == RULES_ZONES)
		return NULL;
	if (!r->zone[i].table) {
		free(r->zone[i].name);
		r->zone[i].name = strdup(layout->timezone);
		r->zone[i].table = r->zone[i].name
		    ? zone_load(layout->timezone, ZONE_UNTIL)
		    : NULL;
	}
	return r->zone[i].table;
}

void
rules_init(struct rules *r)
{
	*r = (struct rules){ .play = { read_layout, find_zone, r } };
}

void
rules_release(struct rules *r)
{
	config_free(r->layout);
	for (size_t i = 0; i < RULES_ZONES; i++) {
		free(r->zone[i].name);
		zone_free(r->zone[i].table);
	}
	*r = (struct rules){ 0 };
}
