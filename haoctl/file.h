/* A journal's file, opened to be changed. */
#ifndef HAO_HAOCTL_FILE_H
#define HAO_HAOCTL_FILE_H

struct journal;

/*
 * NULL, and said why, when it can't be. Its lock keeps haod out until
 * journal_close.
 */
struct journal *file_open(const char *name);

#endif
