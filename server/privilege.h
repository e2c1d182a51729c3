/*
 * What haod gives up before it opens anything: root, and what could bring it
 * back. All that it opens afterwards must be its user's.
 */
#ifndef HAO_PRIVILEGE_H
#define HAO_PRIVILEGE_H

#include <stdbool.h>

#define PRIVILEGE_SAY 200 /* bytes of what is wrong */

/*
 * Becomes USER for good, with that user's groups; only root can. False, with
 * SAY saying what to change.
 */
bool privilege_become(const char *user, char *say)
    __attribute__((warn_unused_result));
/*
 * No program it starts gains privileges, and its memory, where secrets may
 * stand, goes neither into a core dump nor to a debugger of its user's.
 */
void privilege_harden(void);

#endif
