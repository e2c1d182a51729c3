#include "display/panel_port.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "display/panel_page.h"
#include "display/panel_picture.h"
#include "ui/serial.h"
#include "ui/shell.h"

#define OPEN_AGAIN_MS 2000

struct panel_port {
	struct panel_port_config config;
	struct panel_talk talk;
	struct event_base *base;
	struct event *read, *write, *timer;
	int fd;
	bool connecting;
	int64_t open_ms; /* when the wire is tried again */
	enum panel_trouble told;
	struct buf rows;
	struct buf text, words; /* all of it; the page that is shown */
	size_t page, pages;
	int64_t page_ms; /* when the next one comes; -1: there is one alone */
};

static void
set_timer(struct panel_port *p)
{
	int64_t deadline_ms = p->fd < 0 ? p->open_ms : p->talk.deadline_ms;

	if (p->page_ms >= 0 && (deadline_ms < 0 || p->page_ms < deadline_ms))
		deadline_ms = p->page_ms;
	(void)event_del(p->timer);
	if (deadline_ms < 0)
		return;
	int64_t left_ms = deadline_ms - shell_now_ms();
	if (left_ms < 0)
		left_ms = 0;
	struct timeval after = { .tv_sec = (time_t)(left_ms / 1000),
		.tv_usec = (suseconds_t)(left_ms % 1000) * 1000 };
	(void)event_add(p->timer, &after);
}

static void
drop_events(struct panel_port *p)
{
	if (p->read != NULL)
		event_free(p->read);
	if (p->write != NULL)
		event_free(p->write);
	p->read = p->write = NULL;
}

static void
close_wire(struct panel_port *p)
{
	drop_events(p);
	if (p->fd >= 0)
		(void)close(p->fd);
	p->fd = -1;
	p->connecting = false;
	p->open_ms = shell_now_ms() + OPEN_AGAIN_MS;
	panel_talk_wire(&p->talk, false, shell_now_ms());
}

static void
write_out(struct panel_port *p)
{
	struct buf *tx = &p->talk.tx;

	if (p->fd < 0 || p->connecting || tx->len == 0)
		return;
	ssize_t n = write(p->fd, tx->at, tx->len);
	if (n > 0)
		buf_drop(tx, (size_t)n);
	if (n < 0 && errno != EAGAIN && errno != EINTR) {
		close_wire(p);
	} else if (tx->len > 0) {
		(void)event_add(p->write, NULL);
	}
}

/* After whatever the talk was told. */
static void
pump(struct panel_port *p)
{
	write_out(p);
	set_timer(p);
	if (p->talk.trouble == p->told)
		return;
	p->told = p->talk.trouble;
	p->config.changed(p->told, p->config.ctx);
}

static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct panel_port *p = ctx;
	char bytes[1024];
	(void)what;

	ssize_t n = read(fd, bytes, sizeof(bytes));
	if (n > 0) {
		panel_talk_bytes(&p->talk, bytes, (size_t)n, shell_now_ms());
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close_wire(p);
	}
	pump(p);
}

static void
wire_is_up(struct panel_port *p)
{
	p->connecting = false;
	if (event_add(p->read, NULL) < 0) {
		close_wire(p);
		return;
	}
	panel_talk_wire(&p->talk, true, shell_now_ms());
}

static void
on_writable(evutil_socket_t fd, short what, void *ctx)
{
	struct panel_port *p = ctx;
	int error = 0;
	socklen_t len = sizeof(error);
	(void)what;

	if (p->connecting) {
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0 ||
		    error != 0) {
			close_wire(p);
		} else {
			wire_is_up(p);
		}
	}
	pump(p);
}

/* A name is looked up by the system, which may take its time. */
static int
connect_to(const struct panel_settings *to)
{
	struct evutil_addrinfo hints = { .ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = EVUTIL_AI_NUMERICSERV };
	struct evutil_addrinfo *found = NULL;
	int fd = -1;

	if (evutil_getaddrinfo(to->where, to->port, &hints, &found) != 0)
		return -1;
	fd = socket(
	    found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd >= 0 &&
	    connect(fd, found->ai_addr, (socklen_t)found->ai_addrlen) < 0 &&
	    errno != EINPROGRESS) {
		(void)close(fd);
		fd = -1;
	}
	evutil_freeaddrinfo(found);
	return fd;
}

