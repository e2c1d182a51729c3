#include "proto/logo.h"

#include <sodium.h>
#include <string.h>

#include "proto/buf.h"

#define VARIANT	  sodium_base64_VARIANT_ORIGINAL
#define HEAD_SIZE 24 /* of a PNG file: up to its width and height */
#define TEXT_SIZE sodium_base64_ENCODED_LEN(LOGO_BYTES_MAX, VARIANT)

static const char *const says[] = {
	[LOGO_WELL] = "is well",
	[LOGO_LARGE] = "has more than 12288 bytes; make it smaller, or of "
		       "fewer colours",
	[LOGO_NO_PNG] = "is no PNG file",
	[LOGO_SIDES] = "has more than 1024 dots across or down, or none",
	[LOGO_SPOILT] = "is neither a file's name nor a picture as haod "
			"writes it",
};

const char *
logo_strerror(enum logo_error error)
{
	return says[error];
}

static uint32_t
number_at(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
	    (uint32_t)at[2] << 8 | at[3];
}

static bool
fits(uint32_t side)
{
	return side > 0 && side <= LOGO_SIDE_MAX;
}

enum logo_error
logo_check(const uint8_t *png, size_t size)
{
	static const uint8_t head[16] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

	if (size > LOGO_BYTES_MAX)
		return LOGO_LARGE;
	if (size < HEAD_SIZE || memcmp(png, head, sizeof(head)) != 0)
		return LOGO_NO_PNG;
	return fits(number_at(png + 16)) && fits(number_at(png + 20))
	    ? LOGO_WELL
	    : LOGO_SIDES;
}

void
logo_write(struct buf *out, const uint8_t *png, size_t size)
{
	char text[TEXT_SIZE];

	(void)sodium_bin2base64(text, sizeof(text), png, size, VARIANT);
	buf_puts(out, LOGO_PREFIX);
	buf_puts(out, text);
}

bool
logo_is_written(const char *text)
{
	return strncmp(text, LOGO_PREFIX, strlen(LOGO_PREFIX)) == 0;
}

enum logo_error
logo_read(const char *text, uint8_t png[LOGO_BYTES_MAX], size_t *size)
{
	*size = 0;
	if (!logo_is_written(text))
		return LOGO_SPOILT;
	text += strlen(LOGO_PREFIX);
	if (strlen(text) >= TEXT_SIZE)
		return LOGO_LARGE;
	if (sodium_base642bin(png, LOGO_BYTES_MAX, text, strlen(text), NULL,
		size, NULL, VARIANT) != 0)
		return LOGO_SPOILT;
	return logo_check(png, *size);
}
