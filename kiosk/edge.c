#include "kiosk/edge.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "kiosk/document.h"
#include "kiosk/keep.h"
#include "kiosk/print.h"

#define FOLDER_SIZE 512

int64_t
edge_wall_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) < 0)
		return 0;
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct keep *
edge_open_keep(const struct edge *e)
{
	struct keep *k = keep_open(e->folder);

	if (k == NULL) {
		(void)fprintf(stderr,
		    "%s: --keep %s: %s; give a folder that this user may "
		    "write in and no other kiosk uses\n",
		    e->program, e->folder, strerror(errno));
	}
	return k;
}

/* Papers are remembered in a folder of their own, within that of --keep. */
struct print *
edge_open_printer(const struct edge *e, struct event_base *base,
    const struct print_events *events)
{
	char folder[FOLDER_SIZE];
	const char *why = NULL;

	(void)mkdir(e->folder, 0700); /* why not is told of what is in it */
	(void)snprintf(folder, sizeof(folder), "%s/papers", e->folder);
	const struct print_config config = { e->printer, e->kind->mime, folder,
		PRINT_DEADLINE_MS };
	struct print *p = print_create(base, &config, events, &why);
	if (p == NULL) {
		(void)fprintf(stderr, "%s: --printer %s, --keep %s: %s\n",
		    e->program, e->printer, e->folder, why);
	}
	return p;
}
