"""What programs tell of themselves: --help, manual pages, completions."""

import json
import re
import shutil
import subprocess

import pytest

from daemon import BUILD, TREE

PROGRAMS = {
    "hao-counter": ("counter/hao-counter", 1),
    "hao-display": ("display/hao-display", 1),
    "hao-kiosk": ("kiosk/hao-kiosk", 1),
    "hao-pad": ("pad/hao-pad", 8),
    "hao-printer": ("kiosk/printer/hao-printer", 8),
    "haoctl": ("haoctl/haoctl", 1),
    "haod": ("server/haod", 8),
}


def ask(name, *words):
    done = subprocess.run([BUILD / PROGRAMS[name][0], *words],
                          capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout


def flags(said):
    """Of the lines that begin with one; the sentences may name others."""
    lines = [line[:32] for line in said.splitlines()
             if re.match(r"  (-\w|    --)", line)]
    return set(re.findall(r"(?<![\w-])--?[a-z-]+", "\n".join(lines), re.I))


def words(said):
    block = said.partition("\nWords")[2].partition("\n\n")[0]
    return {line.split()[0] for line in block.splitlines()[1:]}


def test_every_program_is_told_of():
    """What is installed in bin has a page, and bash knows it."""
    plan = json.loads(subprocess.run(
        ["meson", "introspect", "--installed", BUILD], check=True,
        capture_output=True, encoding="utf-8", timeout=60).stdout)
    installed = {at.rpartition("/")[2] for at in plan.values()
                 if at.rpartition("/")[0].endswith("/bin")}
    assert installed == set(PROGRAMS)
    known = (TREE / "docs" / "man" / "completion.bash").read_text("utf-8")
    assert installed == set(re.search(
        r"^complete -F _hao ([^#]*)", known, re.M).group(1)
        .replace("\\", "").split())


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_flag_is_in_the_manual(name):
    page = BUILD / "docs" / "man" / f"{name}.{PROGRAMS[name][1]}"
    text = page.read_text(encoding="utf-8").replace("\\-", "-")
    items = re.findall(r"Fl (\S+)", text)
    told = flags(ask(name, "--help"))
    assert {"-h", "--help", "--version"} < told
    assert told <= {"-" + item for item in items}
    if shutil.which("mandoc"):
        lint = subprocess.run(
            ["mandoc", "-T", "lint", "-W", "warning", page],
            capture_output=True, encoding="utf-8")
        assert lint.stdout == ""


def test_every_word_has_a_help_of_its_own():
    said = ask("haoctl", "--help")
    named = set()
    for word in words(said):
        of_word = ask("haoctl", word, "--help")
        assert of_word.startswith(f"Usage: haoctl {word} [OPTION]..."), word
        assert of_word == ask("haoctl", "--help", word)
        named |= flags(of_word)
        page = (BUILD / "docs" / "man" / "haoctl.1").read_text("utf-8")
        assert f".It Cm {word}" in page
    # No flag belongs to no word.
    assert named == flags(said)
    assert "--skip" in flags(ask("haoctl", "restore", "--help"))
    assert "--skip" not in flags(ask("haoctl", "audit", "--help"))


def complete(name, *line):
    """What bash offers for the last word of LINE."""
    script = """
    . "$1"; shift
    program=$1
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    last=${COMP_WORDS[COMP_CWORD]}
    _hao "$program" "$last" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(
        ["bash", "-u", "-c", script, "test",
         TREE / "docs" / "man" / "completion.bash",
         BUILD / PROGRAMS[name][0], *line],
        capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, ""), done
    return set(done.stdout.split())


def test_bash_completes_what_there_is():
    said = ask("haoctl", "--help")
    assert complete("haoctl", "") == words(said)
    assert complete("haoctl", "res") == {"restore"}
    assert complete("haoctl", "--") == {
        one for one in flags(said) if one.startswith("--")}
    assert "--skip" in complete("haoctl", "restore", "--s")
    assert "--skip" not in complete("haoctl", "audit", "--")
    assert complete("haoctl", "-j", "x", "audit", "--he") == {
        "--head", "--help"}
    assert complete("haod", "--che") == {"--check"}
    assert complete("hao-kiosk", "--te") == {"--text"}
