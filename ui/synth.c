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
	struct event *read, *timer, *ended;
	int fd;	    /* -1: its output is closed */
	pid_t pid;  /* 0: none is there */
	bool asked; /* done is to be called */
	bool killed;
	struct buf wav;
};

static void
set_timer(struct synth *s, time_t ms)
{
	const struct timeval after = { ms / 1000, ms % 1000 * 1000 };

	(void)event_add(s->timer, &after);
}

static void
tell(struct synth *s, bool well)
{
	if (!s->asked)
		return;
	s->asked = false;
	s->config.done(well ? &s->wav : NULL, s->config.ctx);
}

/*
 * Its output is closed. It is not waited for: where it is still there, the end
 * of a child or the timer lead here again.
 */
static void
reap(struct synth *s)
{
	int status = 0;

	if (s->pid == 0)
		return;
	pid_t ended = waitpid(s->pid, &status, WNOHANG);
	if (ended == 0)
		return;
	s->pid = 0;
	(void)event_del(s->timer);
	(void)event_del(s->ended);
	tell(s,
	    ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
		!s->killed && !s->wav.failed && s->wav.len > 44);
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
}

static void
finish(struct synth *s, bool kill_it)
{
	close_pipe(s);
	if (kill_it && s->pid != 0) {
		s->killed = true;
		(void)kill(s->pid, SIGKILL);
	}
	set_timer(s, SYNTH_LEAVE_MS);
	reap(s);
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

/* What was killed and is there all the same is stuck in the kernel. */
static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct synth *s = ctx;
	(void)fd, (void)what;

	if (!s->killed) {
		finish(s, true);
		return;
	}
	reap(s);
	tell(s, false);
}

static void
on_ended(evutil_socket_t signal, short what, void *ctx)
{
	struct synth *s = ctx;
	(void)signal, (void)what;

	if (s->fd < 0)
		reap(s);
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
	s->ended = evsignal_new(base, SIGCHLD, on_ended, s);
	if (s->timer == NULL || s->ended == NULL) {
		synth_destroy(s);
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
	if (s->pid != 0) {
		(void)kill(s->pid, SIGKILL);
		(void)waitpid(s->pid, NULL, WNOHANG);
	}
	if (s->timer != NULL)
		event_free(s->timer);
	if (s->ended != NULL)
		event_free(s->ended);
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

static bool
begin(struct synth *s, const char *voice, const char *text)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	s->fd = ends[0];
	s->read = event_new(
	    s->base, s->fd, EV_READ | EV_PERSIST, on_readable, s);
	bool well = s->read != NULL && event_add(s->read, NULL) == 0 &&
	    event_add(s->ended, NULL) == 0 &&
	    fcntl(s->fd, F_SETFL, O_NONBLOCK) == 0 &&
	    start(s, voice, text, ends[1]);
	(void)close(ends[1]);
	return well;
}

bool
synth_say(struct synth *s, const char *voice, const char *text)
{
	reap(s);
	if (s->pid != 0)
		return false;
	s->killed = false;
	buf_clear(&s->wav);
	s->asked = begin(s, voice, text);
	if (s->asked) {
		set_timer(s, SYNTH_MS_MAX);
	} else {
		close_pipe(s);
		(void)event_del(s->ended);
	}
	return s->asked;
}
