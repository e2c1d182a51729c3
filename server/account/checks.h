/*
 * Secrets of people, looked at or made by the one thread that may be slow, one
 * at a time. The connection whose command needs it is not read meanwhile; when
 * it is done, the same command is run once more and finds the answer.
 */
#ifndef HAO_CHECKS_H
#define HAO_CHECKS_H

#include <stdbool.h>

#include "server/hall/account.h"

struct check;
struct checks;
struct conn;
struct server;

#define CHECKS_MAX	   64 /* waiting at once … */
#define CHECKS_ADDRESS_MAX 8  /* … and of them from one address */

enum check_result {
	CHECK_LATER, /* the command is run again */
	CHECK_RIGHT,
	CHECK_WRONG,
	CHECK_BUSY, /* too many wait already */
};

/* NULL: no thread or memory to be had. */
struct checks *checks_create(struct server *server);
/* Waits for the one under way. */
void checks_destroy(struct checks *cs);

/*
 * Is SECRET the one that VERIFIER is of? NULL: of nobody, which takes as long.
 * One that was replaced while it was looked at is wrong. Wrong ones of SUBJECT
 * from the connection's address are slowed.
 */
struct check_ask {
	const char *subject, *verifier, *secret;
};
enum check_result checks_look(
    struct checks *cs, struct conn *c, const struct check_ask *ask);
/* OUT becomes what SECRET is to be compared with; WRONG: no memory. */
enum check_result checks_make(struct checks *cs, struct conn *c,
    const char *secret, char out[ACCOUNT_VERIFIER]);

/* C is going. */
void checks_forget(struct conn *c);

#endif
