/* Secrets that come over the wire, and what follows from them. */
#ifndef HAO_LOGIN_H
#define HAO_LOGIN_H

#include <stdbool.h>

struct call;
struct request;

/*
 * The connection becomes USER's, if SECRET is that account's. False: it is
 * not, and that is replied; or the command is run again.
 */
bool login_user(struct call *call, const char *user, const char *secret);
/* COUNTER OPEN: the clerk has said the PIN, where clerks have one. */
bool login_clerk(struct call *call, struct request *r);
/* False, and replied: the clerk of the terminal's counter is disabled. */
bool login_holds(struct call *call, const struct request *r);
/* A code that nobody gave out: costs and is told what a wrong secret is. */
void login_guessed(struct call *call, const char *code);

#endif
