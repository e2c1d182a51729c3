#include "server/hall/waits.h"

#include <stdlib.h>

#include "server/hall/state.h"

#define FRESH_MS 1000
#define AT_ONCE	 256 /* waiting: a run is not worth to be cut in steps */

/* The hall as the estimates want it; its arrays are pieces of `all`. */
struct picture {
	const struct hall *hall;
	struct estimate_hall e;
	struct estimate_service *services;
	struct estimate_ticket *tickets;
	struct estimate_line *lines;
	struct estimate_counter *counters;
	struct estimate_group *groups;
	uint32_t *members; /* of the groups: indexes of services */
	size_t groups_count, members_count;
};

/* What was found, and of which hall. */
struct found {
	struct estimate_wait *tickets, *lines;
	uint32_t *rows; /* by id - base: in tickets[] + 1, or 0 */
	size_t rows_count, lines_count;
	const struct board *board; /* not looked into */
	int64_t base;
};

struct waits {
	struct estimate *estimate;
	struct found last, next; /* what is said; what is being made */
	struct picture picture;	 /* of `next` */
	bool playing;
	int64_t made_ms; /* when the last picture was taken */
};

struct waits *
waits_create(void)
{
	struct waits *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->made_ms = INT64_MIN / 2;
	w->estimate = estimate_create();
	if (!w->estimate) {
		free(w);
		return NULL;
	}
	return w;
}

static void
forget(struct found *f)
{
	free(f->tickets);
	free(f->lines);
	free(f->rows);
	*f = (struct found){ 0 };
}

static void
drop_picture(struct picture *p)
{
	free(p->services);
	free(p->tickets);
	free(p->lines);
	free(p->counters);
	free(p->groups);
	free(p->members);
	*p = (struct picture){ 0 };
}

static void
stop(struct waits *w)
{
	w->playing = false;
	drop_picture(&w->picture);
	forget(&w->next);
}

void
waits_destroy(struct waits *w)
{
	if (!w)
		return;
	stop(w);
	forget(&w->last);
	estimate_destroy(w->estimate);
	free(w);
}

/* The same layout, the same day. */
static bool
is_of(const struct found *f, const struct hall *h)
{
	return f->board && f->board == h->board && f->base == h->base;
}

uint64_t
waits_looks(const struct waits *w)
{
	return estimate_looks(w->estimate);
}

/* --- Lines: for a service and a class, for a counter, for a clerk ------- */

static uint32_t
class_of(const struct board *b, const char *class)
{
	for (uint32_t i = 0; i < b->classes_count; i++) {
		if (b->classes[i].code == class)
			return i;
	}
	return 0;
}

static uint32_t
line_of(const struct board *b, uint32_t service, uint32_t class)
{
	return service * b->classes_count + class;
}

static uint32_t
line_of_counter(const struct board *b, uint32_t counter)
{
	return line_of(b, b->services_count, 0) + counter;
}

static uint32_t
line_of_clerk(const struct hall *h, size_t i)
{
	return line_of_counter(h->board, h->board->counters_count) +
	    (uint32_t)i;
}

static void
put_ticket(struct picture *p, const struct ticket *t, struct estimate_line *l)
{
	const struct service *s = board_service(p->hall->board, t->service);
	struct estimate_ticket *to = &p->tickets[l->first + l->count++];

	p->e.tickets_count++;
	to->key = t->node->key;
	to->since_ms = t->visit.since_ms;
	to->service = s ? (uint32_t)(s - p->hall->board->services) : 0;
}

/* Those of one class, or all of them. */
static void
put_queue(struct picture *p, const struct queue *q, struct estimate_line *l,
    const uint32_t *class)
{
	for (const struct queue_node *n = queue_first(q); n;
	     n = n->link[0].next) {
		const struct ticket *t = hall_ticket(p->hall, n->key.id);
		if (!class || class_of(p->hall->board, t->class) == *class)
			put_ticket(p, t, l);
	}
}

static void
put_alone(struct picture *p, const struct queue *q, uint32_t line)
{
	p->lines[line].first = p->e.tickets_count;
	put_queue(p, q, &p->lines[line], NULL);
}

