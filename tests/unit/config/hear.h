/* What the tests of hall.yaml share: reading it and hearing of mistakes. */
#ifndef HAO_TEST_HEAR_H
#define HAO_TEST_HEAR_H

#include <stddef.h>

#include "proto/buf.h"
#include "server/config/config.h"

struct layout;

#define HALL	"languages: [zh, en]\nname: {zh: a}\ntimezone: Asia/Shanghai\n"
#define SERVICE "services:\n  - {code: a, name: {zh: a}, prefix: A}\n"

/* What was reported, as lines of "LINE KEY SAY". */
struct heard {
	struct buf text;
	unsigned int count, last_line;
	int disorder;
};
void hear(const struct config_mistake *m, void *ctx);

/* A report that fails the test. */
void refuse(const struct config_mistake *m, void *ctx);

/* Freed with config_free. */
struct layout *read_good(const char *text);

/* TEXT must give exactly the mistakes WANTED. */
void expect(const char *text, const char *wanted);

/* TEXT must be refused, at last on LINE, with WANTED in what is said. */
void expect_refusal(
    const char *text, size_t len, unsigned int line, const char *wanted);

#endif
