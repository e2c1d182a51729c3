/* The daemon's main: flags, the loop, signals. */
#include <event2/event.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "proto/args/args.h"
#include "server/cert.h"
#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/net/feed.h"
#include "server/net/listener.h"
#include "server/privilege.h"
#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"

struct options {
	const char *config, *journal, *check, *user;
	struct args_list listen;
	struct tls_files tls;
	bool named;
};

#define CERT_FOLDER "/var/lib/hao"

static const struct args_option options[] = {
	{ 'c', ARGS_TEXT, "config", "FILE",
	    "the hall (default /etc/hao/hall.yaml)",
	    offsetof(struct options, config) },
	{ 'j', ARGS_TEXT, "journal", "sqlite:FILE",
	    "where events are kept (default sqlite:/var/lib/hao/hall.db);"
	    " memory: keeps nothing",
	    offsetof(struct options, journal) },
	{ 'l', ARGS_LIST, "listen", "[tls:]ADDR:PORT",
	    "where clients come in (default 127.0.0.1:4260); may be repeated;"
	    " port 0 picks one",
	    offsetof(struct options, listen) },
	{ 'u', ARGS_TEXT, "user", "USER",
	    "become USER before anything is opened; for one that root starts",
	    offsetof(struct options, user) },
	{ 0, ARGS_TEXT, "cert", "FILE",
	    "what TLS shows: a certificate in PEM (default " CERT_FOLDER
	    "/haod.crt, which `haod cert` makes)",
	    offsetof(struct options, tls.cert) },
	{ 0, ARGS_TEXT, "key", "FILE",
	    "its key (default " CERT_FOLDER "/haod.key)",
	    offsetof(struct options, tls.key) },
	{ 0, ARGS_TEXT, "clients-ca", "FILE",
	    "who comes in by TLS must show a certificate that this CA signed",
	    offsetof(struct options, tls.ca) },
	{ 0, ARGS_FLAG, "clients-named", NULL,
	    "and a device whose account has the common name of that"
	    " certificate needs no secret",
	    offsetof(struct options, named) },
	{ 0, ARGS_TEXT, "check", "FILE",
	    "list all that is wrong in a hall.yaml, and leave",
	    offsetof(struct options, check) },
};

static const struct args_program program = {
	.name = "haod",
	.about = "The daemon of hao: it issues numbers and calls them, in"
		 " order.",
	.more = "haod cert --help: how to make a certificate.\n",
	.options = options,
	.options_count = sizeof(options) / sizeof(*options),
};

struct daemon {
	struct server server;
	struct listener *listener[ARGS_LIST_MAX];
	struct event *signals[3];
	size_t listeners;
};

/* --- Being told ------------------------------------------------------- */

/* sd_notify(3)'s protocol is a datagram; a library for it would be more. */
static void
notify(const char *text)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd;

	if (!path || strlen(path) >= sizeof(to.sun_path))
		return;
	memcpy(to.sun_path, path, strlen(path));
	if (path[0] == '@')
		to.sun_path[0] = '\0';
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)sendto(fd, text, strlen(text), MSG_NOSIGNAL,
	    (struct sockaddr *)&to,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + strlen(path)));
	(void)close(fd);
}

static void
on_stop(evutil_socket_t fd, short what, void *ctx)
{
	struct server *s = ctx;

	(void)fd;
	(void)what;
	s->stop = true;
}

static void
on_reload(evutil_socket_t fd, short what, void *ctx)
{
	struct server *s = ctx;
	char say[200];

	(void)fd;
	(void)what;
	turn_begin(s->turn);
	if (!s->hall) {
		server_log("not reloaded: the journal is being mended");
	} else if (server_reload(s, say)) {
		server_log("%s is in force", s->config_path);
	} else {
		server_log("not reloaded: %s", say);
	}
}

/* --- Starting --------------------------------------------------------- */

static void
print_mistake(const struct config_mistake *m, void *ctx)
{
	(void)ctx;
	printf("%s:", m->file);
	if (m->line)
		printf("%u:", m->line);
	printf(" %s%s%s\n", m->key, m->key[0] ? ": " : "", m->say);
}

static const char *
several(uint32_t n)
{
	return n == 1 ? "" : "s";
}

static int
check(const char *path)
{
	struct layout *layout = config_load(path, print_mistake, NULL);

	if (layout) {
		uint32_t services = layout->services_count;
		uint32_t counters = layout->counters_count;

		printf("%s: %u service%s, %u counter%s, nothing wrong\n", path,
		    services, several(services), counters, several(counters));
	}
	config_free(layout);
	return layout ? EXIT_SUCCESS : EXIT_FAILURE;
}

static bool
open_journal(struct server *s, const char *name)
{
	char detail[200];
	int64_t holder = 0;
	enum journal_error error = journal_open(
	    name, &s->journal, &holder, detail);

	if (error == JOURNAL_EHELD) {
		server_log("%s: another haod, pid %lld, has it; stop that one"
			   " or name another file with -j",
		    name, (long long)holder);
	} else if (error) {
		server_log("%s: %s%s%s", name, journal_strerror(error),
		    detail[0] ? ": " : "", detail);
	}
	return error == JOURNAL_OK;
}

