#include "proto/wire.h"

#include <string.h>

const char *
wire_strerror(enum wire_status status)
{
	switch (status) {
	case WIRE_OK:
		return "whole";
	case WIRE_MORE:
		return "more bytes are needed";
	case WIRE_EMPTY:
		return "nothing to do";
	case WIRE_ETYPE:
		return "a byte that starts no value";
	case WIRE_ENUMBER:
		return "a count or a length that is no number";
	case WIRE_EARGS:
		return "too many arguments";
	case WIRE_ESIZE:
		return "too many bytes";
	case WIRE_EDEPTH:
		return "nested too deep, or too many values";
	case WIRE_ETRAILER:
		return "no line end where one belongs";
	case WIRE_EQUOTE:
		return "a quote that is not closed";
	case WIRE_EFOREIGN:
		return "this is HTTP or TLS, not RESP";
	}
	return "unknown";
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
wire_is(const struct wire_slice *arg, const char *s)
{
	for (size_t i = 0; i < arg->len; i++) {
		if (s[i] == '\0' || lower(arg->at[i]) != lower(s[i]))
			return false;
	}
	return s[arg->len] == '\0';
}

/* The digits of S as a number below zero, which reaches one further. */
static bool
negative(const char *s, size_t len, int64_t *out)
{
	int64_t n = 0;

	if (len == 0 || (s[0] == '0' && len > 1))
		return false;
	for (size_t i = 0; i < len; i++) {
		int digit = s[i] - '0';
		if (digit < 0 || digit > 9 || n < (INT64_MIN + digit) / 10)
			return false;
		n = n * 10 - digit;
	}
	*out = n;
	return true;
}

bool
wire_int(const struct wire_slice *arg, int64_t *out)
{
	bool minus = arg->len > 0 && arg->at[0] == '-';
	int64_t n;

	if (!negative(arg->at + minus, arg->len - minus, &n))
		return false;
	if (minus ? n == 0 : n == INT64_MIN)
		return false;
	*out = minus ? n : -n;
	return true;
}
