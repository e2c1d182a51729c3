"""The rules of the house that a program can read: rules.py ROOT RULE [...].

Each rule prints what breaks it, one line each, and fails if there is any.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata

ROOMS = ["proto", "server", "kiosk", "counter", "pad", "display", "haoctl",
         "ui"]
TESTS = ["tests", "bench"]
SKIP = 77

# Memory and strings alone; what compilers and sanitizers add; assert's.
PURE = re.compile(
    r"(malloc|calloc|realloc|free|mem\w+|explicit_bzero"
    r"|str(?!error|ftime|ptime)\w+"
    r"|__assert_fail|__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__\w+_chk"
    r"|__asan_\w+|__ubsan_\w+|__sanitizer_\w+|__(gcov|llvm)_\w+)$")
SHELL = re.compile(r"(system|popen|wordexp|f?exec(l|v)\w*)$")
SLEEP = re.compile(r"\b(u|nano|clock_nano)?sleep\s*\(|^\s*sleep\s+[\d.$]")


def sources(root, rooms, *suffixes):
    for room in rooms:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path


def lines_of(path):
    return path.read_text(encoding="utf-8").splitlines()


# --- Symbols ---------------------------------------------------------------

def pure(root, libraries):
    """The core and the wire call nothing but memory and string functions."""
    defined, wanted = set(), []
    for library in libraries:
        out = subprocess.run(["nm", "-A", "-P", library], check=True,
                             capture_output=True, text=True).stdout
        for line in out.splitlines():
            where, name, kind = line.split()[:3]
            if kind == "U":
                wanted.append((where, name))
            elif kind.isupper():
                defined.add(name)
    if not defined:
        yield "no symbols in " + " ".join(libraries)
    for where, name in wanted:
        if name not in defined and not PURE.match(name):
            yield f"{where} calls {name}"


def shell(root, programs):
    """No program goes through a shell, or ends in another one's place."""
    for program in programs:
        out = subprocess.run(["nm", "-D", "-u", "-P", program], check=True,
                             capture_output=True, text=True).stdout
        names = {line.split()[0].split("@")[0] for line in out.splitlines()}
        if not names:
            yield f"{program} calls nothing at all"
        for name in sorted(names):
            if SHELL.match(name):
                yield f"{program} calls {name}; say posix_spawn with words"


# --- Headers ---------------------------------------------------------------

def include_flags(build):
    """Where the build looks for headers, of all its targets together."""
    flags = {}
    commands = json.loads((build / "compile_commands.json").read_text())
    for command in commands:
        words = shlex.split(command["command"])
        for i, word in enumerate(words):
            if word == "-isystem":
                word += os.path.join(command["directory"], words[i + 1])
            if word.startswith("-I"):
                word = "-I" + os.path.join(command["directory"], word[2:])
            if re.match(r"-(I|D|isystem.)", word):
                flags[word] = None
    return list(flags)


def headers(root, arguments):
    """Every header compiles alone."""
    build, compiler = pathlib.Path(arguments[0]), arguments[1:]
    flags = include_flags(build)

    def compile_one(path):
        return path, subprocess.run(
            compiler + ["-std=gnu17", "-fsyntax-only", "-Wall", "-Wextra",
                        "-Werror"] + flags + ["-x", "c", str(path)],
            capture_output=True, text=True)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for path, done in pool.map(
                compile_one, sources(root, ROOMS + TESTS, ".h")):
            if done.returncode:
                yield f"{path.relative_to(root)}: {done.stderr[:400]}"


# --- Sizes -----------------------------------------------------------------

def files(root, _):
    """A .c has 500 lines at most, a .h 150."""
    for path in sources(root, ROOMS + TESTS, ".c", ".h"):
        count, most = len(lines_of(path)), 500 if path.suffix == ".c" else 150
        if count > most:
            yield f"{path.relative_to(root)}: {count} lines, {most} allowed"