static bool
may_listen(struct daemon *d, const struct listener *l, const char *where)
{
	if (listener_is_loopback(l) || listener_is_tls(l))
		return true;
	if (d->server.trusted) {
		server_log("%s: anybody on this network is believed, and reads"
			   " along (plain: trusted-network)",
		    where);
		return true;
	}
	server_log("%s: refused: beyond loopback everybody could issue, call"
		   " and read along; say -l tls:%s and make accounts, or, if"
		   " the network is the hall's own and trusted, `plain:"
		   " trusted-network` in %s",
	    where, where, d->server.config_path);
	return false;
}

/* The certificate is read before the first listener that shows it. */
static bool
read_tls(struct server *s, const struct args_list *where)
{
	char say[TLS_SAY];
	struct ssl_ctx_st *ctx;
	bool wanted = false;

	for (size_t i = 0; i < where->count; i++)
		wanted = wanted || listener_wants_tls(where->at[i]);
	if (!wanted)
		return true;
	ctx = secure_read(&s->secure, say);
	if (ctx) {
		secure_take(&s->secure, ctx);
	} else {
		server_log("TLS: %s; `haod cert` makes a certificate", say);
	}
	return ctx;
}

static bool
listen_all(struct daemon *d, const struct args_list *where)
{
	for (size_t i = 0; i < where->count; i++) {
		char ready[100], say[200] = "out of memory";
		struct listener *l = listener_create(
		    &d->server, where->at[i], ready, say);
		if (!l) {
			server_log("can't listen on %s", say);
			return false;
		}
		d->listener[d->listeners++] = l;
		if (!may_listen(d, l, where->at[i]))
			return false;
		(void)fprintf(stderr, "ready on %s\n", ready);
	}
	notify("READY=1");
	return true;
}

static bool
add_signals(struct daemon *d)
{
	struct server *s = &d->server;
	bool ok = true;

	d->signals[0] = evsignal_new(s->base, SIGTERM, on_stop, s);
	d->signals[1] = evsignal_new(s->base, SIGINT, on_stop, s);
	d->signals[2] = evsignal_new(s->base, SIGHUP, on_reload, s);
	for (int i = 0; i < 3; i++)
		ok = ok && d->signals[i] && event_add(d->signals[i], NULL) == 0;
	return ok;
}

/* As many as the system lets it have: a later hall.yaml may want more. */
static uint32_t
allow_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return UINT32_MAX;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	return limit.rlim_cur < UINT32_MAX ? (uint32_t)limit.rlim_cur
					   : UINT32_MAX;
}

static bool
drop_privileges(const char *user)
{
	char say[PRIVILEGE_SAY];

	if (user && !privilege_become(user, say)) {
		server_log("%s", say);
		return false;
	}
	/* Last: becoming another user would undo it. */
	privilege_harden();
	return true;
}

static bool
start(struct daemon *d, const struct options *o)
{
	struct server *s = &d->server;

	s->config_path = o->config;
	if (strncmp(o->journal, "sqlite:", 7) == 0)
		s->journal_file = o->journal + 7;
	s->secure.files = o->tls;
	s->secure.names = o->named;
	if (!server_read_config(s, false) || !open_journal(s, o->journal))
		return false;
	s->descriptors = allow_descriptors();
	if (!rooms_open(s) || !add_signals(d)) {
		server_log("no memory or no timers to be had");
		return false;
	}
	if (!server_load(s))
		return false;
	s->started_ms = s->clock.now_ms;
	health_tick(&s->health, s);
	/* What the start itself brought is stored before anyone comes in. */
	(void)turn_end(s->turn);
	return read_tls(s, &o->listen) && listen_all(d, &o->listen);
}

static void
finish(struct daemon *d)
{
	for (size_t i = 0; i < d->listeners; i++)
		listener_destroy(d->listener[i]);
	for (int i = 0; i < 3; i++) {
		if (d->signals[i])
			event_free(d->signals[i]);
	}
	rooms_close(&d->server);
}

static void
loop(struct server *s)
{
	bool again = false;

	while (!s->stop && rooms_turn(s, &again))
		continue;
}

int
main(int argc, char **argv)
{
	static struct daemon d;
	struct options o = {
		.config = "/etc/hao/hall.yaml",
		.journal = "sqlite:/var/lib/hao/hall.db",
		.tls = { .cert = CERT_FOLDER "/haod.crt",
		    .key = CERT_FOLDER "/haod.key" },
	};
	struct args_line line = { argc, argv };

	/* OpenSSL writes to a socket as to any file. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (argc > 1 && strcmp(argv[1], "cert") == 0)
		return cert_main(argc - 1, argv + 1);
	int status = args_take(&program, &line, &o);
	if (status >= 0)
		return status;
	if (o.check)
		return check(o.check);
	if (o.named && !o.tls.ca) {
		return args_misused(&program,
		    "--clients-named believes what a CA has signed; name it"
		    " by --clients-ca FILE");
	}
	if (o.listen.count == 0)
		o.listen.at[o.listen.count++] = "127.0.0.1:4260";
	bool ok = drop_privileges(o.user) && start(&d, &o);
	if (ok)
		loop(&d.server);
	finish(&d);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
