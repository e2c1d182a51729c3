/*
 * IPP as a paper needs it, by libcups. Everything here may take as long as
 * its timeout and belongs into a thread of its own.
 */
#ifndef HAO_PRINT_IPP_H
#define HAO_PRINT_IPP_H

#include <cups/cups.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/print.h"
#include "kiosk/print_judge.h"

#define PRINT_IPP_TIMEOUT_MS 2000

enum print_reply {
	PRINT_DONE,
	PRINT_REFUSED, /* it was not done, and that was said */
	PRINT_SILENT,  /* there was no answer: nobody knows */
};

/* Where the papers go. */
struct print_target {
	char host[256]; /* "": the CUPS of this computer */
	int port;
	bool tls;
	enum print_source source; /* as far as it is known */
	char uri[512], resource[256], format[64];
	http_t *http; /* kept for what is asked often; NULL: none */
	/*
	 * How often it has broken. While it has not, it is the same CUPS that
	 * answers: one that was started again has forgotten how far it was.
	 */
	unsigned breaks;
};

/* NULL, or what is wrong with URI, in words. */
const char *print_target_read(struct print_target *t, const char *uri,
    const char *format) __attribute__((warn_unused_result));
void print_target_release(struct print_target *t);

enum print_reply print_ipp_create(
    struct print_target *t, const char *name, int *job);
/* On a connection of its own. */
enum print_reply print_ipp_send(
    struct print_target *t, int job, const char *document, size_t n);
enum print_reply print_ipp_job(
    struct print_target *t, int id, struct print_job *job);
/* PRINT_REFUSED: it is over, or there is none. */
enum print_reply print_ipp_cancel(struct print_target *t, int job);
/* A job that is held goes on. */
enum print_reply print_ipp_release(struct print_target *t, int job);
/* Learns the source, too: a queue's device may be changed at any time. */
enum print_state print_ipp_state(struct print_target *t);

#endif
