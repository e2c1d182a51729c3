#include "kiosk/printer/reasons.h"

#include <cups/cups.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TEXT_MAX   128
#define VALUES_MAX 8
#define TIMEOUT_MS 2000

struct reasons {
	char queue[TEXT_MAX];
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* With the lock: */
	char text[TEXT_MAX];
	bool is_new, ended;
};

/* libcups asks whether to wait on: never. */
static int
timed_out(http_t *http, void *ctx)
{
	(void)http, (void)ctx;
	return 0;
}

/* One value each: a text with commas would be one reason to CUPS. */
static void
add_values(ipp_t *request, char *text)
{
	const char *values[VALUES_MAX];
	int count = 0;
	char *word;

	while ((word = strsep(&text, ",")) != NULL && count < VALUES_MAX)
		values[count++] = word;
	ippAddStrings(request, IPP_TAG_PRINTER, IPP_TAG_KEYWORD,
	    "printer-state-reasons", count, NULL, values);
}

/* NULL, or why it was not told. */
static const char *
tell(const char *queue, char *text)
{
	ipp_t *request = ippNewRequest(IPP_OP_CUPS_ADD_MODIFY_PRINTER);
	http_t *http = httpConnect2(cupsServer(), ippPort(), NULL, AF_UNSPEC,
	    cupsEncryption(), 1, TIMEOUT_MS, NULL);
	char uri[TEXT_MAX + 32];

	(void)snprintf(uri, sizeof(uri), "ipp://localhost/printers/%s", queue);
	ippAddString(
	    request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME,
	    "requesting-user-name", NULL, cupsUser());
	add_values(request, text);
	if (http == NULL) {
		ippDelete(request);
		return "CUPS does not answer";
	}
	httpSetTimeout(http, TIMEOUT_MS / 1000.0, timed_out, NULL);
	ipp_t *response = cupsDoRequest(http, request, "/admin/");
	bool well = response != NULL &&
	    ippGetStatusCode(response) <= IPP_STATUS_OK_EVENTS_COMPLETE;
	ippDelete(response);
	httpClose(http);
	return well ? NULL : cupsLastErrorString();
}

static void
deadline(struct timespec *at, long ms)
{
	(void)clock_gettime(CLOCK_MONOTONIC, at);
	at->tv_sec += ms / 1000;
	at->tv_nsec += ms % 1000 * 1000000L;
	if (at->tv_nsec >= 1000000000L) {
		at->tv_sec++;
		at->tv_nsec -= 1000000000L;
	}
}

/* Waits for news or PAUSE_MS; false: it is the end. Copies the text. */
static bool
next(struct reasons *r, long pause_ms, char text[TEXT_MAX])
{
	struct timespec until;
	int error = 0;

	deadline(&until, pause_ms);
	(void)pthread_mutex_lock(&r->lock);
	while (!r->is_new && !r->ended && error != ETIMEDOUT) {
		error = pthread_cond_timedwait(&r->changed, &r->lock, &until);
	}
	bool goes_on = !r->ended;
	r->is_new = false;
	memcpy(text, r->text, TEXT_MAX);
	(void)pthread_mutex_unlock(&r->lock);
	return goes_on;
}

static void *
run(void *arg)
{
	struct reasons *r = arg;
	char text[TEXT_MAX];
	long pause_ms = REASONS_AGAIN_MS;
	bool said = false;

	while (next(r, pause_ms, text)) {
		if (text[0] == '\0')
			continue;
		const char *why = tell(r->queue, text);
		if (why != NULL && !said) {
			(void)fprintf(stderr,
			    "hao-printer: the queue %s is not told: %s\n",
			    r->queue, why);
		}
		said = why != NULL;
		pause_ms = said ? REASONS_RETRY_MS : REASONS_AGAIN_MS;
	}
	return NULL;
}

/* Signals are the loop's. */
static int
start(struct reasons *r)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	int error = pthread_create(&r->thread, NULL, run, r);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

struct reasons *
reasons_create(const char *queue)
{
	struct reasons *r = calloc(1, sizeof(*r));
	pthread_condattr_t by_monotonic;

	if (r == NULL)
		return NULL;
	(void)snprintf(r->queue, sizeof(r->queue), "%s", queue);
	(void)pthread_mutex_init(&r->lock, NULL);
	(void)pthread_condattr_init(&by_monotonic);
	(void)pthread_condattr_setclock(&by_monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&r->changed, &by_monotonic);
	(void)pthread_condattr_destroy(&by_monotonic);
	if (start(r) == 0)
		return r;
	free(r);
	return NULL;
}

void
reasons_destroy(struct reasons *r)
{
	if (r == NULL)
		return;
	(void)pthread_mutex_lock(&r->lock);
	r->ended = true;
	(void)pthread_cond_signal(&r->changed);
	(void)pthread_mutex_unlock(&r->lock);
	(void)pthread_join(r->thread, NULL);
	(void)pthread_cond_destroy(&r->changed);
	(void)pthread_mutex_destroy(&r->lock);
	free(r);
}

void
reasons_set(struct reasons *r, const char *reasons)
{
	if (r == NULL)
		return;
	(void)pthread_mutex_lock(&r->lock);
	(void)snprintf(r->text, sizeof(r->text), "%s", reasons);
	r->is_new = true;
	(void)pthread_cond_signal(&r->changed);
	(void)pthread_mutex_unlock(&r->lock);
}