static void
open_wire(struct panel_port *p)
{
	const struct panel_settings *to = &p->config.settings;
	const char *why; /* that it is away is told, and not why */

	p->fd = to->tcp ? connect_to(to)
			: serial_open(to->where, to->baud, false, &why);
	if (p->fd < 0) {
		close_wire(p);
		return;
	}
	p->read = event_new(
	    p->base, p->fd, EV_READ | EV_PERSIST, on_readable, p);
	p->write = event_new(p->base, p->fd, EV_WRITE, on_writable, p);
	p->connecting = to->tcp;
	if (p->read == NULL || p->write == NULL ||
	    (to->tcp && event_add(p->write, NULL) < 0)) {
		close_wire(p);
	} else if (!to->tcp) {
		wire_is_up(p);
	}
}

/* So many half letters are on a page of it. */
static size_t
columns_of(const struct panel_settings *to, const char *text)
{
	size_t px = PANEL_LEGIBLE_PX, lines = to->height / (px * 3 / 2);

	if (to->text)
		return (size_t)2 * to->width / to->driver->letter_px(to);
	if (panel_picture_is_legible(to->width, to->height, text))
		return strlen(text);
	if (to->height < px)
		px = to->height;
	return (size_t)2 * to->width / px * (lines > 1 ? lines : 1);
}

static void
show_page(struct panel_port *p)
{
	const struct panel_settings *to = &p->config.settings;
	size_t columns = columns_of(to, p->text.at);

	p->pages = panel_page(&p->words, p->text.at, columns, p->page);
	p->page_ms = p->pages > 1 ? shell_now_ms() + PANEL_PAGE_MS : -1;
	if (p->words.failed)
		return;
	if (to->text) {
		panel_talk_text(&p->talk, p->words.at, shell_now_ms());
		return;
	}
	struct panel_picture picture = panel_picture_draw(
	    &p->rows, to->width, to->height, p->words.at);
	if (!p->rows.failed)
		panel_talk_picture(&p->talk, &picture, shell_now_ms());
}

static void
turn_page(struct panel_port *p)
{
	if (p->page_ms < 0 || shell_now_ms() < p->page_ms)
		return;
	p->page = (p->page + 1) % p->pages;
	show_page(p);
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct panel_port *p = ctx;
	(void)fd, (void)what;

	turn_page(p);
	if (p->fd < 0) {
		if (shell_now_ms() >= p->open_ms)
			open_wire(p);
	} else {
		panel_talk_time(&p->talk, shell_now_ms());
	}
	pump(p);
}

struct panel_port *
panel_port_create(
    struct event_base *base, const struct panel_port_config *config)
{
	struct panel_port *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->config = *config;
	p->base = base;
	p->fd = -1;
	p->page_ms = -1;
	p->told = PANEL_WELL;
	panel_talk_init(&p->talk, &config->settings);
	p->timer = event_new(base, -1, 0, on_timer, p);
	if (p->timer == NULL) {
		panel_port_destroy(p);
		return NULL;
	}
	set_timer(p); /* at once */
	return p;
}

void
panel_port_destroy(struct panel_port *p)
{
	if (p == NULL)
		return;
	drop_events(p);
	if (p->timer != NULL)
		event_free(p->timer);
	if (p->fd >= 0)
		(void)close(p->fd);
	panel_talk_release(&p->talk);
	buf_release(&p->rows);
	buf_release(&p->text);
	buf_release(&p->words);
	free(p);
}

void
panel_port_show(struct panel_port *p, const char *text)
{
	buf_clear(&p->text);
	buf_puts(&p->text, text);
	buf_putc(&p->text, '\0');
	p->page = 0;
	if (!p->text.failed)
		show_page(p);
	pump(p);
}

enum panel_trouble
panel_port_trouble(const struct panel_port *p)
{
	return p->talk.trouble;
}
