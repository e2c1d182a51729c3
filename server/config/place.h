/* Inside the outline: the places it notes while it walks. */
#ifndef HAO_CONFIG_PLACE_H
#define HAO_CONFIG_PLACE_H

struct config_outline;

/* Notes PATH at LINE; out of memory is said by o->failed. */
void config_place_add(
    struct config_outline *o, const char *path, unsigned int line);

/* The line of PATH, which was noted, while more are still to come. */
unsigned int config_place_line(
    const struct config_outline *o, const char *path);

/* After the last: makes them ready to be looked up. */
void config_place_sort(struct config_outline *o);

#endif
