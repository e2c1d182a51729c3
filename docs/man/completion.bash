# Completion for bash of all programs of hao, from what they say themselves:
# a word or a flag that is there is completed, and no list grows old.

_hao_flags() { # HELP
	grep -oE -- '^ {2,6}(-[a-zA-Z], )?--[a-z-]+|^  -[a-zA-Z] ' <<< "$1" |
	    tr -d ' ' | tr ',' '\n'
}

_hao_words() { # HELP
	sed -n '/^Words/,/^$/s/^  \([a-z]*\) .*/\1/p' <<< "$1" | sort -u
}

_hao() {
	local program=$1 cur=$2 prev=$3 help word=

	COMPREPLY=()
	case $prev in
	-c | --config | --check | --secret-file | --clips | --jobs)
		compopt -o default 2> /dev/null
		return
		;;
	esac
	help=$("$program" --help 2> /dev/null) || return
	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		grep -qxF -- "$word" <<< "$(_hao_words "$help")" && break
		word=
	done
	if [[ $cur == -* ]]; then
		[ -z "$word" ] || help=$("$program" "$word" --help)
		mapfile -t COMPREPLY < <(compgen -W "$(_hao_flags "$help")" -- "$cur")
	elif [ -z "$word" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_hao_words "$help")" -- "$cur")
	else
		compopt -o default 2> /dev/null
	fi
}

complete -F _hao haoctl haod hao-kiosk hao-counter hao-display hao-pad \
    hao-printer
