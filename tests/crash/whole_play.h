/* Who plays in a run, and how they are called. */
#ifndef HAO_TEST_WHOLE_PLAY_H
#define HAO_TEST_WHOLE_PLAY_H

#include "tests/crash/whole.h"

struct server;

/* Says what is wrong, then ends the program. */
_Noreturn void whole_fail(const struct whole *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Memory that must be there. */
void *whole_must(void *memory);

/* --- The daemon: whole_daemon.c ------------------------------------------- */

/* False: it could not start, as with a disk that fails. */
bool daemon_begin(struct whole *w);
/* As a SIGTERM; once the disk is off nobody hears of it. */
void daemon_end(struct whole *w);
void daemon_turn(struct whole *w);
/* Makes the accounts that the clients have. */
void daemon_add_accounts(struct whole *w);
/* The hall's time; 0 when it does not run. */
int64_t daemon_now_ms(struct whole *w);
/* A connection to it; -1: none to be had. */
int daemon_connect(struct whole *w);
struct server *daemon_server(struct whole *w);

/* --- The clients: whole_client.c, whole_wish.c, whole_answer.c ------------ */

void client_begin(struct whole *w, struct client *c, int number);
void client_release(struct client *c);
/* CHANCE says what it asks for, where it has to ask for anything. */
void client_ask(struct client *c, uint32_t chance);
/* At most LIMIT bytes. */
void client_send(struct client *c, size_t limit);
void client_read(struct client *c, size_t limit);
void client_cut(struct client *c);
/* It has been answered and has nothing to send. */
bool client_is_idle(const struct client *c);
void client_put(struct client *c, const char *const *words, size_t count);

/* Makes a command of what it may ask for. */
void wish(struct client *c, uint32_t chance);
/* It gives up what it has not been told, or asks once more for what it was. */
bool wish_otherwise(struct client *c, uint32_t chance);

/* A reply to the command, of any kind. */
void answer_take(
    struct client *c, const struct wire_reply *r, const char *bytes);
/* "" or the word of an error. */
bool answer_is(const struct wire_reply *r, const char *bytes, const char *word);

/* --- Whoever subscribes: whole_screen.c, whole_view.c --------------------- */

/* The channels that show no more than the last message. */
void view_begin(struct client *c);
void view_forget(struct client *c);
void view_hear(
    struct client *c, const char *channel, const char *text, size_t len);
void view_note(struct whole *w, const struct said *said);

void screen_begin(struct client *c);
void screen_ask(struct client *c);
/* What fills the way to it, and is no matter of its channel. */
void screen_ask_more(struct client *c);
void screen_hear(struct client *c, const char *text, size_t len);
/* The answer to EVENTS SINCE; TEXT is NULL for a refusal, WORD says which. */
void screen_answer(
    struct client *c, const char *text, size_t len, const char *word);
void screen_release(struct client *c);

/* --- What must hold at the end: whole_check.c ----------------------------- */

void whole_check(struct whole *w);

#endif
