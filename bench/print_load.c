/*
 * Prints COUNT papers one after the other as a kiosk does, each a picture of
 * 576 x ROWS dots, and says for each when the press was (ms of
 * CLOCK_MONOTONIC), when its bytes were ready, when the verdict came and what
 * it was: print_load URI FOLDER COUNT ROWS.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/escpos.h"
#include "kiosk/print.h"
#include "kiosk/raster.h"
#include "proto/buf.h"

#define WIDTH  576
#define STRIDE (WIDTH / 8)

struct load {
	struct event_base *base;
	struct print *print;
	struct raster paper;
	long count, done;
	double pressed_ms, ready_ms;
	bool began;
};

static double
now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_MONOTONIC, &now) < 0)
		abort();
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Half of the rows white, as on a ticket; ink to the middle. */
static bool
draw(struct raster *r, int rows)
{
	*r = (struct raster){ .width = WIDTH,
		.height = rows,
		.stride = STRIDE,
		.bits = calloc((size_t)rows, STRIDE) };
	if (r->bits == NULL)
		return false;
	for (int y = 0; y < rows; y++) {
		if (y % 48 < 24)
			memset(r->bits + (ptrdiff_t)y * STRIDE, 0x5a, STRIDE);
	}
	return true;
}

static void
press(struct load *l)
{
	const struct escpos_paper p = { .width = WIDTH,
		.cut = ESCPOS_CUT_PARTIAL };
	struct buf document = { 0 };
	char name[32];

	l->pressed_ms = now_ms();
	escpos_begin(&document, &p);
	escpos_raster(&document, &l->paper, &p);
	escpos_end(&document, &p);
	(void)snprintf(name, sizeof(name), "bench-%ld", l->done + 1);
	l->ready_ms = now_ms();
	if (!print_submit(l->print, name, &document)) {
		(void)fprintf(stderr, "print_load: not taken\n");
		(void)event_base_loopbreak(l->base);
	}
	buf_release(&document);
}

static void
on_done(void *ctx, const char *name, enum verdict verdict, const char *why)
{
	struct load *l = ctx;
	(void)name, (void)why;

	(void)printf("%.3f %.3f %.3f %s\n", l->pressed_ms, l->ready_ms,
	    now_ms(), verdict_word(verdict));
	if (++l->done == l->count) {
		(void)event_base_loopbreak(l->base);
		return;
	}
	press(l);
}

/* The printer's first state: it is there. */
static void
on_state(void *ctx, enum print_state state)
{
	struct load *l = ctx;

	if (l->began || state != PRINT_OK)
		return;
	l->began = true;
	press(l);
}

int
main(int argc, char **argv)
{
	struct load l = { .base = event_base_new() };
	const struct print_events events = { on_done, on_state, &l };
	const char *why = "print_load URI FOLDER COUNT ROWS";
	int status = 1;

	if (l.base != NULL && argc == 5 &&
	    draw(&l.paper, (int)strtol(argv[4], NULL, 10))) {
		l.count = strtol(argv[3], NULL, 10);
		l.print = print_create(l.base,
		    &(struct print_config){ argv[1], "application/vnd.cups-raw",
			argv[2], PRINT_DEADLINE_MS },
		    &events, &why);
	}
	if (l.print == NULL) {
		(void)fprintf(stderr, "print_load: %s\n", why);
	} else if (event_base_dispatch(l.base) == 0) {
		status = l.done == l.count ? 0 : 1;
	}
	print_destroy(l.print);
	raster_release(&l.paper);
	if (l.base != NULL)
		event_base_free(l.base);
	return status;
}
