/* Where clients come in. */
#ifndef HAO_LISTENER_H
#define HAO_LISTENER_H

#include <stdbool.h>

struct listener;
struct server;

/*
 * Listens on "ADDR:PORT", or "tls:ADDR:PORT"; port 0 picks one. NULL, with SAY
 * (200 bytes) saying why. READY (100 bytes) gets the address listened on.
 */
struct listener *listener_create(
    struct server *server, const char *where, char *ready, char *say);
void listener_destroy(struct listener *l);
bool listener_is_loopback(const struct listener *l);
bool listener_is_tls(const struct listener *l);
/* Does WHERE ask for TLS? */
bool listener_wants_tls(const char *where);

#endif
