#include "tests/sim/spec_staff.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static char *
zone_of(struct spec_layout *to, char *code)
{
	uint32_t i = 0;

	while (i < to->layout.zones_count &&
	    strcmp(to->all_zones[i].code, code) != 0)
		i++;
	assert(i < SPEC_ZONES);
	if (i == to->layout.zones_count) {
		to->all_zones[i].code = code;
		to->layout.zones_count++;
	}
	return to->all_zones[i].code;
}

static void
set_zones(struct spec_layout *to, struct layout_service *s, char *text)
{
	size_t at = (size_t)(s - to->services);

	s->zones = to->service_zones[at];
	s->zones_count = 0;
	for (char *one; (one = strsep(&text, ","));) {
		assert(s->zones_count < SPEC_ZONES);
		s->zones[s->zones_count++] = zone_of(to, one);
	}
}

void
spec_set_zones(struct spec_layout *to, const char *zones)
{
	size_t len = strlen(to->raw) - 1;
	char *text = to->zones_text;

	(void)snprintf(to->raw + len, sizeof(to->raw) - len, ",\"%s\"]", zones);
	(void)snprintf(to->zones_text, sizeof(to->zones_text), "%s", zones);
	to->layout.zones = to->all_zones;
	for (char *one; (one = strsep(&text, " "));) {
		const char *code = strsep(&one, ":");
		for (uint32_t i = 0; i < to->layout.services_count; i++) {
			if (strcmp(to->services[i].code, code) == 0)
				set_zones(to, &to->services[i], one);
		}
	}
}
