/* A paper of the sample hall, to see what a printer would get. */
#ifndef HAO_KIOSK_SAMPLE_SLIP_H
#define HAO_KIOSK_SAMPLE_SLIP_H

/* Writes FILE as a PNG. NULL, or why it could not, for people. */
const char *sample_slip(const char *file, const char *lang, int dots)
    __attribute__((warn_unused_result));

#endif
