/* What the kiosk says to a citizen, in the citizen's language. */
#ifndef HAO_KIOSK_TEXTS_H
#define HAO_KIOSK_TEXTS_H

enum kiosk_text {
	/* The paper. */
	TEXT_COUNTERS,
	TEXT_AHEAD_BEFORE, /* stands before the number of people */
	TEXT_AHEAD_AFTER,
	TEXT_AHEAD_NONE,
	TEXT_WAIT_BEFORE, /* stands before the minutes */
	TEXT_WAIT_AFTER,
	TEXT_WAIT_MOST_BEFORE,
	TEXT_WAIT_MOST_AFTER,
	TEXT_TAKEN,
	TEXT_TODAY,
	TEXT_MISSED,
	TEXT_TEST,
	TEXT_TRAINING,
	TEXT_AGAIN,
	/* The menu. */
	TEXT_WAITING,
	TEXT_SHUT, /* the service issues nothing now */
	TEXT_KEYS,
	/* Messages. */
	TEXT_AWAY,
	TEXT_BACK,
	TEXT_NOT_ISSUED_AWAY,
	TEXT_NOT_ISSUED,
	TEXT_MOMENT,
	TEXT_ASKING_AGAIN,
	TEXT_GIVEN_UP,
	TEXT_NOT_UNDONE,
	TEXT_NO_SERVER,
	TEXT_NO_KEY,
	TEXT_NO_LAYOUT,
	TEXT_NO_PAPER,
	TEXT_NUMBERS_USED,
	/* The printer. */
	TEXT_TAKE_PAPER,
	TEXT_PAPER_UNKNOWN,
	TEXT_PRINTER_EMPTY,
	TEXT_PRINTER_COVER,
	TEXT_PRINTER_AWAY,
	TEXT_PRINTER_FAULT,
	TEXT_PRINTER_WELL,
	TEXT_CLOSED_NOW,
	TEXT_COUNT,
};

/* In Chinese when LANG begins with zh, else in English. */
const char *kiosk_text(const char *lang, enum kiosk_text which);

#endif
