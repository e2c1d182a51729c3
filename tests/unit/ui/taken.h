/* What a machine put out, taken as its shell would. */
#ifndef HAO_TAKEN_H
#define HAO_TAKEN_H

#include <stdbool.h>
#include <stddef.h>

struct asks;
struct buf;

#define TAKEN_SIZE 512

/* The oldest ask: its words, and its kind. -1 when there is none. */
int taken(struct asks *asks, char words[TAKEN_SIZE]);

/* TEXT is somewhere in B, which is emptied. */
bool said(struct buf *b, const char *text);

#endif
