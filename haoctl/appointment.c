/* The word for appointments: a file of them in, or out. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "haoctl/booker.h"
#include "haoctl/exporter.h"
#include "haoctl/word.h"

#define FILE_BYTES_MAX ((size_t)16 << 20)

/* --- The two machines behind the shell ---------------------------------- */

static void
on_book_link(void *m, bool up, const char *why, int64_t now_ms)
{
	(void)now_ms;
	booker_link(m, up, why);
}

static void
on_book_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	booker_reply(m, (enum booker_ask)kind, reply, now_ms);
}

static void
on_book_time(void *m, int64_t now_ms)
{
	booker_time(m, now_ms);
}

static int64_t
book_deadline(const void *m)
{
	return booker_deadline(m);
}

static bool
is_booked(const void *m)
{
	const struct booker *b = m;

	return b->finished;
}

static const struct shell_ops book_ops = {
	.link = on_book_link,
	.reply = on_book_reply,
	.time = on_book_time,
	.deadline = book_deadline,
	.finished = is_booked,
};

static void
on_export_link(void *m, bool up, const char *why, int64_t now_ms)
{
	(void)now_ms;
	exporter_link(m, up, why);
}

static void
on_export_reply(
    void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	(void)now_ms;
	exporter_reply(m, (enum exporter_ask)kind, reply);
}

static void
on_export_time(void *m, int64_t now_ms)
{
	exporter_time(m, now_ms);
}

static int64_t
export_deadline(const void *m)
{
	return exporter_deadline(m);
}

static bool
is_exported(const void *m)
{
	const struct exporter *e = m;

	return e->finished;
}

static const struct shell_ops export_ops = {
	.link = on_export_link,
	.reply = on_export_reply,
	.time = on_export_time,
	.deadline = export_deadline,
	.finished = is_exported,
};

static bool
run_shell(const struct shell_config *config, const bool *failed)
{
	struct shell *s = shell_create(config);
	bool well = s != NULL && shell_run(s) && !*failed;

	shell_destroy(s);
	return well;
}

/* --- Words -------------------------------------------------------------- */

/* All of PATH, ended by 0. */
static bool
read_file(const char *path, struct buf *into)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : 1;

	while (n > 0 && into->len <= FILE_BYTES_MAX) {
		if (!buf_reserve(into, 65536)) {
			errno = ENOMEM;
			n = -1;
			break;
		}
		n = read(fd, into->at + into->len, 65536);
		if (n > 0)
			into->len += (size_t)n;
	}
	if (n > 0) {
		errno = EFBIG;
		n = -1;
	}
	if (n < 0) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", path, strerror(errno));
	}
	if (fd >= 0)
		(void)close(fd);
	buf_putc(into, '\0');
	return n == 0 && !into->failed;
}

static int
import(const struct haoctl_options *o, const char *path)
{
	struct booker b = { .file = path, .start_ms = shell_now_ms() };
	struct buf text = { 0 };
	bool well = read_file(path, &text);

	if (well && !rows_read(&b.rows, text.at, path, &b.err)) {
		(void)fwrite(b.err.at, 1, b.err.len, stderr);
		(void)fputs("haoctl: nothing was imported\n", stderr);
		well = false;
	}
	well = well &&
	    run_shell(
		&(struct shell_config){
		    .options = &o->shell,
		    .program = "haoctl",
		    .ops = &book_ops,
		    .machine = &b,
		    .outputs = { &b.asks, &b.out, &b.err },
		},
		&b.failed);
	booker_release(&b);
	buf_release(&text);
	return well ? 0 : 1;
}

static int export(const struct haoctl_options *o)
{
	struct exporter e = { .only = o->day, .start_ms = shell_now_ms() };
	bool well = run_shell(
	    &(struct shell_config){
		.options = &o->shell,
		.program = "haoctl",
		.ops = &export_ops,
		.machine = &e,
		.outputs = { &e.asks, &e.out, &e.err },
	    },
	    &e.failed);

	exporter_release(&e);
	return well ? 0 : 1;
}

static int
run_appointment(const struct haoctl_options *o, int argc, char *const *argv)
{
	if (argc == 2 && strcmp(argv[0], "import") == 0)
		return import(o, argv[1]);
	if (argc == 1 && strcmp(argv[0], "export") == 0)
		return export(o);
	(void)fputs("haoctl: say appointment import FILE.csv, or appointment "
		    "export [--day DAY]\n",
	    stderr);
	return 2;
}

const struct word words_appointment[] = {
	{ "appointment", "import FILE.csv", "books what the file says, or none",
	    false, 2, run_appointment },
	{ "appointment", "export", "what is booked, as CSV", false, 2,
	    run_appointment },
	{ NULL, NULL, NULL, false, 0, NULL },
};
