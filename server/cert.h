/* `haod cert`: makes a certificate that signs itself, and its key. */
#ifndef HAO_CERT_H
#define HAO_CERT_H

/* The words from "cert" on. Returns the status to exit with. */
int cert_main(int argc, char **argv);

#endif
