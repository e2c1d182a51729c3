/*
 * Submits one paper as a kiosk does, says what it hears, line by line, and
 * leaves with the verdict: submit URI FORMAT FOLDER DEADLINE_MS NAME FILE.
 * An empty NAME submits nothing and says the printer's states for ever.
 */
#include <event2/event.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/print.h"
#include "proto/buf.h"

static void
on_done(void *ctx, const char *name, enum verdict verdict, const char *why)
{
	(void)printf("done %s %s %s\n", name, verdict_word(verdict), why);
	(void)fflush(stdout);
	(void)event_base_loopbreak(ctx);
}

static void
on_state(void *ctx, enum print_state state)
{
	(void)ctx;
	(void)printf("state %s\n", print_state_word(state));
	(void)fflush(stdout);
}

static bool
read_file(const char *path, struct buf *into)
{
	char part[4096];
	ssize_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && (n = read(fd, part, sizeof(part))) > 0)
		buf_put(into, part, (size_t)n);
	if (fd >= 0)
		(void)close(fd);
	return fd >= 0 && n == 0 && !into->failed;
}

static bool
submit(struct print *p, const char *name, const char *path)
{
	struct buf document = { 0 };
	bool well = *name == '\0' ||
	    (read_file(path, &document) && print_submit(p, name, &document));

	buf_release(&document);
	(void)puts(well ? "submitted" : "refused");
	(void)fflush(stdout);
	return well;
}

int
main(int argc, char **argv)
{
	struct event_base *base = event_base_new();
	const struct print_events events = { on_done, on_state, base };
	const char *why = "it takes six words";
	struct print *p = NULL;
	int status = 1;

	if (base != NULL && argc == 7) {
		p = print_create(base,
		    &(struct print_config){ .uri = argv[1],
			.format = argv[2],
			.folder = argv[3],
			.deadline_ms = strtol(argv[4], NULL, 10) },
		    &events, &why);
	}
	if (p == NULL) {
		(void)fprintf(stderr, "submit: %s\n", why);
	} else if (submit(p, argv[5], argv[6])) {
		status = event_base_dispatch(base) < 0 ? 1 : 0;
	}
	print_destroy(p);
	if (base != NULL)
		event_base_free(base);
	return status;
}
