/*
 * A new file that gets its name only when all of it is on the disk. For the
 * files of this room alone.
 */
#ifndef HAO_PLACE_H
#define HAO_PLACE_H

#include <stdbool.h>

#include "server/journal/journal.h"

#define PLACE_DETAIL 200
#define PLACE_PATH   4096
#define PLACE_BEFORE ".before" /* what a restore has replaced */

struct sqlite3;

/* Both fill DETAIL and return the error. */
enum journal_error place_failed(
    enum journal_error error, const char *what, const char *why, char *detail);
enum journal_error place_failed_db(
    int rc, const char *path, struct sqlite3 *db, char *detail);

bool place_is_there(const char *path);
void place_beside(char out[PLACE_PATH], const char *path, const char *end);

/*
 * Makes an empty file, which its owner alone can read: root's is the folder's
 * owner's, so that haod's user can open what root has made.
 */
enum journal_error place_make(const char *path, char *detail);
/* Of the file and what is beside it others see nothing any more. */
void place_hide(const char *path);
/*
 * Made, if it is not there; else hidden. SQLite's own files have its mode.
 * Not made where a restore has put one aside and nothing in its place.
 */
enum journal_error place_keep(const char *path, char *detail);
/* If root is who asks, the file open as FD becomes the folder's owner's. */
bool place_give(int fd, const char *path);

/* PART: the name to write under; what an earlier try left there is gone. */
enum journal_error place_begin(
    char part[PLACE_PATH], const char *path, char *detail);
enum journal_error place_end(const char *part, const char *path, char *detail);
/* Takes away what failed. */
void place_drop(const char *part);

#endif
