/*
 * The thread of print.h, and what it and the loop say to each other over a
 * pair of sockets: pointers to papers there, news back. The end of the
 * socket is the end of the thread.
 */
#ifndef HAO_PRINT_WORKER_H
#define HAO_PRINT_WORKER_H

#include <stdbool.h>

#include "kiosk/print.h"
#include "kiosk/print_ipp.h"
#include "proto/buf.h"

/* Given over with its pointer; the thread frees it. */
struct print_paper {
	char name[PRINT_NAME_MAX + 1];
	struct buf document;
};

/* What goes to the thread. */
struct print_errand {
	struct print_paper *paper;
};

struct print_news {
	bool is_verdict; /* else it is a state */
	enum verdict verdict;
	enum print_state state;
	char name[PRINT_NAME_MAX + 1];
	char why[96];
};

/* Owned by the thread while it runs. */
struct print_worker {
	struct print_target target;
	int line;   /* its end of the pair */
	int folder; /* of the records */
	int64_t deadline_ms;
	enum print_state state; /* that was told last */
	bool told;
	bool clear; /* no record has a job that is still to be cancelled */
};

/* For pthread_create; ARG is a struct print_worker. */
void *print_worker_run(void *arg);

#endif
