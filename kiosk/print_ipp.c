#include "kiosk/print_ipp.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#define PRINTER_STOPPED 5

const char *
print_target_read(struct print_target *t, const char *uri, const char *format)
{
	char scheme[16], user[32], host[256], path[256];
	int port = 0;

	*t = (struct print_target){ 0 };
	(void)snprintf(t->format, sizeof(t->format), "%s", format);
	if (strncmp(uri, "cups:", 5) == 0) {
		if (uri[5] == '\0' || strchr(uri, '/') != NULL)
			return "write cups:QUEUE";
		(void)snprintf(
		    t->resource, sizeof(t->resource), "/printers/%s", uri + 5);
		(void)snprintf(
		    t->uri, sizeof(t->uri), "ipp://localhost%s", t->resource);
		return NULL;
	}
	if (httpSeparateURI(HTTP_URI_CODING_ALL, uri, scheme, sizeof(scheme),
		user, sizeof(user), host, sizeof(host), &port, path,
		sizeof(path)) < HTTP_URI_STATUS_OK ||
	    (strcmp(scheme, "ipp") != 0 && strcmp(scheme, "ipps") != 0))
		return "write cups:QUEUE or ipp://HOST:PORT/ipp/print";
	(void)snprintf(t->host, sizeof(t->host), "%s", host);
	(void)snprintf(t->resource, sizeof(t->resource), "%s", path);
	(void)snprintf(t->uri, sizeof(t->uri), "%s", uri);
	t->port = port;
	t->tls = strcmp(scheme, "ipps") == 0;
	if (strncmp(path, "/printers/", 10) != 0 &&
	    strncmp(path, "/classes/", 9) != 0)
		t->source = PRINT_SOURCE_PRINTER;
	return NULL;
}

static void
hang_up(struct print_target *t)
{
	httpClose(t->http);
	t->http = NULL;
	t->breaks++;
}

void
print_target_release(struct print_target *t)
{
	hang_up(t);
}

/* libcups asks whether to wait on: never. */
static int
timed_out(http_t *http, void *ctx)
{
	(void)http, (void)ctx;
	return 0;
}

static http_t *
dial(const struct print_target *t)
{
	bool here = t->host[0] == '\0';
	http_encryption_t encryption = t->tls ? HTTP_ENCRYPTION_ALWAYS
					      : HTTP_ENCRYPTION_IF_REQUESTED;
	http_t *http = httpConnect2(here ? cupsServer() : t->host,
	    here ? ippPort() : t->port, NULL, AF_UNSPEC,
	    here ? cupsEncryption() : encryption, 1, PRINT_IPP_TIMEOUT_MS,
	    NULL);

	if (http != NULL) {
		httpSetTimeout(
		    http, PRINT_IPP_TIMEOUT_MS / 1000.0, timed_out, NULL);
	}
	return http;
}

