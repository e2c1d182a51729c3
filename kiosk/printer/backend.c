/*
 * The backend `hao` of CUPS: carries a job to hao-printer's socket and the
 * printer's state back. It has no rights and knows no printer. See
 * backend(7) for its arguments and order.h, door.h for what it says.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "kiosk/verdict.h"

#define SCHEME	    "hao:"
#define UUID_OPTION "job-uuid=urn:uuid:"
#define UUID_MAX    64
#define LINE_SIZE   256
#define PART_MAX    16384
#define CONNECT_MS  3000 /* hao-printer is being started again */
#define RETRY_MS    50

/* CUPS cancels the job; its queue goes on. */
#define EXIT_CANCEL 5

struct relay {
	int fd;		/* to hao-printer */
	bool whole;	/* END was said */
	bool cancelled; /* CANCEL was said */
	char uuid[UUID_MAX + 1];
	char line[LINE_SIZE];
	size_t have;
};

static volatile sig_atomic_t terminated;

static void
on_terminate(int signal)
{
	(void)signal;
	terminated = 1;
}

/* CUPS keeps the number with the job, and no text: it is the verdict. */
static int
finish(enum verdict verdict, const char *why)
{
	bool well = verdict == VERDICT_PRINTED || verdict == VERDICT_SENT;

	(void)fprintf(stderr, "ATTR: job-media-progress=%d\nINFO: %s%s%s\n",
	    verdict_progress(verdict), verdict_word(verdict),
	    *why != '\0' ? ": " : "", why);
	return well ? 0 : EXIT_CANCEL;
}

static bool
uuid_read(const char *options, char uuid[UUID_MAX + 1])
{
	const char *at = strstr(options, UUID_OPTION);
	size_t len;

	if (at == NULL)
		return false;
	at += sizeof(UUID_OPTION) - 1;
	len = strcspn(at, " ");
	if (len == 0 || len > UUID_MAX)
		return false;
	memcpy(uuid, at, len);
	uuid[len] = '\0';
	return true;
}

/* The path behind hao:// or hao: */
static const char *
socket_path(const char *uri)
{
	if (uri == NULL || strncmp(uri, SCHEME, sizeof(SCHEME) - 1) != 0)
		return NULL;
	uri += sizeof(SCHEME) - 1;
	return strncmp(uri, "//", 2) == 0 ? uri + 2 : uri;
}

static int
connect_once(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	(void)snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) == 0)
		return fd;
	(void)close(fd);
	return -1;
}

static int
connect_to(const char *path)
{
	const struct timespec pause = { .tv_nsec = RETRY_MS * 1000000L };
	int fd = connect_once(path);

	for (int ms = 0; fd < 0 && ms < CONNECT_MS && !terminated;
	     ms += RETRY_MS) {
		(void)nanosleep(&pause, NULL);
		fd = connect_once(path);
	}
	return fd;
}

/* --- There -----------------------------------------------------------------*/

/* False when hao-printer is gone, or the job was cancelled. */
static bool
put(const struct relay *r, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t done = send(r->fd, bytes, n, MSG_NOSIGNAL);
		if (done < 0 && (errno != EINTR || terminated))
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return true;
}

static bool
put_line(const struct relay *r, const char *text)
{
	return put(r, text, strlen(text));
}

static bool
put_part(const struct relay *r, const char *bytes, size_t n)
{
	char head[32];

	(void)snprintf(head, sizeof(head), "DATA %zu\n", n);
	return put_line(r, head) && put(r, bytes, n);
}

static bool
put_job(struct relay *r, int from)
{
	char line[UUID_MAX + 16];
	char part[PART_MAX];
	ssize_t n;

	(void)snprintf(line, sizeof(line), "PRINT %s\n", r->uuid);
	if (!put_line(r, line))
		return false;
	while ((n = read(from, part, sizeof(part))) != 0) {
		if (n < 0 && errno == EINTR && !terminated)
			continue;
		if (n < 0 || !put_part(r, part, (size_t)n))
			return false;
	}
	r->whole = put_line(r, "END\n");
	return r->whole;
}

