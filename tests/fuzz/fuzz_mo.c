/* A catalogue of any bytes: what it gives lies inside, and ends by 0. */
#include <stdlib.h>
#include <string.h>

#include "ui/mo.h"
#include "ui/plural.h"

#define IDS_MAX 256 /* of one catalogue; more are more of the same */

/* The name is libFuzzer's. NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look_up(const struct mo *mo, const char *id)
{
	size_t size = 0;
	const char *text = mo_find(mo, id, &size);

	if (text && (text[size] != '\0' || strlen(text) > size))
		abort();
	if (text)
		(void)plural_form(text, size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mo mo;
	/* Of that size and no more, so that the sanitizer sees its end. */
	uint8_t *bytes = malloc(size ? size : 1);

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	if (mo_open(&mo, bytes, size)) {
		look_up(&mo, "");
		look_up(&mo, "no such id");
		for (uint32_t i = 0; i < mo.count && i < IDS_MAX; i++) {
			const char *id = mo_id(&mo, i);
			if (id)
				look_up(&mo, id);
		}
	}
	free(bytes);
	return 0;
}
