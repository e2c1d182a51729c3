/*
 * What is remembered of a paper: one small file under its name, a line for
 * each thing that is known, on the disk before what follows from it is done.
 *
 *   job N          it is job N
 *   sending        its document may be with CUPS from here on
 *   printed ...    the verdict
 *   owed           job N is still to be cancelled
 *   paid           and was
 */
#ifndef HAO_PRINT_RECORD_H
#define HAO_PRINT_RECORD_H

#include <stdbool.h>

#include "kiosk/verdict.h"

#define PRINT_RECORD_KEPT_S (14L * 24 * 3600)

struct print_record {
	int job; /* 0: none yet */
	bool sending, over, owed;
	enum verdict verdict; /* once it is over */
};

/* The folder, made if need be and rid of what is old; -1: errno says why. */
int print_record_open(const char *folder) __attribute__((warn_unused_result));

/* What is remembered of NAME; all zero when nothing is. False: errno. */
bool print_record_read(int folder, const char *name, struct print_record *r)
    __attribute__((warn_unused_result));

/* Adds lines, which are on the disk when it returns true. */
bool print_record_add(int folder, const char *name, const char *lines)
    __attribute__((warn_unused_result));

/*
 * The name of one paper whose job is still to be cancelled. False: none, and
 * errno is 0; or it says why that can't be known. Reads the whole folder.
 */
bool print_record_owed(int folder, char *name, unsigned size);

bool print_record_is_name(const char *name);

#endif
