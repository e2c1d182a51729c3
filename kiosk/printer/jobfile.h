/*
 * What became of each job, one small file a job under its uuid, so that a
 * cupsd that begins a job anew can't make a second paper of it. The file is
 * on the disk before the printer gets the job's first byte.
 */
#ifndef HAO_JOBFILE_H
#define HAO_JOBFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "kiosk/verdict.h"

#define JOBFILE_NAME_MAX 64
#define JOBFILE_KEPT_S	 (14L * 24 * 3600) /* cupsd has forgotten it, too */

enum jobfile_found {
	JOBFILE_NONE,  /* it was never begun */
	JOBFILE_BEGUN, /* and how it ended was not written: nobody knows */
	JOBFILE_OVER,
	JOBFILE_UNREADABLE,
};

struct jobfiles {
	int dir;
};

/* Makes DIR if need be; drops what is too old. False: errno says why. */
bool jobfile_open(struct jobfiles *j, const char *dir)
    __attribute__((warn_unused_result));
void jobfile_close(struct jobfiles *j);

/* 1 to JOBFILE_NAME_MAX of letters, digits and dashes. */
bool jobfile_is_name(const char *name);

enum jobfile_found jobfile_find(
    const struct jobfiles *j, const char *name, enum verdict *verdict);

/* On the disk when it returns true. Twice is as good as once. */
bool jobfile_begin(const struct jobfiles *j, const char *name)
    __attribute__((warn_unused_result));
bool jobfile_end(const struct jobfiles *j, const char *name,
    enum verdict verdict) __attribute__((warn_unused_result));

#endif
