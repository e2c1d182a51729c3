/* hao-pad: the call pads of one serial line, with no clerk's computer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pad/intro.h"
#include "pad/line.h"
#include "pad/pad.h"
#include "pad/post.h"
#include "pad/rater.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/shell.h"
#include "ui/text.h"

struct options {
	struct shell_options shell;
	const char *device, *driver;
	struct args_list pads;
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct options, shell)),
	{ 'd', ARGS_TEXT, "device", "tty:PATH@BAUD", "the serial line",
	    offsetof(struct options, device) },
	{ 'p', ARGS_LIST, "pad", "ADDR=LABEL[:CLERK]",
	    "a pad on it, its counter and its clerk; repeated (as the hall's "
	    "file says)",
	    offsetof(struct options, pads) },
	{ 0, ARGS_TEXT, "driver", "NAME", "what the pads speak (serial)",
	    offsetof(struct options, driver) },
};

static const struct args_program program = {
	.name = "hao-pad",
	.about = "Calls by the call pads of a serial line, without a clerk's "
		 "computer.",
	.more = "Each pad holds its counter by itself. A line that is lost is "
		"opened again.\nSIGTERM ends it; the counters stay open until "
		"their leases are over.\n",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

struct station;

/* A pad at its counter, with a connection of its own. */
struct seat {
	struct post post;
	struct pad pad;
	struct shell *shell;
	struct shell_options options;
	struct station *station;
	struct buf out, err;
	char name[LIMIT_NAME + 1];
};

/* The line, and the connection for what no counter's terminal says. */
struct station {
	struct rater rater;
	struct intro intro;
	struct shell *shell;
	struct line *line;
	struct seat *seats;
	size_t seats_count;
	bool seated, failed;
	const struct options *options;
	char name[LIMIT_NAME + 1];
};

/* --- A seat -------------------------------------------------------------- */

/* What the talk says to a clerk goes to the log. */
static void
report(struct seat *s)
{
	struct talk *t = &s->pad.talk;
	const char *at = t->err.at, *end = at + t->err.len;

	while (t->err.len > 0 && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;
		buf_puts(&s->err, program.name);
		buf_puts(&s->err, ": pad ");
		buf_put_int(&s->err, s->post.address);
		buf_puts(&s->err, ", counter ");
		text_put(&s->err, s->post.label);
		buf_puts(&s->err, ": ");
		text_putn(&s->err, at, (size_t)(stop - at));
		buf_putc(&s->err, '\n');
		at = stop + 1;
	}
	buf_clear(&t->err);
	buf_clear(&t->out);
}

static void
seat_link(void *m, bool up, const char *why, int64_t now_ms)
{
	struct seat *s = m;

	pad_link(&s->pad, up, why, now_ms);
	report(s);
}

static void
seat_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	struct seat *s = m;
	(void)channel, (void)message;

	pad_message(&s->pad, now_ms);
	report(s);
}

static void
seat_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	struct seat *s = m;

	pad_reply(&s->pad, kind, reply, now_ms);
	report(s);
}

static void
seat_time(void *m, int64_t now_ms)
{
	struct seat *s = m;

	pad_time(&s->pad, now_ms);
	report(s);
}

static void
seat_flushed(void *m, bool written, int64_t now_ms)
{
	struct seat *s = m;
	(void)written, (void)now_ms;

	line_write(s->station->line, &s->pad.line);
}

static int64_t
seat_deadline(const void *m)
{
	const struct seat *s = m;

	return pad_deadline(&s->pad);
}

/* A pad is there for good. */
static bool
never(const void *m)
{
	(void)m;
	return false;
}

static const struct shell_ops seat_ops = {
	.link = seat_link,
	.message = seat_message,
	.reply = seat_reply,
	.time = seat_time,
	.flushed = seat_flushed,
	.deadline = seat_deadline,
	.finished = never,
};

