/*
 * Every size that the wire bounds, in one place. The smaller ones hold before
 * a client has said who it is.
 */
#ifndef HAO_LIMITS_H
#define HAO_LIMITS_H

#define LIMIT_ARGS	  64	/* arguments of a command */
#define LIMIT_COMMAND	  16384 /* bytes of a command */
#define LIMIT_ARGS_BEFORE 10	/* the same before AUTH */
#define LIMIT_ARG_BEFORE  1024
#define LIMIT_AUTH_MS	  10000 /* time to say who one is */

#define LIMIT_REPLY    4194304 /* bytes a client takes */
#define LIMIT_DEPTH    8
#define LIMIT_NODES    4096 /* values in one reply */
#define LIMIT_REQUESTS 1024 /* a link's unanswered commands */

#define LIMIT_OUT_SOFT	    65536  /* stop queueing events */
#define LIMIT_OUT	    262144 /* close a slow reader */
#define LIMIT_RID	    64	   /* bytes of a request id */
#define LIMIT_NAME	    32	   /* bytes of SETNAME */
#define LIMIT_TEXT	    200	   /* bytes of a reason */
#define LIMIT_WORDS	    2000   /* bytes of a complaint, or of its end */
#define LIMIT_CHANNEL	    48	   /* bytes of a channel's name */
#define LIMIT_SUBSCRIPTIONS 64	   /* a connection's channels */
#define LIMIT_EVENTS	    100	   /* one EVENTS SINCE */

#define BEAT_MS	 15000
#define HAO_PORT 4260

#endif
