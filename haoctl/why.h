/*
 * Why a ticket was called when it was, from the record alone: its day is
 * played again, and all that happened to it is told in Chinese and English;
 * at each call the rule that chose it and who was passed over, and in between
 * who was called before it though they had come later, each with the rule.
 */
#ifndef HAO_WHY_H
#define HAO_WHY_H

#include "server/record/audit.h"

/* Lines about who was passed over; the rest are only counted. */
#define WHY_LINES 40

struct why_ask {
	struct reader *reader;
	const struct reader_day *day;
	const struct play_rules *rules;
	const char *number;
};

/*
 * The number may have been given more than once that day: all are told, in
 * OUT; it stays empty when nobody was given it. The day is audited on the way,
 * and the story ends where AUDIT finds something wrong.
 */
enum journal_error why_ticket(
    const struct why_ask *ask, struct audit *audit, struct buf *out);

#endif
