/* The layout: read, and put in force, whole or not at all. */
#include <stdio.h>
#include <string.h>

#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/net/feed.h"
#include "server/server.h"
#include "server/turn.h"
#include "server/zone.h"

#define ZONE_UNTIL 2100

struct mistakes {
	bool quiet;
	char first[200];
};

static void
report(const struct config_mistake *m, void *ctx)
{
	struct mistakes *all = ctx;
	const char *colon = m->key[0] ? ": " : "";
	char line[16] = "";

	/* The file itself has no line. */
	if (m->line)
		(void)snprintf(line, sizeof(line), "%u:", m->line);
	if (!all->first[0]) {
		(void)snprintf(all->first, sizeof(all->first), "%s:%s %s%s%s",
		    m->file, line, m->key, colon, m->say);
	}
	if (!all->quiet) {
		(void)fprintf(stderr, "%s:%s %s%s%s\n", m->file, line, m->key,
		    colon, m->say);
	}
}

/* Whom `loopback` and `plain` believe, from now on. */
static void
take_trust(struct server *s, const struct layout *layout)
{
	bool was = s->trusted;

	s->anonymous = !layout->loopback ||
	    strcmp(layout->loopback, "accounts") != 0;
	s->trusted = layout->plain &&
	    strcmp(layout->plain, "trusted-network") == 0;
	if (was && !s->trusted) {
		server_log("no `plain: trusted-network` any more: nobody else"
			   " comes in without TLS from beyond loopback");
	}
}

static bool
take_layout(struct server *s, struct layout *layout)
{
	struct zone_table *zone = zone_load(layout->timezone, ZONE_UNTIL);

	if (!zone) {
		config_free(layout);
		return false;
	}
	config_free(s->layout);
	zone_free(s->zone);
	s->layout = layout;
	s->zone = zone;
	if (s->hall)
		hall_set_zone(s->hall, zone);
	take_trust(s, layout);
	return true;
}

bool
server_read_config(struct server *s, bool quiet)
{
	struct mistakes all = { .quiet = quiet };
	struct layout *layout = config_load(s->config_path, report, &all);

	return layout && take_layout(s, layout);
}

static bool
write_canonical(struct buf *out, const struct layout *layout)
{
	config_write(out, layout, NULL);
	buf_putc(out, '\0');
	return !out->failed;
}

/* Puts LAYOUT in force by an event, unless it is in force already. */
static bool
adopt(struct server *s, const struct layout *layout, char *say)
{
	struct buf raw = { 0 };
	struct decision d = { 0 };
	bool ok = write_canonical(&raw, layout);

	if (ok) {
		hall_decide_layout(
		    s->hall, layout, raw.at, s->clock.now_ms, &d);
	}
	if (ok && d.refusal == REFUSE_BOOKED) {
		(void)snprintf(say, 200,
		    "service %s would go and has appointments; cancel them"
		    " first, or let it stay without slots",
		    d.detail);
		ok = false;
	} else if (ok && d.refusal) {
		(void)snprintf(say, 200,
		    "ticket %s is open and its service, counter or range"
		    " would go; finish or cancel it first",
		    d.detail);
		ok = false;
	} else if (!ok || (d.has_event && !turn_add(s->turn, &d.event))) {
		(void)snprintf(say, 200, "out of memory");
		ok = false;
	}
	buf_release(&raw);
	return ok;
}

static bool
reload_layout(struct server *s, char *say)
{
	struct mistakes all = { .quiet = false };
	struct layout *layout = config_load(s->config_path, report, &all);

	(void)snprintf(say, 200, "%s", layout ? "out of memory" : all.first);
	if (!layout)
		return false;
	if (!adopt(s, layout, say)) {
		config_free(layout);
		return false;
	}
	if (!take_layout(s, layout))
		return false;
	return feed_set_channels(s->feed, s->hall);
}

bool
server_reload(struct server *s, char *say)
{
	struct ssl_ctx_st *tls = NULL;

	if (s->secure.ctx) {
		tls = secure_read(&s->secure, say);
		if (!tls)
			return false;
	}
	if (!reload_layout(s, say)) {
		tls_destroy(tls);
		return false;
	}
	if (tls)
		secure_take(&s->secure, tls);
	return true;
}

struct layout *
server_parse_layout(const char *raw)
{
	struct mistakes all = { .quiet = false };

	return config_read(raw, strlen(raw), "the journal", report, &all);
}

bool
server_settle_layout(struct server *s, struct layout *in_force)
{
	char say[200];

	bool adopted = adopt(s, s->layout, say);
	if (adopted || !s->hall) {
		config_free(in_force);
		return adopted;
	}
	server_log("%s: %s; the layout before it stays in force until then",
	    s->config_path, say);
	return in_force && take_layout(s, in_force);
}
