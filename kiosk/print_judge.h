/* What IPP's answers mean. Pure. */
#ifndef HAO_PRINT_JUDGE_H
#define HAO_PRINT_JUDGE_H

#include <stdbool.h>

#include "kiosk/print.h"

/* Of job-state: it waits to be let go, and those that are final. */
#define PRINT_JOB_HELD	    4
#define PRINT_JOB_CANCELED  7
#define PRINT_JOB_ABORTED   8
#define PRINT_JOB_COMPLETED 9

/* Of Get-Job-Attributes. */
struct print_job {
	bool found;	/* there is such a job */
	int state;	/* IPP's job-state */
	bool processed; /* it has been begun, or may have been */
	int progress;	/* job-media-progress */
	int documents;	/* that have come; -1: it does not say */
	char name[256];
};

/* Whose word is behind a job's state. */
enum print_source {
	PRINT_SOURCE_QUEUE,   /* a stock backend's, who only ever sends */
	PRINT_SOURCE_HAO,     /* hao-printer's, by the backend hao */
	PRINT_SOURCE_PRINTER, /* the printer's own */
};

/* True when JOB, which should be NAME, is over; its verdict then. */
bool print_judge(const struct print_job *job, const char *name,
    enum print_source source, enum verdict *verdict);

/* JOB is NAME, and no document of it has come that could be printed. */
bool print_is_empty(const struct print_job *job, const char *name);

/* JOB is NAME, and all of it has come, but it waits to be let go. */
bool print_is_held(const struct print_job *job, const char *name);

/* What REASON, one of printer-state-reasons, makes of STATE. */
enum print_state print_reason(enum print_state state, const char *reason);

#endif
