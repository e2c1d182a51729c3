/* Which pad stands at which counter, as the command line says it. Pure. */
#ifndef HAO_PAD_POST_H
#define HAO_PAD_POST_H

#include <stdint.h>

#define POST_LABEL_SIZE 17

struct post {
	uint8_t address;
	char label[POST_LABEL_SIZE], clerk[POST_LABEL_SIZE];
};

/*
 * Reads "ADDR=LABEL" or "ADDR=LABEL:CLERK"; without a clerk it is the label.
 * NULL, or what is wrong and how to write it.
 */
const char *post_read(const char *text, struct post *p)
    __attribute__((warn_unused_result));

#endif
