#include "ui/prompt.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* A line of a terminal is one read, whatever has ended it. */
static bool
read_line(char out[PROMPT_MAX], bool typed)
{
	out[0] = '\0';
	if (typed) {
		ssize_t n = read(STDIN_FILENO, out, PROMPT_MAX - 1);
		out[n > 0 ? n : 0] = '\0';
	} else if (!fgets(out, PROMPT_MAX, stdin)) {
		return false;
	}
	out[strcspn(out, "\r\n")] = '\0';
	return out[0] != '\0';
}

/* The key that interrupts ends the line: what is hidden is shown first. */
static void
hide(const struct termios *shown)
{
	struct termios hidden = *shown;

	hidden.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	hidden.c_cc[VEOL] = shown->c_cc[VINTR];
	(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
}

static bool
is_interrupted(const char *line, const struct termios *shown)
{
	const char key[] = { (char)shown->c_cc[VINTR], '\0' };

	return key[0] != '\0' && strpbrk(line, key) != NULL;
}

bool
prompt_secret(char out[PROMPT_MAX], const char *whose)
{
	struct termios shown;
	bool typed = tcgetattr(STDIN_FILENO, &shown) == 0;

	if (typed) {
		hide(&shown);
		/* What is typed from here on counts. */
		(void)fprintf(stderr, "secret of %s: ", whose);
	}
	bool well = read_line(out, typed);
	if (typed) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
		(void)fputc('\n', stderr);
	}
	if (typed && is_interrupted(out, &shown)) {
		explicit_bzero(out, PROMPT_MAX);
		(void)raise(SIGINT);
		return false;
	}
	if (!well) {
		(void)fputs("give the secret on standard input, as its first"
			    " line\n",
		    stderr);
	}
	return well;
}

bool
prompt_new_secret(char out[PROMPT_MAX], const char *whose)
{
	char again[PROMPT_MAX] = "";

	if (!prompt_secret(out, whose))
		return false;
	if (!isatty(STDIN_FILENO))
		return true;
	(void)fputs("once more, the ", stderr);
	bool same = prompt_secret(again, whose) && strcmp(again, out) == 0;
	if (!same && again[0] != '\0')
		(void)fputs("the two differ: nothing was changed\n", stderr);
	explicit_bzero(again, sizeof(again));
	return same;
}

void
prompt_identity(struct identity *who, const char *user)
{
	char text[PROMPT_MAX];

	if (isatty(STDIN_FILENO) && prompt_secret(text, user)) {
		(void)snprintf(who->secret, sizeof(who->secret), "%.*s",
		    IDENTITY_SECRET - 1, text);
	}
	explicit_bzero(text, sizeof(text));
}
