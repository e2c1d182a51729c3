/*
 * A talk with one panel: frame by frame, each answered before the next, the
 * newest line alone when it is slow. Pure: the bytes go through `tx`, which
 * the wire empties; what is wrong stands in `trouble`.
 */
#ifndef HAO_PANEL_TALK_H
#define HAO_PANEL_TALK_H

#include "display/panel.h"

#define PANEL_ANSWER_MS 1000 /* then the frame is sent again … */
#define PANEL_TRIES	3    /* … so often, and then: */
#define PANEL_REST_MS	5000 /* all of it anew */

enum panel_trouble {
	PANEL_WELL,
	PANEL_AWAY,   /* the wire can't be opened, or broke */
	PANEL_SILENT, /* nothing answers */
	PANEL_REFUSES,
};

struct panel_talk {
	struct panel_settings settings;
	struct panel_frames now, next; /* on their way; to come after it */
	struct panel_frames shown;     /* what the panel should show at last */
	size_t at;		       /* the frame of NOW that is unanswered */
	int tries;
	bool up, has_next;
	int64_t deadline_ms; /* -1: waits for nothing */
	enum panel_trouble trouble;
	struct buf in, tx;
};

void panel_talk_init(
    struct panel_talk *t, const struct panel_settings *settings);
void panel_talk_release(struct panel_talk *t);

/* The wire is open, or is not. */
void panel_talk_wire(struct panel_talk *t, bool up, int64_t now_ms);
void panel_talk_bytes(
    struct panel_talk *t, const void *bytes, size_t len, int64_t now_ms);
void panel_talk_time(struct panel_talk *t, int64_t now_ms);

/* What is to be seen: a picture, or, by the panel's own letters, TEXT. */
void panel_talk_picture(
    struct panel_talk *t, const struct panel_picture *picture, int64_t now_ms);
void panel_talk_text(struct panel_talk *t, const char *text, int64_t now_ms);

/* For DEVICE STATE: "ok", "away", "silent", "refuses". */
const char *panel_trouble_word(enum panel_trouble trouble);

#endif