def functions(root, rooms):
    """(where, lines of the body, static) of each function."""
    for path in sources(root, rooms, ".c"):
        lines, start = lines_of(path), None
        for at, line in enumerate(lines):
            if line == "{":
                start = at
            elif line == "}" and start is not None:
                head = start
                while head > 0 and re.match(r"[^#}/;]", lines[head - 1]) \
                        and not lines[head - 1].endswith((";", "*/")):
                    head -= 1
                where = f"{path.relative_to(root)}:{start + 1}"
                yield where, at - start - 1, lines[head].startswith("static")
                start = None


def longest(root, _):
    """No function is longer than 60 lines."""
    for where, count, _ in functions(root, ROOMS + TESTS):
        if count > 60:
            yield f"{where}: a function of {count} lines, 60 allowed"


def measures(root, _):
    """Functions: median 15 lines, p90 45 at most; six in ten static."""
    found = list(functions(root, ROOMS))
    counts = sorted(count for _, count, _ in found)
    if not counts:
        yield "no functions were found"
        return
    median = counts[len(counts) // 2]
    p90 = counts[len(counts) * 9 // 10]
    static = sum(is_static for _, _, is_static in found) * 100 // len(found)
    print(f"{len(found)} functions: median {median}, p90 {p90}, "
          f"{static} % static")
    if median > 15:
        yield f"the median function has {median} lines, 15 allowed"
    if p90 > 45:
        yield f"one function in ten has over {p90} lines, 45 allowed"
    if static < 60:
        yield f"{static} % of the functions are static, 60 wanted"


# --- Text ------------------------------------------------------------------

def sleeps(root, _):
    """No test sleeps."""
    here = pathlib.Path(__file__).resolve()
    for path in sources(root, ["tests"], ".c", ".h", ".py", ".sh", ".js"):
        if path.resolve() == here:
            continue
        for at, line in enumerate(lines_of(path), 1):
            if SLEEP.search(line):
                yield f"{path.relative_to(root)}:{at}: {line.strip()}"


def width(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1
               for c in line.expandtabs(8))


def columns(root, _):
    """No line of C is wider than 80 columns."""
    for path in sources(root, ROOMS + TESTS, ".c", ".h"):
        for at, line in enumerate(lines_of(path), 1):
            if width(line) > 80:
                yield f"{path.relative_to(root)}:{at}: {width(line)} columns"


def layout(root, _):
    """clang-format has nothing to say."""
    if not shutil.which("clang-format-14"):
        print("no clang-format-14 here")
        sys.exit(SKIP)
    paths = list(sources(root, ROOMS + TESTS, ".c", ".h"))
    done = subprocess.run(
        ["clang-format-14", "--dry-run", "-Werror", *map(str, paths)],
        cwd=root, capture_output=True, text=True)
    for line in done.stderr.splitlines():
        if "error:" in line:
            yield line
    if done.returncode and "error:" not in done.stderr:
        yield done.stderr


# --- What the pages promise -------------------------------------------------

PROMISES = ["docs/guarantees.md", "docs/security.md"]


def is_there(root, path, name):
    """A test of that name, of pytest, cmocka or C; or the file alone."""
    file = root / path
    return file.is_file() and (not name or re.search(
        rf"^(?:def |[\w* ]+ \*?)?{name}\(", file.read_text(encoding="utf-8"),
        re.M))


def promises(root, _):
    """Each row of these pages' tables names tests that are there."""
    for page in PROMISES:
        rows = [line for line in lines_of(root / page)
                if line.startswith("| ")
                and not line.startswith(("| promise |", "| threat |"))]
        if not rows:
            yield f"{page} has no table"
        for row in rows:
            named = re.findall(r"`(tests/[\w./]+)(?:::(\w+))?`", row)
            if not named:
                yield f"{page} names no test: {row[:70]}"
            for path, name in named:
                if not is_there(root, path, name):
                    yield f"{page} names {path}::{name}, which is not"


RULES = [pure, shell, headers, files, longest, measures, sleeps, columns,
         layout, promises]


def main(root, name, *arguments):
    rule = next(rule for rule in RULES if rule.__name__ == name)
    broken = list(rule(pathlib.Path(root), list(arguments)))
    for one in broken:
        print(one)
    print(f"{'broken' if broken else 'kept'}: {rule.__doc__}")
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
