/* One question to the server, answered as a table or as it came. Pure but for
 * what the shell does with its outputs. */
#ifndef HAO_QUERY_H
#define HAO_QUERY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "haoctl/show.h"
#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define QUERY_ANSWER_MS 10000 /* until all must have been answered */
#define QUERY_LATEST	100   /* events when no SINCE is given */

/* So long nobody has let it in. */
#define QUERY_AWAY                                                   \
 "haoctl: no server lets it in; check --server, and --user with its" \
 " secret"

enum query_ask {
	QUERY_ASK_ONLY,	  /* WORDS, then done */
	QUERY_ASK_EPOCH,  /* for events: where they are now */
	QUERY_ASK_EVENTS, /* a page of them */
	QUERY_ASK_PAGE,	  /* WORDS, then AFTER what the last one was */
};

struct query {
	const char *words[8]; /* ended by NULL; unused for events */
	const char *page_key; /* names an element: WORDS answer in pages */
	show_fn *show;
	bool json, events;
	int64_t since;	  /* -1: the latest */
	int64_t start_ms; /* now */

	bool asked, finished, failed;
	char epoch[32], from[24];
	int64_t kept, seq; /* events: what came after KEPT up to SEQ is there */
	json_t *pages;	   /* so far */
	struct asks asks;
	struct buf out, err;
};

void query_release(struct query *q);
void query_link(struct query *q, bool up, const char *why);
void query_reply(
    struct query *q, enum query_ask ask, const struct link_reply *reply);
void query_time(struct query *q, int64_t now_ms);
int64_t query_deadline(const struct query *q);

#endif
