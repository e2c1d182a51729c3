/* A haod in one process with its test; its journal is in memory. */
#ifndef HAO_TESTS_HAOD_H
#define HAO_TESTS_HAOD_H

struct server;

extern const char *haod_config; /* its hall.yaml */

/* cmocka's setup and teardown; the state is a struct server. */
int haod_set_up(void **state);
int haod_tear_down(void **state);

/* Somebody on this computer: the other end, which is the test's to close. */
int haod_come_in(struct server *s);

#endif
