/* What talk's files share. */
#ifndef HAO_KIOSK_TALK_OWN_H
#define HAO_KIOSK_TALK_OWN_H

#include "kiosk/talk.h"
#include "kiosk/texts.h"

/* Says it on `err`, with MORE behind it, which may be "". */
void talk_say(struct talk *t, enum kiosk_text which, const char *more);
/* Goes on with what is open. */
void talk_step(struct talk *t, int64_t now_ms);

/* --- talk_print.c ----------------------------------------------------------*/

/* The ticket that was taken last goes to the printer, or is shown. */
void talk_paper(struct talk *t, int64_t now_ms);
/* It is printed once more, at a citizen's wish. */
void talk_again(struct talk *t, const char *rid);
/* The printer can't print, and no tickets are wanted then: says why. */
bool talk_stopped(struct talk *t);
/* Tells the server how the printer is. */
void talk_tell_printer(struct talk *t);

#endif
