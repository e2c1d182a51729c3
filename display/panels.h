/* The LED panels of one display: the same line on all of them. */
#ifndef HAO_DISPLAY_PANELS_H
#define HAO_DISPLAY_PANELS_H

#include "display/panel_port.h"
#include "proto/args/args.h"

struct panels {
	struct panel_port *at[ARGS_LIST_MAX];
	size_t count;
	struct buf line; /* ends with a zero byte */
	/* The worst trouble of them is another one. */
	void (*changed)(const char *state, void *ctx);
	void *ctx;
};

/* Says on stderr which of the WORDS of --panel is wrong, and is false. */
bool panels_read(struct panel_settings settings[ARGS_LIST_MAX],
    const struct args_list *words);
/* False: out of memory. */
bool panels_open(struct panels *p, struct event_base *base,
    const struct panel_settings *settings, size_t count);
void panels_close(struct panels *p);

/* LINE ends with a zero byte; the same one again changes nothing. */
void panels_show(struct panels *p, const struct buf *line);

#endif