static void
put_class(struct picture *p, uint32_t service, uint32_t class)
{
	const struct board *b = p->hall->board;
	const struct service *s = &b->services[service];
	const struct class_rule *rule = &b->classes[class];
	struct estimate_line *l = &p->lines[line_of(b, service, class)];

	*l = (struct estimate_line){
		.first = p->e.tickets_count,
		.service = service,
		.credit_ms = rule->credit_ms,
		.tier = s->policy == LAYOUT_POLICY_STRICT ? -rule->rank : 0,
		.ranked = s->policy == LAYOUT_POLICY_RATIO && rule->rank > 0,
		.gap_ms = handling_gap(&s->handling, rule->code, p->e.now_ms),
	};
	put_queue(p, &s->queue, l, &class);
	put_queue(p, &s->ranked, l, &class);
}

static void
put_service(struct picture *p, uint32_t i)
{
	const struct board *b = p->hall->board;
	const struct service *s = &b->services[i];

	p->services[i] = (struct estimate_service){
		.recent = &s->handling.recent,
		.target_ms = s->handling.target_ms,
		.first = line_of(b, i, 0),
		.count = b->classes_count,
		.policy = s->policy,
		.ratio_ranked = s->ratio_ranked,
		.ratio_normal = s->ratio_normal,
		.rankeds = s->rankeds,
		.normals = s->normals,
	};
	for (uint32_t k = 0; k < b->classes_count; k++)
		put_class(p, i, k);
}

/* --- Counters ------------------------------------------------------------ */

static struct estimate_group
put_group(struct picture *p, const struct group *g)
{
	uint32_t *to = &p->members[p->members_count];

	for (uint32_t i = 0; i < g->count; i++)
		to[i] = g->service[i];
	p->members_count += g->count;
	return (struct estimate_group){ to, g->count };
}

static void
put_counter(struct picture *p, uint32_t i)
{
	const struct hall *h = p->hall;
	const struct board *b = h->board;
	const struct counter *c = &b->counters[i];
	const struct service *s = board_service(b, c->at_hand.service);
	const struct line *clerk = hall_line(h, c->clerk);
	uint32_t line = line_of_counter(b, i);

	p->counters[i] = (struct estimate_counter){
		.serves = c->state == COUNTER_OPEN && !c->lapsed,
		.away = c->state == COUNTER_PAUSED && !c->lapsed,
		.away_ms = p->e.now_ms - c->at_hand.paused_ms,
		.busy = c->ticket != 0,
		.service = s ? (uint32_t)(s - b->services) : 0,
		.busy_ms = p->e.now_ms - c->at_hand.from_ms,
		.own = { line,
		    clerk ? line_of_clerk(h, (size_t)(clerk - h->lines))
			  : ESTIMATE_NO_LINE },
		.groups = &p->groups[p->groups_count],
		.groups_count = c->groups_count,
		.help = put_group(p, &c->help),
		.help_after_ms = c->help_after_ms,
	};
	for (uint32_t k = 0; k < c->groups_count; k++)
		p->groups[p->groups_count++] = put_group(p, &c->groups[k]);
	put_alone(p, &c->queue, line);
}

/* --- The whole ----------------------------------------------------------- */

static size_t
count_groups(const struct board *b)
{
	size_t count = 0;

	for (uint32_t i = 0; i < b->counters_count; i++)
		count += b->counters[i].groups_count;
	return count;
}

static size_t
count_members(const struct board *b)
{
	size_t count = 0;

	for (uint32_t i = 0; i < b->counters_count; i++) {
		const struct counter *c = &b->counters[i];
		count += c->help.count;
		for (uint32_t k = 0; k < c->groups_count; k++)
			count += c->groups[k].count;
	}
	return count;
}

static size_t
count_waiting(const struct hall *h)
{
	const struct board *b = h->board;
	int64_t count = 0;

	for (uint32_t i = 0; i < b->services_count; i++) {
		const struct service *s = &b->services[i];
		count += s->queue.count + s->ranked.count;
	}
	for (uint32_t i = 0; i < b->counters_count; i++)
		count += b->counters[i].queue.count;
	for (size_t i = 0; i < h->lines_count; i++)
		count += h->lines[i].queue.count;
	return (size_t)count;
}

static bool
make_room(struct picture *p, const struct board *b, size_t tickets)
{
	p->services = calloc(b->services_count + 1, sizeof(*p->services));
	p->tickets = calloc(tickets + 1, sizeof(*p->tickets));
	p->lines = calloc(p->e.lines_count + 1, sizeof(*p->lines));
	p->counters = calloc(b->counters_count + 1, sizeof(*p->counters));
	p->groups = calloc(count_groups(b) + 1, sizeof(*p->groups));
	p->members = calloc(count_members(b) + 1, sizeof(*p->members));
	return p->services && p->tickets && p->lines && p->counters &&
	    p->groups && p->members;
}

