/*
 * A folder of the kiosk's own, for the one thing it must not forget: the
 * ticket that is being taken. One kiosk a folder.
 */
#ifndef HAO_KIOSK_KEEP_H
#define HAO_KIOSK_KEEP_H

#include <stdbool.h>
#include <stdint.h>

struct keep;
struct take;

/* Makes FOLDER where it is not there. NULL: errno says why; EBUSY: another
 * kiosk has it; EACCES, EROFS: nothing can be kept there. */
struct keep *keep_open(const char *folder);
void keep_close(struct keep *k);

/* What was kept last, "" when nothing; borrowed until the next write. */
const char *keep_text(const struct keep *k);

/*
 * Puts TEXT, which may be "", in its place, on the disk when it returns true.
 * The same text again costs nothing.
 */
bool keep_write(struct keep *k, const char *text);

/*
 * Before anything is asked or printed: puts what TAKE has open on the disk,
 * with WALL_MS as the time of its press. Says on stderr, as PROGRAM, when it
 * can't.
 */
void keep_take(
    struct keep *k, struct take *take, int64_t wall_ms, const char *program);

#endif
