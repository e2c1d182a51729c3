/*
 * The figures a hall is asked for: what each is made of, by what it can be
 * asked, and the SELECT that gives it. A view for each stands in the journal's
 * file (figure_wait_by_service), and haoctl asks for them by other things too.
 */
#ifndef HAO_FIGURES_H
#define HAO_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

/* What figures are asked by, in the order of the enum. */
enum figure_by {
	BY_DAY,
	BY_SESSION,
	BY_WEEKDAY,
	BY_HALF,
	BY_DEPARTMENT,
	BY_SERVICE,
	BY_CLASS,
	BY_ZONE,
	BY_COUNTER,
	BY_CLERK,
	FIGURE_BYS
};
#define BY(x) (1u << BY_##x)

enum figure_unit {
	UNIT_COUNT,
	UNIT_SECONDS,
	UNIT_RATE, /* of 1; NULL of nothing */
	UNIT_TEXT,
};

struct figure_column {
	const char *name; /* NULL ends the list */
	const char *sql;
	enum figure_unit unit;
};

#define FIGURE_COLUMNS 13
struct figure {
	const char *name, *help; /* a NULL name ends the list */
	const char *fact;	 /* the view it is made of */
	const char *measure;	 /* the fact's column that is ranked, or NULL */
	unsigned int by,
	    usual;	   /* bits: all there are, and when none is named */
	const char *zones; /* the table that leads to zones */
	const char *bars;  /* the column that people see as bars, or NULL */
	bool is_now;	   /* of this moment: no days */
	bool is_list;	   /* of single things: in no group */
	struct figure_column columns[FIGURE_COLUMNS + 1];
};
extern const struct figure figures[];

/* NULL: no such figure. */
const struct figure *figure_named(const char *name);
const char *figure_by_name(enum figure_by by);
/* FIGURE_BYS: no such name. */
enum figure_by figure_by_named(const char *name);

/*
 * Adds the SELECT: by the bits of BY, each a column in the enum's order, then
 * the figure's columns. WHERE is SQL about the fact's columns; NULL: all.
 */
void figure_select(struct buf *out, const struct figure *f, unsigned int by,
    const char *where);
/* Adds the statements that make every figure's views, dropped before. */
void figures_views(struct buf *out);

#endif
