"""pseudo.py EN.po OUT.po: a language that there is not. Its texts are the
English ones in brackets, so that a text of no catalogue is seen."""
import pathlib
import re
import sys

OF_ITSELF = ("language.", "voice.", "date.")


def bracketed(match):
    return f'{match.group(1)}"[[{match.group(2)}]]"'


def main(source, out):
    entries = pathlib.Path(source).read_text(encoding="utf-8").split("\n\n")
    made = [entries[0]]
    for entry in entries[1:]:
        name = re.search(r'^msgid "(.*)"$', entry, re.M)
        if name and not name.group(1).startswith(OF_ITSELF):
            entry = re.sub(r'^(msgstr(?:\[\d\])? )"(.*)"$', bracketed, entry,
                           flags=re.M)
        made.append(entry)
    pathlib.Path(out).write_text("\n\n".join(made), encoding="utf-8")


main(*sys.argv[1:])
