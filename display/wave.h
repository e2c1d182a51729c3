/* Sound as samples: 16 bits, one channel. Pure. */
#ifndef HAO_WAVE_H
#define HAO_WAVE_H

#include <stddef.h>
#include <stdint.h>

#define WAVE_RATE     22050 /* samples a second */
#define WAVE_PEAK     23000 /* what the loudest sample becomes */
#define WAVE_CHIME_MS 900

struct wave {
	int16_t *samples; /* owned by whoever made them */
	size_t count;
};

/* All alike in loudness: the loudest sample becomes WAVE_PEAK. */
void wave_normalise(struct wave *w);
/* Takes away the silence at both ends, but for a little. */
void wave_trim(struct wave *w);
/* Two tones, one after the other; freed with free(). NULL: no memory. */
struct wave wave_chime(void);
int64_t wave_ms(size_t samples);
size_t wave_samples(int64_t ms);

#endif
