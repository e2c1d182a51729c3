/*
 * The plural rule of a language, as gettext writes it in C: "n != 1". Pure.
 * It knows n, whole numbers, ?:, ||, &&, comparisons, % and parentheses.
 */
#ifndef HAO_PLURAL_H
#define HAO_PLURAL_H

#include <stdint.h>

/*
 * Which of its forms N takes by RULE, which ends at a semicolon, a newline or
 * the end of the text. -1: that is no rule.
 */
int plural_form(const char *rule, uint64_t n);

#endif
