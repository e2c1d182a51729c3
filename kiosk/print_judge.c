#include "kiosk/print_judge.h"

#include <string.h>

/* What a job's final state says by itself. */
static enum verdict
by_state(const struct print_job *job, enum print_source source)
{
	/* What was aborted had been begun. */
	if (job->state == PRINT_JOB_CANCELED && !job->processed)
		return VERDICT_FAILED;
	if (job->state != PRINT_JOB_COMPLETED)
		return VERDICT_UNKNOWN;
	return source == PRINT_SOURCE_PRINTER ? VERDICT_PRINTED : VERDICT_SENT;
}

bool
print_judge(const struct print_job *job, const char *name,
    enum print_source source, enum verdict *verdict)
{
	/* An id that is another job's now says nothing of ours. */
	if (!job->found || strcmp(job->name, name) != 0) {
		*verdict = VERDICT_UNKNOWN;
		return true;
	}
	if (job->state != PRINT_JOB_COMPLETED &&
	    job->state != PRINT_JOB_CANCELED && job->state != PRINT_JOB_ABORTED)
		return false;
	if (source != PRINT_SOURCE_HAO ||
	    !verdict_of_progress(job->progress, verdict))
		*verdict = by_state(job, source);
	return true;
}

bool
print_is_empty(const struct print_job *job, const char *name)
{
	return job->found && strcmp(job->name, name) == 0 &&
	    job->documents == 0 && job->state != PRINT_JOB_COMPLETED &&
	    job->state != PRINT_JOB_ABORTED;
}

bool
print_is_held(const struct print_job *job, const char *name)
{
	return job->found && strcmp(job->name, name) == 0 &&
	    job->documents > 0 && job->state == PRINT_JOB_HELD;
}

struct meaning {
	const char *begins;
	enum print_state state;
};

/* Worst last. */
static const struct meaning meanings[] = {
	{ "media-low", PRINT_LOW },
	{ "offline", PRINT_OFFLINE },
	{ "shutdown", PRINT_OFFLINE },
	{ "paused", PRINT_OFFLINE },
	{ "other-error", PRINT_FAULT },
	{ "cover-open", PRINT_COVER },
	{ "door-open", PRINT_COVER },
	{ "media-empty", PRINT_NO_PAPER },
	{ "media-needed", PRINT_NO_PAPER },
};

/* How bad a state is: its place in the table. */
static size_t
rank(enum print_state state)
{
	for (size_t i = sizeof(meanings) / sizeof(meanings[0]); i > 0; i--) {
		if (meanings[i - 1].state == state)
			return i;
	}
	return 0;
}

enum print_state
print_reason(enum print_state state, const char *reason)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++) {
		const struct meaning *m = &meanings[i];
		if (strncmp(reason, m->begins, strlen(m->begins)) == 0 &&
		    rank(m->state) > rank(state))
			return m->state;
	}
	return state;
}
