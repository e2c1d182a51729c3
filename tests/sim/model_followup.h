/* Follow-ups as the model keeps them. Strings as in model.h. */
#ifndef HAO_TEST_MODEL_FOLLOWUP_H
#define HAO_TEST_MODEL_FOLLOWUP_H

#include <stdint.h>

#include "server/hall/outcome.h"

#define MODEL_FOLLOWUPS 4096

struct model;

struct model_followup {
	int64_t id, opened_ms, due, ticket;
	int64_t rating; /* 0: a complaint */
	const char *service, *counter, *clerk, *owner, *state;
	char number[OUTCOME_NUMBER];
};

struct model_followup *model_followup(struct model *m, int64_t id);
void model_forget_followups(struct model *m);

#endif
