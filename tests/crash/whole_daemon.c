/* The daemon as haod.c makes it, but for signals and listeners. */
#include <event2/event.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/account/secret.h"
#include "server/hall/hall.h"
#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"
#include "tests/crash/disk.h"
#include "tests/crash/whole_play.h"

struct daemon {
	struct server server;
};

struct server *
daemon_server(struct whole *w)
{
	return &w->daemon->server;
}

bool
daemon_begin(struct whole *w)
{
	struct daemon *d = whole_must(calloc(1, sizeof(*d)));
	struct server *s = &d->server;
	char detail[200];
	int64_t holder;

	w->daemon = d;
	w->starts++;
	s->config_path = w->config;
	if (!server_read_config(s, false))
		whole_fail(w, "%s is no hall", w->config);
	bool ok = journal_open(w->name, &s->journal, &holder, detail) ==
	    JOURNAL_OK;
	if (ok) {
		(void)whole_must(rooms_open(s) ? s : NULL);
		ok = server_load(s);
	}
	if (ok) {
		s->started_ms = s->clock.now_ms;
		(void)turn_end(s->turn);
	}
	if (!ok)
		daemon_end(w);
	return ok;
}

void
daemon_end(struct whole *w)
{
	struct daemon *d = w->daemon;

	rooms_close(&d->server);
	free(d);
	w->daemon = NULL;
}

void
daemon_turn(struct whole *w)
{
	struct server *s = daemon_server(w);

	(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	(void)turn_end(s->turn);
}

static void
add_account(
    struct whole *w, const char *name, const char *role, const char *verifier)
{
	struct server *s = daemon_server(w);
	const struct request r = { .type = REQUEST_ACCOUNT_ADD,
		.user = "",
		.terminal = "",
		.account = name,
		.role = role,
		.verifier = verifier };
	struct decision d;

	hall_decide(s->hall, &r, s->clock.now_ms, &d);
	if (!d.has_event || !turn_add(s->turn, &d.event))
		whole_fail(w, "no account of %s", name);
	(void)turn_end(s->turn);
}

void
daemon_add_accounts(struct whole *w)
{
	char boss[ACCOUNT_VERIFIER], phone[ACCOUNT_VERIFIER];

	if (!secret_of_person(boss, WHOLE_SECRET))
		whole_fail(w, "no secret");
	secret_of_device(phone, WHOLE_SECRET);
	add_account(w, "boss", "technician", boss);
	add_account(w, "phone", "web", phone);
}

int64_t
daemon_now_ms(struct whole *w)
{
	return w->daemon ? w->daemon->server.clock.now_ms : 0;
}

int
daemon_connect(struct whole *w)
{
	const int flags = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
	const int narrow = 4608;
	int pair[2];

	if (!w->daemon || disk_is_off(w->disk))
		return -1;
	if (socketpair(AF_UNIX, flags, 0, pair) < 0)
		whole_fail(w, "no more sockets");
	if (w->narrow) {
		(void)setsockopt(
		    pair[1], SOL_SOCKET, SO_SNDBUF, &narrow, sizeof(narrow));
	}
	server_take(daemon_server(w),
	    &(struct server_guest){ .fd = pair[1], .loopback = true });
	return pair[0];
}
