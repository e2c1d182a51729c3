/* Appointments as the model keeps them. */
#ifndef HAO_TEST_MODEL_BOOKING_H
#define HAO_TEST_MODEL_BOOKING_H

#include <stdint.h>

#include "server/hall/layout.h"
#include "server/hall/outcome.h"

#define MODEL_BOOKINGS 256
#define MODEL_WORD     40

struct model;

struct model_booking {
	const char *service, *lang, *state;
	int64_t appointed_ms, until_ms, ticket;
	char code[OUTCOME_APPOINTMENT], user[MODEL_WORD], rid[MODEL_WORD];
};

/* The next appointment that was not kept; or NULL. */
const struct model_booking *model_noshow(struct model *m, int64_t now_ms);
struct model_booking *model_booking(struct model *m, const char *code);
/* The first service with appointments that LAYOUT drops; or NULL. */
const char *model_booked_service(
    const struct model *m, const struct layout *layout);

#endif
