#ifndef HAO_HAOCTL_CHECK_H
#define HAO_HAOCTL_CHECK_H

/*
 * Looks through the journal NAME ("sqlite:FILE"), beside a running haod, and
 * says on stdout all that is wrong. Returns the status to exit with.
 */
int check_journal(const char *name);

#endif
