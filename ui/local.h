/*
 * The local time of a zone by its name. The C library knows one zone at a
 * time, for the whole process: no other thread may ask for the local time.
 */
#ifndef HAO_LOCAL_H
#define HAO_LOCAL_H

#include <stdint.h>
#include <time.h>

/* From now on the process has ZONE, too; "": it stays. */
void local_zone(const char *zone);

/* T_MS is milliseconds since 1970; ZONE "" is what the process has. */
void local_time(const char *zone, int64_t t_ms, struct tm *local);

#endif
