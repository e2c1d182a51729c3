"""The figures of `compare` as a picture: panels of bars, each bar the median
of its rounds, with a line from the smallest to the largest."""

import statistics
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 860, 150, 110
BAR, GAP, HEAD, FOOT = 20, 7, 46, 18
NAMES = {"hao": "hao", "redis": "Redis", "beanstalkd": "beanstalkd",
         "postgres": "PostgreSQL"}
OWN, PEER, INK, FAINT = "#0b6e4f", "#a9b4bd", "#1d2730", "#5b6770"


def rates(figures, what, depth):
    for one in figures:
        if (one["what"], one["connections"], one["depth"]) == (what, 50,
                                                               depth):
            return one["rates"]
    return {}


def panels(figures):
    """(title, what is better, unit's format, engine -> values)."""
    durable = figures.get("durable", {}).get("rounds", [])
    for what, title in (("issue", "Durable numbers issued"),
                        ("next", "Durable calls of the next")):
        yield (f"{title}, 50 clients", "a second, more is better", "{:,.0f}",
               rates(durable, what, 1))
    for disk, rounds in figures.get("slow", {}).items():
        yield (f"Numbers issued, every sync {disk} slower",
               "a second, more is better", "{:,.0f}",
               rates(rounds, "issue", 1))
    for n, one in figures.get("fanout", {}).items():
        yield (f"A call until the last of {int(n):,} displays has it",
               "ms, less is better", "{:.1f}",
               {k: [t / 1000 for b in v for t in b]
                for k, v in one["us"].items()})
    yield ("An idle connection", "bytes, less is better", "{:,.0f}",
           {k: v[1:] for k, v in figures.get("memory", {}).get(
               "connection_bytes", {}).items()})
    again = figures.get("again", {})
    yield (f"Start over {again.get('entries', 0):,} entries",
           "ms, less is better", "{:,.0f}", again.get("ms", {}))


def text(x, y, size, fill, s, more=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" '
            f'fill="{fill}" {more}>{escape(s)}</text>')


def bar(y, name, values, most, form):
    """One engine's line of a panel."""
    room = WIDTH - LEFT - RIGHT
    mid, low, high = (statistics.median(values), min(values), max(values))
    at = lambda v: LEFT + room * v / most
    middle = y + BAR / 2
    yield text(LEFT - 10, y + BAR * 0.72, 14, INK, NAMES.get(name, name),
               'text-anchor="end"')
    yield (f'<rect x="{LEFT}" y="{y}" width="{at(mid) - LEFT:.1f}" '
           f'height="{BAR}" rx="3" fill="{OWN if name == "hao" else PEER}"/>')
    yield (f'<path d="M{at(low):.1f} {middle}H{at(high):.1f}" '
           f'stroke="{INK}" stroke-width="1.5" stroke-opacity="0.55"/>')
    yield text(at(max(mid, high)) + 8, y + BAR * 0.72, 13, INK,
               form.format(mid), 'font-variant-numeric="tabular-nums"')


def panel(y, title, unit, form, values):
    yield text(LEFT, y + 20, 15, INK, title, 'font-weight="600"')
    yield text(LEFT, y + 37, 12, FAINT, unit)
    y += HEAD
    most = max(max(v) for v in values.values())
    for name, v in values.items():
        yield from bar(y, name, v, most, form)
        y += BAR + GAP


def write(path, figures):
    """Draws what FIGURES hold; a part that was not played has no panel."""
    y, lines = 14, []
    for title, unit, form, values in panels(figures):
        if values:
            lines += panel(y, title, unit, form, values)
            y += HEAD + len(values) * (BAR + GAP) + FOOT
    with open(path, "w", encoding="utf-8") as f:
        f.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
                f'height="{y}" viewBox="0 0 {WIDTH} {y}" font-family="'
                "'Noto Sans','DejaVu Sans',sans-serif\">\n"
                f'<rect width="{WIDTH}" height="{y}" rx="10" fill="#ffffff"/>'
                "\n" + "\n".join(lines) + "\n</svg>\n")
