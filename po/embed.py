"""embed.py OUT.c LANG.mo...: the compiled catalogues as a table in C."""
import pathlib
import sys


def main(out, *paths):
    names, text = [], ['#include "ui/catalogues.h"\n']
    for path in map(pathlib.Path, paths):
        names.append(path.stem)
        rows = ",".join(map(str, path.read_bytes()))
        text.append(f"static const unsigned char mo_{len(names)}[] "
                    f"__attribute__((aligned(8))) = {{ {rows} }};")
    text.append("const struct catalogues_entry catalogues[] = {")
    for at, name in enumerate(names, 1):
        text.append(f'\t{{ "{name}", mo_{at}, sizeof(mo_{at}) }},')
    text.append("};")
    text.append(f"const size_t catalogues_count = {len(names)};")
    pathlib.Path(out).write_text("\n".join(text) + "\n", encoding="utf-8")


main(*sys.argv[1:])
