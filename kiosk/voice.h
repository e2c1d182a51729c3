/*
 * Speaks one sentence at a time, by espeak-ng as a process of its own: what
 * is said next cuts off what is being said.
 */
#ifndef HAO_KIOSK_VOICE_H
#define HAO_KIOSK_VOICE_H

#include <sys/types.h>

struct voice {
	const char *program; /* borrowed; "espeak-ng", looked for in PATH */
	pid_t pid;	     /* of what is speaking; 0: nobody */
};

/* VOICE is espeak-ng's name of it. 0, or the error's number. */
int voice_say(struct voice *v, const char *voice, const char *text);
void voice_stop(struct voice *v);

#endif
