#include "kiosk/voice.h"

#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

void
voice_stop(struct voice *v)
{
	if (v->pid == 0)
		return;
	/* Not reaped before this: the number is still its own. */
	(void)kill(v->pid, SIGTERM);
	(void)waitpid(v->pid, NULL, 0);
	v->pid = 0;
}

/* posix_spawn changes none of its words. */
static char *
word(const char *text)
{
	union {
		const char *in;
		char *out;
	} u = { .in = text };

	return u.out;
}

int
voice_say(struct voice *v, const char *voice, const char *text)
{
	char *const argv[] = { word(v->program), word("-v"), word(voice),
		word("--"), word(text), NULL };

	voice_stop(v);
	int error = posix_spawnp(
	    &v->pid, v->program, NULL, NULL, argv, environ);
	if (error != 0)
		v->pid = 0;
	return error;
}
