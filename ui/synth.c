#include "ui/synth.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define SYNTH_TEXT 2048

extern char **environ;

struct synth {
	struct synth_config config;
	struct event_base *base;
	struct event *read, *timer;
	int fd;
	pid_t pid; /* 0: none runs */
	struct buf wav;
};

/* Its end of the pipe is closed or its time is over: it leaves at once. */
static bool
reap(struct synth *s, bool kill_it)
{
	int status = 0;
	pid_t ended;

	if (s->pid == 0)
		return false;
	if (kill_it)
		(void)kill(s->pid, SIGKILL);
	do {
		ended = waitpid(s->pid, &status, 0);
	} while (ended < 0 && errno == EINTR);
	s->pid = 0;
	return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void
close_pipe(struct synth *s)
{
	if (s->read != NULL)
		event_free(s->read);
	s->read = NULL;
	if (s->fd >= 0)
		(void)close(s->fd);
	s->fd = -1;
	(void)event_del(s->timer);
}

static void
finish(struct synth *s, bool kill_it)
{
	close_pipe(s);
	bool well = reap(s, kill_it) && !s->wav.failed && s->wav.len > 44;
	s->config.done(well ? &s->wav : NULL, s->config.ctx);
}

static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct synth *s = ctx;
	char bytes[16384];
	(void)what;

	ssize_t n = read(fd, bytes, sizeof(bytes));
	if (n > 0) {
		buf_put(&s->wav, bytes, (size_t)n);
		if (s->wav.len > SYNTH_BYTES_MAX || s->wav.failed)
			finish(s, true);
	} else if (n == 0) {
		finish(s, false);
	} else if (errno != EAGAIN && errno != EINTR) {
		finish(s, true);
	}
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd, (void)what;
	finish(ctx, true);
}

struct synth *
synth_create(struct event_base *base, const struct synth_config *config)
{
	struct synth *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->config = *config;
	s->base = base;
	s->fd = -1;
	s->timer = event_new(base, -1, 0, on_timer, s);
	if (s->timer == NULL) {
		free(s);
		return NULL;
	}
	return s;
}

void
synth_destroy(struct synth *s)
{
	if (s == NULL)
		return;
	close_pipe(s);
	(void)reap(s, true);
	event_free(s->timer);
	buf_release(&s->wav);
	free(s);
}

/* TEXT comes last, behind "--": it is never an option. */
static bool
start(struct synth *s, const char *voice, const char *text, int out)
{
	/* posix_spawn may change its words, says their type. */
	char by[SYNTH_TEXT], words[SYNTH_TEXT];
	char *argv[] = { (char[]){ "espeak-ng" }, (char[]){ "-v" }, by,
		(char[]){ "-s" }, (char[]){ "150" }, (char[]){ "--stdout" },
		(char[]){ "--" }, words, NULL };
	posix_spawn_file_actions_t actions;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return false;
	(void)snprintf(by, sizeof(by), "%s", voice);
	(void)snprintf(words, sizeof(words), "%s", text);
	bool well = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO,
			"/dev/null", O_RDONLY, 0) == 0 &&
	    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO) ==
		0 &&
	    posix_spawn_file_actions_addopen(
		&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
	    posix_spawnp(
		&s->pid, s->config.program, &actions, NULL, argv, environ) == 0;
	(void)posix_spawn_file_actions_destroy(&actions);
	if (!well)
		s->pid = 0;
	return well;
}

bool
synth_say(struct synth *s, const char *voice, const char *text)
{
	const struct timeval most = { SYNTH_MS_MAX / 1000, 0 };
	int ends[2];

	buf_clear(&s->wav);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	bool started = start(s, voice, text, ends[1]);
	(void)close(ends[1]);
	s->fd = ends[0];
	s->read = event_new(
	    s->base, s->fd, EV_READ | EV_PERSIST, on_readable, s);
	if (!started || s->read == NULL ||
	    fcntl(s->fd, F_SETFL, O_NONBLOCK) < 0 ||
	    event_add(s->read, NULL) < 0 || event_add(s->timer, &most) < 0) {
		close_pipe(s);
		(void)reap(s, true);
		return false;
	}
	return true;
}