static void
paint(struct picture *p, const struct board *b)
{
	for (uint32_t i = 0; i < b->services_count; i++)
		put_service(p, i);
	for (uint32_t i = 0; i < b->counters_count; i++)
		put_counter(p, i);
	for (size_t i = 0; i < p->hall->lines_count; i++) {
		put_alone(
		    p, &p->hall->lines[i].queue, line_of_clerk(p->hall, i));
	}
	p->e.services = p->services;
	p->e.tickets = p->tickets;
	p->e.lines = p->lines;
	p->e.counters = p->counters;
}

static bool
find_rows(struct found *f, const struct picture *p)
{
	const struct estimate_hall *e = &p->e;

	f->tickets = calloc(e->tickets_count + 1, sizeof(*f->tickets));
	f->lines = calloc(e->lines_count + 1, sizeof(*f->lines));
	f->rows = calloc(p->hall->tickets_count + 1, sizeof(*f->rows));
	if (!f->tickets || !f->lines || !f->rows)
		return false;
	for (uint32_t i = 0; i < e->tickets_count; i++)
		f->rows[e->tickets[i].key.id - f->base] = i + 1;
	f->rows_count = p->hall->tickets_count;
	f->lines_count = e->lines_count;
	return true;
}

/* The hall as it stands, with TICKETS waiting. */
static bool
take_picture(
    struct waits *w, const struct hall *h, int64_t now_ms, size_t tickets)
{
	struct picture *p = &w->picture;
	const struct board *b = h->board;

	p->hall = h;
	p->e = (struct estimate_hall){
		.now_ms = now_ms,
		.seed = (uint64_t)h->day,
		.services_count = b->services_count,
		.lines_count = line_of_clerk(h, h->lines_count),
		.counters_count = b->counters_count,
	};
	w->next.board = b;
	w->next.base = h->base;
	if (!make_room(p, b, tickets))
		return false;
	paint(p, b);
	return find_rows(&w->next, p) && estimate_begin(w->estimate, &p->e);
}

static void
finish(struct waits *w)
{
	estimate_read(w->estimate, w->next.tickets, w->next.lines);
	forget(&w->last);
	w->last = w->next;
	w->next = (struct found){ 0 };
	stop(w);
}

bool
waits_step(struct waits *w, const struct hall *h)
{
	if (!w->playing)
		return false;
	if (!h || !is_of(&w->next, h)) {
		stop(w);
	} else if (!estimate_step(w->estimate)) {
		finish(w);
	}
	return w->playing;
}

void
waits_refresh(struct waits *w, const struct hall *h, int64_t now_ms)
{
	bool fresh = now_ms >= w->made_ms && now_ms - w->made_ms < FRESH_MS;

	if (!h->board || (fresh && (w->playing || is_of(&w->last, h))))
		return;
	size_t tickets = count_waiting(h);
	stop(w);
	w->made_ms = now_ms;
	w->playing = tickets <= ESTIMATE_TICKETS &&
	    take_picture(w, h, now_ms, tickets);
	if (!w->playing) {
		stop(w);
		forget(&w->last);
	}
	while (tickets <= AT_ONCE && waits_step(w, h)) {
	}
}

/* --- What was found ------------------------------------------------------ */

bool
waits_service(const struct waits *w, const struct hall *h, size_t i,
    const char *class, struct estimate_wait *out)
{
	const struct board *b = h->board;
	const struct class_rule *rule = b ? board_class(b, class) : NULL;

	if (!is_of(&w->last, h))
		return false;
	uint32_t line = line_of(
	    b, (uint32_t)i, rule ? (uint32_t)(rule - b->classes) : 0);
	if (line >= w->last.lines_count)
		return false;
	*out = w->last.lines[line];
	return out->known;
}

bool
waits_ticket(const struct waits *w, const struct hall *h, int64_t id,
    struct estimate_wait *out)
{
	const struct ticket *t = hall_ticket(h, id);

	if (!t || t->state != TICKET_WAITING || !is_of(&w->last, h))
		return false;
	size_t at = (size_t)(id - h->base);
	if (at < w->last.rows_count && w->last.rows[at]) {
		*out = w->last.tickets[w->last.rows[at] - 1];
		return out->known;
	}
	/* It came after the last estimate. */
	const struct service *s = board_service(h->board, t->service);
	return s && !t->for_counter && !t->for_clerk &&
	    waits_service(
		w, h, (size_t)(s - h->board->services), t->class, out);
}
