/* What the files of the screen's machine share. */
#ifndef HAO_KIOSK_SCREEN_OWN_H
#define HAO_KIOSK_SCREEN_OWN_H

#include "kiosk/screen.h"

/* Of screen.c: */
void screen_go(struct screen *s, enum kiosk_page page, int64_t now_ms);
void screen_start(struct screen *s, int64_t now_ms); /* to the first page */
void screen_tell(
    struct screen *s, const char *title, const char *text, int64_t now_ms);
/* The next citizen is another: all that was set is forgotten. */
void screen_forget(struct screen *s, int64_t now_ms);
void screen_step(struct screen *s, int64_t now_ms);
const struct catalogue *screen_catalogue(const struct screen *s);
bool screen_is_start(const struct screen *s);

/* Of screen_hall.c: fill the model from what the server said. */
void screen_fill(struct screen *s, int64_t now_ms);
void screen_fill_clock(struct screen *s, int64_t now_ms);
void screen_fill_ticket(struct screen *s);
/* A text of the layout in the citizen's language, or "". */
const char *screen_hall_text(const struct screen *s, const char *key);

/* Of screen_speak.c: say it, when it is asked for. */
void screen_speak_number(struct screen *s);
void screen_speak(struct screen *s, const char *text);

/* Of screen_act.c: does what a target does; uses a whole code or token. */
void screen_act(struct screen *s, struct kiosk_target target, int64_t now_ms);
void screen_use_code(struct screen *s, const char *code, int64_t now_ms);
void screen_use_token(struct screen *s, const char *token);

#endif
