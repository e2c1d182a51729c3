#include "server/health.h"

#include <string.h>
#include <sys/statvfs.h>

#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/hall/outcome.h"
#include "server/hall/request.h"
#include "server/hall/watch_view.h"
#include "server/server.h"
#include "server/turn.h"

#define NAME "haod"

const char *
health_disk(uint64_t available, uint64_t all, const char *was)
{
	uint64_t percent = all ? 100 * available / all : 100;

	if (percent < HEALTH_FULL)
		return "full";
	if (percent < HEALTH_LOW)
		return "low";
	/* Between the two lines it stays what it was, or gets better. */
	if (percent < HEALTH_WELL && strcmp(was, "ok") != 0)
		return "low";
	return "ok";
}

/* As it was told last; what was never told is well. */
static const char *
told(const struct hall *hall, const char *key)
{
	struct device_view v;

	for (size_t i = 0; i < hall_devices(hall); i++) {
		hall_device_view(hall, i, &v);
		if (strcmp(v.name, NAME) == 0 && strcmp(v.key, key) == 0)
			return v.state;
	}
	return "ok";
}

static void
tell(struct server *s, const char *key, const char *state)
{
	const struct request r = {
		.type = REQUEST_DEVICE,
		.user = NAME,
		.terminal = "",
		.device = NAME,
		.key = key,
		.state = state,
	};
	struct decision d = { 0 };

	if (!s->hall || strcmp(told(s->hall, key), state) == 0)
		return;
	hall_decide(s->hall, &r, s->clock.now_ms, &d);
	if (d.has_event && turn_add(s->turn, &d.event))
		server_log("%s: %s", key, state);
}

static void
look_at_disk(struct server *s)
{
	struct statvfs disk;

	/* There may be no hall any more since secrets were looked at. */
	if (!s->hall || !s->journal_file || statvfs(s->journal_file, &disk) < 0)
		return;
	tell(s, "disk",
	    health_disk(disk.f_bavail, disk.f_blocks, told(s->hall, "disk")));
}

static void
look_at_clock(struct health *h, struct server *s)
{
	int64_t now_ms = s->clock.boot_ms;

	if (s->clock.synchronised)
		h->synchronised_ms = now_ms;
	if (h->synchronised_ms == now_ms) {
		tell(s, "clock", "ok");
	} else if (now_ms - h->synchronised_ms >= HEALTH_CLOCK_MS) {
		tell(s, "clock", "unknown");
	}
}

static void
look_at_secrets(struct server *s)
{
	const struct layout_alerts *l = &s->layout->alerts;
	uint32_t count = guesses_recent(&s->guesses, s->clock.boot_ms);

	tell(s, "secrets",
	    guesses_state(count, l->secrets_warn, l->secrets_alarm,
		told(s->hall, "secrets")));
}

void
health_tick(struct health *h, struct server *s)
{
	int64_t now_ms = s->clock.boot_ms;

	look_at_secrets(s);
	if (h->looked_ms == 0) {
		*h = (struct health){ now_ms, now_ms };
		return;
	}
	if (now_ms - h->looked_ms < HEALTH_LOOK_MS)
		return;
	h->looked_ms = now_ms;
	look_at_disk(s);
	look_at_clock(h, s);
}
