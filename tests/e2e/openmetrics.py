"""A reader of OpenMetrics text that takes nothing but what the format allows."""

import re

NAME = r"[a-zA-Z_][a-zA-Z0-9_]*"
ABOUT = re.compile(rf"# (TYPE|UNIT|HELP) ({NAME}) (.+)")
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (-?[0-9]+(?:\.[0-9]+)?)")
LABEL = re.compile(rf'({NAME})="((?:[^"\\\n]|\\[\\n"])*)"(,|$)')
ENDS = {"counter": {"_total"}, "gauge": {""}, "summary": {"_sum", "_count"}}


def labels_of(text):
    found, at = {}, 0
    while at < len(text):
        match = LABEL.match(text, at)
        assert match, text
        name, value, comma = match.groups()
        assert name not in found, text
        found[name] = value.replace('\\"', '"').replace(
            "\\n", "\n").replace("\\\\", "\\")
        at = match.end()
        assert (comma == ",") == (at < len(text)), text
    return found


def read(text):
    """{name: {labels as a sorted tuple: value}}, by the names of samples."""
    assert text.endswith("# EOF\n") and text.count("# EOF") == 1
    samples, done, family, kind = {}, set(), None, None
    for line in text[:-len("# EOF\n")].splitlines():
        about = ABOUT.fullmatch(line)
        if about:
            what, name, value = about.groups()
            if what == "TYPE":
                assert name not in done, f"{name} comes twice"
                done.add(name)
                family, kind = name, value
                assert kind in ENDS
            assert name == family, line
            assert what != "UNIT" or name.endswith("_" + value), line
            continue
        match = SAMPLE.fullmatch(line)
        assert match, line
        name, labels, value = match.groups()
        assert name.startswith(family) and name[len(family):] in ENDS[kind], \
            line
        assert not family.endswith("_total"), line
        key = tuple(sorted(labels_of(labels or "").items()))
        assert key not in samples.setdefault(name, {}), line
        samples[name][key] = float(value)
    return samples