/* --- And back --------------------------------------------------------------*/

/* Takes one line; the exit status when it was the last one, else -1. */
static int
heard(char *line)
{
	enum verdict verdict;

	if (strncmp(line, "STATE ", 6) == 0) {
		(void)fprintf(stderr, "STATE: %s\n", line + 6);
		return -1;
	}
	if (strncmp(line, "ERROR ", 6) == 0)
		return finish(VERDICT_FAILED, line + 6);
	if (strncmp(line, "DONE ", 5) != 0)
		return -1;
	char *why = line + 5 + strcspn(line + 5, " ");
	if (*why != '\0')
		*why++ = '\0';
	if (!verdict_read(line + 5, &verdict))
		return finish(VERDICT_UNKNOWN, "hao-printer is a newer one");
	return finish(verdict, why);
}

static int
heard_bytes(struct relay *r, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] != '\n') {
			if (r->have + 1 < sizeof(r->line))
				r->line[r->have++] = bytes[i];
			continue;
		}
		r->line[r->have] = '\0';
		r->have = 0;
		int status = heard(r->line);
		if (status >= 0)
			return status;
	}
	return -1;
}

/* Waits for the verdict, and passes on what is said before. */
static int
listen_to(struct relay *r)
{
	enum verdict lost = r->whole ? VERDICT_UNKNOWN : VERDICT_FAILED;
	int status = -1;
	char bytes[LINE_SIZE];

	while (status < 0) {
		struct pollfd p = { .fd = r->fd, .events = POLLIN };
		if (terminated && !r->cancelled) {
			r->cancelled = true;
			(void)put_line(r, "CANCEL\n");
		}
		if (poll(&p, 1, 200) <= 0)
			continue; /* a signal may have come just before it */
		ssize_t n = read(r->fd, bytes, sizeof(bytes));
		if (n <= 0)
			return finish(lost, "hao-printer is gone");
		status = heard_bytes(r, bytes, (size_t)n);
	}
	return status;
}

static int
relay(const char *path, const char *uuid, int from)
{
	struct relay r = { .fd = connect_to(path) };

	(void)snprintf(r.uuid, sizeof(r.uuid), "%s", uuid);
	(void)fprintf(stderr, "STATE: none\n");
	if (r.fd < 0) {
		(void)fprintf(stderr, "STATE: +offline-report\n");
		return finish(VERDICT_FAILED, "hao-printer is not running");
	}
	/* What was not sent whole is not printed. */
	bool well = put_job(&r, from);
	int status = well ? listen_to(&r)
			  : finish(VERDICT_FAILED, "it was broken off");
	(void)close(r.fd);
	return status;
}

/* --- As CUPS calls it ------------------------------------------------------*/

static void
catch_terminate(void)
{
	/* A read or write that is under way returns. */
	const struct sigaction action = { .sa_handler = on_terminate };

	(void)sigaction(SIGTERM, &action, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)setvbuf(stderr, NULL, _IOLBF, 0);
}

int
main(int argc, char **argv)
{
	char uuid[UUID_MAX + 1];
	const char *path = socket_path(getenv("DEVICE_URI"));
	int from = STDIN_FILENO;

	if (argc == 1) {
		(void)puts("direct hao:///run/hao/printer \"Unknown\" "
			   "\"hao receipt printer\"");
		return 0;
	}
	if (argc < 6 || argc > 7 || path == NULL) {
		(void)fprintf(stderr,
		    "ERROR: run by CUPS, with a DEVICE_URI of "
		    "hao:///run/hao/printer\n");
		return EXIT_CANCEL;
	}
	catch_terminate();
	if (!uuid_read(argv[5], uuid)) {
		(void)fprintf(stderr, "ERROR: the job has no job-uuid\n");
		return EXIT_CANCEL;
	}
	if (argc == 7)
		from = open(argv[6], O_RDONLY | O_CLOEXEC);
	if (from < 0) {
		(void)fprintf(
		    stderr, "ERROR: %s: %s\n", argv[6], strerror(errno));
		return EXIT_CANCEL;
	}
	return relay(path, uuid, from);
}
