"""A manual page from its template: page.py TEMPLATE PROGRAM > PAGE

A line `.\\" OPTIONS` of the template becomes the list of the program's flags,
and `.\\" WORDS` that of its words with the flags of each, as --help has them:
what a program takes and what its page says can't part.
"""
import re
import subprocess
import sys

# "  -s, --server HOST:PORT        what it means"
FLAG = re.compile(
    r"^  (?:(-\w)(?:, |(?= ))|    )(--[a-z-]+)?(?: (\S+))? +(\S.*)$")
# What every word of a kind has needs no telling at each.
COMMON = {"--server", "--name", "--user", "--secret-file", "--journal",
          "--help", "--version"}


def ask(*argv):
    return subprocess.run(argv, check=True, capture_output=True,
                          encoding="utf-8").stdout


def plain(text):
    """Text that mdoc takes for nothing else."""
    text = text.strip().replace("\\", "\\e")
    return "\\&" + text if text[:1] in (".", "'") else text


def flag(name):
    return "Fl " + name[1:].replace("-", "\\-")


def flags(said):
    """(letter, name, value, meaning) of each line of flags."""
    return [found.groups() for found in map(FLAG.match, said.splitlines())
            if found]


def list_flags(said):
    yield ".Bl -tag -width Ds"
    for letter, name, value, meaning in flags(said):
        names = " , ".join(flag(one) for one in (letter, name) if one)
        yield f".It {names}" + (f" Ar {value}" if value else "")
        yield plain(meaning)
    yield ".El"


def list_words(program, said):
    seen = set()
    block = said.partition("\nWords")[2].partition("\n\n")[0]
    yield ".Bl -tag -width Ds"
    for line in block.splitlines()[1:]:
        form, _, meaning = line.strip().partition("  ")
        yield f".It Cm {form}"
        name = form.split()[0]
        own = [flag(one[1]) for one in flags(ask(program, name, "--help"))
               if one[1] not in COMMON]
        takes = own if name not in seen else []
        yield plain(meaning) + (";" if takes else "")
        if takes:
            yield "takes"
            yield "." + " , ".join(takes) + " ."
        seen.add(name)
    yield ".El"


def main(template, program):
    said = ask(program, "--help")
    for line in open(template, encoding="utf-8"):
        if line.startswith('.\\" OPTIONS'):
            print("\n".join(list_flags(said)))
        elif line.startswith('.\\" WORDS'):
            print("\n".join(list_words(program, said)))
        else:
            print(line, end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
