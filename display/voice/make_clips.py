"""A clip pack by espeak-ng: make_clips.py GRAMMAR PACK ESPEAK

Reads the grammar and says each of its clips into its file of the folder PACK,
without the silence around it and alike in loudness. A real voice is better:
docs/VOICE.md.
"""

import array
import os
import shutil
import subprocess
import sys
import wave

PEAK = 23000  # of 32767: some room above it
QUIET = 300
MARGIN_S = 0.03  # kept of the silence before and behind


def clips(grammar):
    voice = None
    with open(grammar, encoding="utf-8") as lines:
        for line in lines:
            words = line.split()
            if words[:1] == ["voice"]:
                voice = words[1]
            if words[:1] == ["clip"]:
                yield voice, words[1].replace("_", " "), words[2]


def trimmed(samples, rate):
    loud = [i for i, s in enumerate(samples) if abs(s) > QUIET]
    margin = int(rate * MARGIN_S)
    first, last = (loud[0], loud[-1]) if loud else (0, len(samples) - 1)
    return samples[max(first - margin, 0):last + margin]


def say(espeak, voice, text, path):
    subprocess.run([espeak, "-v", voice, "-s", "180", "-w", path, text],
                   check=True)
    with wave.open(path) as file:
        assert file.getsampwidth() == 2 and file.getnchannels() == 1
        rate = file.getframerate()
        samples = array.array("h", file.readframes(file.getnframes()))
    samples = trimmed(samples, rate)
    most = max(map(abs, samples))
    samples = array.array("h", (s * PEAK // most for s in samples))
    with wave.open(path, "w") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def main(grammar, pack, espeak):
    shutil.rmtree(pack, ignore_errors=True)
    os.makedirs(pack)
    for voice, text, name in clips(grammar):
        path = os.path.join(pack, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        say(espeak, voice, text, path)
    # The last, so that a pack with a grammar is whole.
    shutil.copy(grammar, os.path.join(pack, "grammar"))


if __name__ == "__main__":
    main(*sys.argv[1:])
