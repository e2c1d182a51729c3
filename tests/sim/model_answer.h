/* What the model answers to a request. */
#ifndef HAO_TEST_MODEL_ANSWER_H
#define HAO_TEST_MODEL_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "server/hall/outcome.h"

struct model_answer {
	enum refusal refusal;
	bool event, replayed, training;
	enum outcome_type type;
	int64_t id, day, issued_ms, ahead, waited_ms, calls, count;
	const char *service, *class, *counter, *state, *clerk;
	char number[OUTCOME_NUMBER];
	int64_t appointed_ms, rating, followup, due;
	const char *owner;
	char appointment[OUTCOME_APPOINTMENT];
};

#endif