static bool
seat_open(struct seat *s, struct station *st, const struct options *o)
{
	char channel[LIMIT_CHANNEL + 1];
	size_t room = sizeof(s->name) - 5;

	s->station = st;
	(void)snprintf(s->name, sizeof(s->name), "%.*s-%u", (int)room, st->name,
	    s->post.address);
	s->options = o->shell;
	s->options.name = s->name;
	s->options.pair = NULL; /* the station's, once */
	pad_init(&s->pad, pad_driver_find(o->driver), s->post.address,
	    &(struct talk_config){
		.label = s->post.label,
		.clerk = s->post.clerk,
		.lang = "en",
		.start_ms = shell_now_ms(),
	    });
	s->shell = shell_create(&(struct shell_config){
	    .options = &s->options,
	    .program = program.name,
	    .ops = &seat_ops,
	    .machine = s,
	    .outputs = { &s->pad.talk.asks, &s->out, &s->err },
	    .base = shell_base(st->shell),
	});
	if (s->shell == NULL)
		return false;
	(void)snprintf(channel, sizeof(channel), "counter:%s", s->post.label);
	if (!shell_subscribe(s->shell, channel))
		return false;
	shell_pump(s->shell);
	return true;
}

static void
seat_close(struct seat *s)
{
	shell_destroy(s->shell);
	pad_release(&s->pad);
	buf_release(&s->out);
	buf_release(&s->err);
}

/* --- The station --------------------------------------------------------- */

static bool open_seats(struct station *st);

static void
station_link(void *m, bool up, const char *why, int64_t now_ms)
{
	struct station *st = m;
	(void)why, (void)now_ms;

	rater_link(&st->rater, up);
	if (up && !st->seated && !open_seats(st)) {
		st->failed = true;
		return;
	}
	intro_link(&st->intro, up, &st->rater.asks);
}

static bool take_pads(struct station *st, const json_t *pads);

/* As the hall's layout has them under our name. */
static void
take_layout(struct station *st, const struct link_reply *reply)
{
	const json_t *devices = json_object_get(reply->value, "devices");
	const json_t *pads = json_object_get(
	    field_find(devices, "name", st->name), "pads");

	if (reply->verdict != LINK_OK || st->seats_count > 0)
		return;
	st->intro.wants_pads = false;
	if (json_array_size(pads) == 0) {
		(void)fprintf(stderr,
		    "%s: which pads? add --pad 1=3, or pads of the device %s "
		    "to hall.yaml\n",
		    program.name, st->name);
		st->failed = true;
	} else if (!take_pads(st, pads)) {
		st->failed = true;
	}
}

static void
station_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	struct station *st = m;

	if (kind == INTRO_DEVICE || kind == INTRO_LAYOUT) {
		intro_reply(&st->intro, reply, now_ms);
	} else {
		rater_reply(&st->rater, reply, now_ms);
	}
	if (kind == INTRO_LAYOUT)
		take_layout(st, reply);
}

static void
station_time(void *m, int64_t now_ms)
{
	struct station *st = m;

	rater_time(&st->rater, now_ms);
	intro_time(&st->intro, &st->rater.asks, now_ms);
}

static int64_t
station_deadline(const void *m)
{
	const struct station *st = m;

	int64_t rating_ms = rater_deadline(&st->rater);
	int64_t intro_ms = intro_deadline(&st->intro);

	if (rating_ms < 0 || intro_ms < 0)
		return rating_ms < 0 ? intro_ms : rating_ms;
	return rating_ms < intro_ms ? rating_ms : intro_ms;
}

static bool
has_failed(const void *m)
{
	const struct station *st = m;

	return st->failed;
}

static const struct shell_ops station_ops = {
	.link = station_link,
	.reply = station_reply,
	.time = station_time,
	.deadline = station_deadline,
	.finished = has_failed,
};

static void
on_press(const struct pad_press *press, void *ctx)
{
	struct station *st = ctx;
	char rid[TALK_RID_SIZE];

	for (size_t i = 0; i < st->seats_count; i++) {
		struct seat *s = &st->seats[i];
		if (s->post.address != press->address)
			continue;
		link_rid(rid);
		const char *rated = pad_press(
		    &s->pad, press, rid, shell_now_ms());
		if (rated != NULL &&
		    rater_add(&st->rater, rated, press->digits, rid))
			shell_pump(st->shell);
		report(s);
		shell_pump(s->shell);
		return;
	}
}

static void
on_line(bool open, const char *why, void *ctx)
{
	struct station *st = ctx;

	(void)fprintf(stderr, "%s: %s: the line is %s%s%s\n", program.name,
	    st->options->device, open ? "open" : "lost",
	    *why != '\0' ? ": " : "", why);
	intro_line(&st->intro, open, &st->rater.asks);
	if (st->intro.up)
		shell_pump(st->shell);
}