/* libcups would connect anew by itself, and nobody would know. */
static bool
is_closed(http_t *http)
{
	char byte;

	return recv(httpGetFd(http), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

static http_t *
line(struct print_target *t)
{
	if (t->http != NULL && is_closed(t->http))
		hang_up(t);
	if (t->http == NULL)
		t->http = dial(t);
	return t->http;
}

static ipp_t *
request(const struct print_target *t, ipp_op_t operation, int job)
{
	ipp_t *r = ippNewRequest(operation);

	ippAddString(
	    r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, t->uri);
	if (job > 0) {
		ippAddInteger(
		    r, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
	}
	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name",
	    NULL, cupsUser());
	return r;
}

/* What RESPONSE, which may be NULL, says of itself. */
static enum print_reply
reply(ipp_t *response)
{
	if (response == NULL)
		return PRINT_SILENT;
	return ippGetStatusCode(response) <= IPP_STATUS_OK_EVENTS_COMPLETE
	    ? PRINT_DONE
	    : PRINT_REFUSED;
}

/* Takes over REQ; the response is freed with ippDelete. */
static enum print_reply
ask(struct print_target *t, ipp_t *req, ipp_t **response)
{
	http_t *http = line(t);

	*response = NULL;
	if (http == NULL) {
		ippDelete(req);
		return PRINT_SILENT;
	}
	*response = cupsDoRequest(http, req, t->resource);
	/* A connection that failed is of no more use. */
	if (*response == NULL)
		hang_up(t);
	return reply(*response);
}

static int
number(ipp_t *response, const char *name, ipp_tag_t tag, int absent)
{
	ipp_attribute_t *a = ippFindAttribute(response, name, tag);

	return a == NULL ? absent : ippGetInteger(a, 0);
}

/* It is said that there is none; silence is no such word. */
static bool
has_no_value(ipp_t *response, const char *name)
{
	ipp_attribute_t *a = ippFindAttribute(response, name, IPP_TAG_ZERO);

	return a != NULL && ippGetValueTag(a) == IPP_TAG_NOVALUE;
}

static void
text(ipp_t *response, const char *name, char *to, size_t size)
{
	ipp_attribute_t *a = ippFindAttribute(response, name, IPP_TAG_ZERO);
	const char *s = a == NULL ? NULL : ippGetString(a, 0, NULL);

	(void)snprintf(to, size, "%s", s != NULL ? s : "");
}

enum print_reply
print_ipp_create(struct print_target *t, const char *name, int *job)
{
	ipp_t *r = request(t, IPP_OP_CREATE_JOB, 0), *response;

	ippAddString(
	    r, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, name);
	enum print_reply how = ask(t, r, &response);
	*job = number(response, "job-id", IPP_TAG_INTEGER, 0);
	ippDelete(response);
	return how == PRINT_DONE && *job <= 0 ? PRINT_REFUSED : how;
}

static enum print_reply
send_over(struct print_target *t, http_t *http, ipp_t *r, const char *document,
    size_t n)
{
	size_t length = ippLength(r) + n;
	ipp_t *response;
	enum print_reply how;

	if (cupsSendRequest(http, r, t->resource, length) !=
		HTTP_STATUS_CONTINUE ||
	    cupsWriteRequestData(http, document, n) != HTTP_STATUS_CONTINUE)
		return PRINT_SILENT;
	response = cupsGetResponse(http, t->resource);
	how = reply(response);
	ippDelete(response);
	return how;
}

enum print_reply
print_ipp_send(struct print_target *t, int job, const char *document, size_t n)
{
	ipp_t *r = request(t, IPP_OP_SEND_DOCUMENT, job);
	http_t *http = dial(t);
	enum print_reply how = PRINT_SILENT;

	ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format",
	    NULL, t->format);
	ippAddBoolean(r, IPP_TAG_OPERATION, "last-document", 1);
	if (http != NULL)
		how = send_over(t, http, r, document, n);
	ippDelete(r);
	httpClose(http);
	return how;
}

enum print_reply
print_ipp_job(struct print_target *t, int id, struct print_job *job)
{
	static const char *const wanted[] = { "job-state", "job-name",
		"job-media-progress", "time-at-processing",
		"number-of-documents" };
	ipp_t *r = request(t, IPP_OP_GET_JOB_ATTRIBUTES, id), *response;

	*job = (struct print_job){ 0 };
	ippAddStrings(r, IPP_TAG_OPERATION, IPP_TAG_KEYWORD,
	    "requested-attributes", sizeof(wanted) / sizeof(wanted[0]), NULL,
	    wanted);
	enum print_reply how = ask(t, r, &response);
	job->found = how == PRINT_DONE;
	job->state = number(response, "job-state", IPP_TAG_ENUM, 0);
	job->processed = !has_no_value(response, "time-at-processing");
	job->documents = number(
	    response, "number-of-documents", IPP_TAG_INTEGER, -1);
	text(response, "job-name", job->name, sizeof(job->name));
	job->progress = number(
	    response, "job-media-progress", IPP_TAG_INTEGER, 0);
	ippDelete(response);
	return how;
}

static enum print_reply
order(struct print_target *t, ipp_op_t what, int job)
{
	ipp_t *response;
	enum print_reply how = ask(t, request(t, what, job), &response);

	ippDelete(response);
	return how;
}

enum print_reply
print_ipp_cancel(struct print_target *t, int job)
{
	return order(t, IPP_OP_CANCEL_JOB, job);
}

enum print_reply
print_ipp_release(struct print_target *t, int job)
{
	return order(t, IPP_OP_RELEASE_JOB, job);
}

static enum print_state
state_of(ipp_t *response)
{
	ipp_attribute_t *reasons = ippFindAttribute(
	    response, "printer-state-reasons", IPP_TAG_KEYWORD);
	enum print_state state = PRINT_OK;

	for (int i = 0; reasons != NULL && i < ippGetCount(reasons); i++)
		state = print_reason(state, ippGetString(reasons, i, NULL));
	if (state == PRINT_OK || state == PRINT_LOW) {
		if (number(response, "printer-state", IPP_TAG_ENUM, 0) ==
		    PRINTER_STOPPED)
			return PRINT_OFFLINE;
	}
	return state;
}

static void
learn_source(struct print_target *t, ipp_t *response)
{
	char device[64];

	if (t->source == PRINT_SOURCE_PRINTER)
		return;
	text(response, "device-uri", device, sizeof(device));
	t->source = strncmp(device, "hao:", 4) == 0 ? PRINT_SOURCE_HAO
						    : PRINT_SOURCE_QUEUE;
}

enum print_state
print_ipp_state(struct print_target *t)
{
	static const char *const wanted[] = { "printer-state",
		"printer-state-reasons", "device-uri" };
	ipp_t *r = request(t, IPP_OP_GET_PRINTER_ATTRIBUTES, 0), *response;
	enum print_state state = PRINT_AWAY;

	ippAddStrings(r, IPP_TAG_OPERATION, IPP_TAG_KEYWORD,
	    "requested-attributes", sizeof(wanted) / sizeof(wanted[0]), NULL,
	    wanted);
	if (ask(t, r, &response) == PRINT_DONE) {
		state = state_of(response);
		learn_source(t, response);
	}
	ippDelete(response);
	return state;
}
