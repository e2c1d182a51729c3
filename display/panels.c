#include "display/panels.h"

#include <stdio.h>
#include <string.h>

bool
panels_read(struct panel_settings settings[ARGS_LIST_MAX],
    const struct args_list *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *wrong = panel_read(&settings[i], words->at[i]);
		if (wrong == NULL)
			continue;
		(void)fprintf(stderr, "hao-display: --panel %s: %s\n",
		    words->at[i], wrong);
		return false;
	}
	return true;
}

static void
on_changed(enum panel_trouble trouble, void *ctx)
{
	struct panels *p = ctx;
	enum panel_trouble worst = trouble;

	for (size_t i = 0; i < p->count; i++) {
		enum panel_trouble one = panel_port_trouble(p->at[i]);
		worst = one > worst ? one : worst;
	}
	p->changed(panel_trouble_word(worst), p->ctx);
}

bool
panels_open(struct panels *p, struct event_base *base,
    const struct panel_settings *settings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		p->at[i] = panel_port_create(base,
		    &(struct panel_port_config){ .settings = settings[i],
			.changed = on_changed,
			.ctx = p });
		if (p->at[i] == NULL)
			return false;
		p->count++;
	}
	return true;
}

void
panels_close(struct panels *p)
{
	for (size_t i = 0; i < p->count; i++)
		panel_port_destroy(p->at[i]);
	p->count = 0;
	buf_release(&p->line);
}

void
panels_show(struct panels *p, const struct buf *line)
{
	if (line->failed || line->len == 0 ||
	    (line->len == p->line.len &&
		memcmp(line->at, p->line.at, line->len) == 0))
		return;
	buf_clear(&p->line);
	buf_put(&p->line, line->at, line->len);
	for (size_t i = 0; i < p->count; i++)
		panel_port_show(p->at[i], line->at);
}
