/* Asking a server one question, as the words of the command line do. */
#ifndef HAO_HAOCTL_SERVER_H
#define HAO_HAOCTL_SERVER_H

struct haoctl_options;
struct query;

/* Asks Q and shows the answer; returns the status to exit with. Ends Q. */
int server_ask(const struct haoctl_options *options, struct query *q);

#endif
