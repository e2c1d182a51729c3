/*
 * The memory of what waits for clients to read it, over all connections. Each
 * has a cap of its own; together they must not fill the machine either.
 */
#ifndef HAO_SHED_H
#define HAO_SHED_H

struct conn;

/*
 * C's buffers have grown or shrunk. When all of them together are above
 * `buffers_mib`, whoever has most is killed and its memory is freed.
 */
void shed_note(struct conn *c);
/* C's buffers are gone. */
void shed_forget(struct conn *c);

#endif
