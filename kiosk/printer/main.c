#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "kiosk/printer/model.h"
#include "kiosk/printer/station.h"
#include "proto/args/args.h"

#define WAIT_S_MAX 600

struct options {
	const char *device, *socket, *mode, *jobs, *model, *queue;
	int64_t wait_s;
	bool models;
};

static const struct args_option options[] = {
	{ 'd', ARGS_TEXT, "device", "DEVICE",
	    "usb:SERIAL, tcp:HOST:PORT or tty:PATH@BAUD",
	    offsetof(struct options, device) },
	{ 'm', ARGS_TEXT, "model", "MODEL",
	    "which model it is (as it says itself, or generic)",
	    offsetof(struct options, model) },
	{ 'S', ARGS_TEXT, "socket", "PATH",
	    "where jobs come in (/run/hao/printer)",
	    offsetof(struct options, socket) },
	{ 0, ARGS_TEXT, "socket-mode", "MODE", "who may send some (0660)",
	    offsetof(struct options, mode) },
	{ 'j', ARGS_TEXT, "jobs", "FOLDER",
	    "remembers the jobs (/var/lib/hao-printer)",
	    offsetof(struct options, jobs) },
	{ 'q', ARGS_TEXT, "queue", "QUEUE",
	    "the queue of CUPS that is told how the printer is",
	    offsetof(struct options, queue) },
	{ 'w', ARGS_NUMBER, "wait", "SECONDS",
	    "how long a ticket waits for paper (15)",
	    offsetof(struct options, wait_s) },
	{ 0, ARGS_FLAG, "models", NULL, "list the models, and leave",
	    offsetof(struct options, models) },
};

static const struct args_program program = {
	.name = "hao-printer",
	.about = "Owns a receipt printer, and says what became of each paper.",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

static const char *
can(enum model_can what)
{
	switch (what) {
	case MODEL_NEVER:
		return "no";
	case MODEL_MAYBE:
		return "tried";
	case MODEL_ALWAYS:
		return "yes";
	}
	return "";
}

static int
list_models(void)
{
	(void)printf("%-18s %5s %4s %8s %8s %8s  %s\n", "model", "dots", "dpi",
	    "DLE EOT", "GS a", "GS r", "source");
	for (size_t i = 0; model_at(i) != NULL; i++) {
		const struct model *m = model_at(i);
		(void)printf("%-18s %5d %4d %8s %8s %8s  %s\n", m->name,
		    m->paper.width, m->dpi, can(m->asks), can(m->watches),
		    can(m->proves), m->source);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}

static void
on_signal(int signal, short what, void *base)
{
	(void)signal, (void)what;
	(void)event_base_loopbreak(base);
}

static int
run(struct event_base *base, const struct station_config *config)
{
	struct event *terminate = evsignal_new(base, SIGTERM, on_signal, base);
	struct event *interrupt = evsignal_new(base, SIGINT, on_signal, base);
	struct station *s = NULL;
	int status = 1;

	if (terminate == NULL || interrupt == NULL ||
	    event_add(terminate, NULL) < 0 || event_add(interrupt, NULL) < 0)
		goto out;
	s = station_create(base, config);
	if (s == NULL)
		goto out;
	(void)fprintf(stderr, "hao-printer: ready at %s\n", config->socket);
	status = event_base_dispatch(base) < 0 ? 1 : 0;
out:
	station_destroy(s);
	if (terminate != NULL)
		event_free(terminate);
	if (interrupt != NULL)
		event_free(interrupt);
	return status;
}

/* -1, or the status to exit with after a misuse. */
static int
configure(const struct options *o, struct station_config *config)
{
	char *end = NULL;
	const char *wrong;

	if (o->device == NULL)
		return args_misused(&program, "--device says which printer");
	wrong = device_read(o->device, &config->device);
	if (wrong != NULL)
		return args_misused(&program, wrong);
	if (o->model != NULL) {
		config->model = model_find(o->model);
		if (config->model == NULL) {
			return args_misused(&program,
			    "--model is not in the table; see --models");
		}
	}
	config->socket_mode = (unsigned)strtoul(o->mode, &end, 8);
	if (end == o->mode || *end != '\0' || config->socket_mode > 0777) {
		return args_misused(
		    &program, "--socket-mode is three octal digits");
	}
	if (o->wait_s > WAIT_S_MAX)
		return args_misused(&program, "--wait is at most 600");
	config->socket = o->socket;
	config->jobs = o->jobs;
	config->queue = o->queue;
	config->wait_ms = o->wait_s * 1000;
	return -1;
}

int
main(int argc, char **argv)
{
	struct options o = { .socket = "/run/hao/printer",
		.mode = "0660",
		.jobs = "/var/lib/hao-printer",
		.wait_s = 15 };
	struct station_config config = { 0 };
	struct args_line line = { argc, argv };
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.models)
		return list_models();
	status = configure(&o, &config);
	if (status >= 0)
		return status;
	(void)signal(SIGPIPE, SIG_IGN);
	struct event_base *base = event_base_new();
	if (base == NULL) {
		(void)fprintf(stderr, "hao-printer: out of memory\n");
		return 1;
	}
	status = run(base, &config);
	event_base_free(base);
	return status;
}