static bool
open_seats(struct station *st)
{
	st->seated = true;
	for (size_t i = 0; i < st->seats_count; i++) {
		if (!seat_open(&st->seats[i], st, st->options))
			return false;
	}
	return true;
}

static bool
station_open(
    struct station *st, const struct options *o, const struct serial *serial)
{
	st->shell = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = program.name,
	    .ops = &station_ops,
	    .machine = st,
	    .outputs = { &st->rater.asks, &st->rater.out, &st->rater.err },
	});
	if (st->shell == NULL)
		return false;
	st->line = line_create(shell_base(st->shell),
	    &(struct line_config){
		.serial = *serial,
		.driver = pad_driver_find(o->driver),
		.press = on_press,
		.changed = on_line,
		.ctx = st,
	    });
	/* What a code brings is in the file once the station is up. */
	return st->line != NULL && (o->shell.pair != NULL || open_seats(st));
}

/* Its own loop is the seats' too, and goes last. */
static void
station_close(struct station *st)
{
	for (size_t i = 0; i < st->seats_count; i++)
		seat_close(&st->seats[i]);
	line_destroy(st->line);
	shell_destroy(st->shell);
	rater_release(&st->rater);
	free(st->seats);
}

/* --- The command line ---------------------------------------------------- */

static bool
is_taken(const struct station *st, uint8_t address)
{
	for (size_t i = 0; i < st->seats_count; i++) {
		if (st->seats[i].post.address == address)
			return true;
	}
	return false;
}

static int
read_pads(struct station *st, const struct args_list *pads)
{
	static const char twice[] =
	    "two pads have one address; give each its own";
	struct post post;

	st->seats = calloc(pads->count + 1, sizeof(*st->seats));
	if (st->seats == NULL)
		return 1;
	for (size_t i = 0; i < pads->count; i++) {
		const char *wrong = post_read(pads->at[i], &post);
		if (wrong == NULL && is_taken(st, post.address))
			wrong = twice;
		if (wrong != NULL)
			return args_misused(&program, wrong);
		st->seats[st->seats_count++].post = post;
	}
	return 0;
}

static bool
take_pads(struct station *st, const json_t *pads)
{
	struct args_list words = { 0 };

	for (size_t i = 0; i < json_array_size(pads); i++) {
		const char *word = json_string_value(json_array_get(pads, i));
		if (word != NULL && words.count < ARGS_LIST_MAX)
			words.at[words.count++] = word;
	}
	free(st->seats);
	return read_pads(st, &words) == 0 && open_seats(st);
}

static int
run(const struct options *o, const struct serial *serial)
{
	struct station st = { .options = o };
	int status = read_pads(&st, &o->pads);

	(void)snprintf(st.name, sizeof(st.name), "%s", o->shell.name);
	st.intro = (struct intro){ .name = st.name,
		.wants_pads = st.seats_count == 0 };
	if (status == 0) {
		bool well = station_open(&st, o, serial) &&
		    shell_run(st.shell) && !st.failed;
		bool told = st.shell != NULL && shell_signalled(st.shell);
		status = well || told ? 0 : 1;
	}
	station_close(&st);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { .shell.servers = SHELL_SERVERS,
		.driver = "serial" };
	struct args_line line = { argc, argv };
	struct serial serial;
	char name[LIMIT_NAME + 1] = "hao-pad@";
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.device == NULL) {
		return args_misused(
		    &program, "which line? add -d tty:/dev/ttyUSB0@9600");
	}
	if (pad_driver_find(o.driver) == NULL) {
		return args_misused(
		    &program, "there is no such driver; there is: serial");
	}
	const char *wrong = serial_read(o.device, &serial);
	if (wrong == NULL && !serial_has_speed(serial.baud))
		wrong = "no line has that speed; take one of 1200 to 230400";
	if (wrong != NULL)
		return args_misused(&program, wrong);
	if (o.shell.name == NULL) {
		(void)gethostname(name + strlen(name), sizeof(name) - 9);
		o.shell.name = name;
	}
	return run(&o, &serial);
}
