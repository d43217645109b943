"""What both Python clients measure, and how they talk to the server."""

import json
import math
import statistics
import urllib.error
import urllib.request

TONE = {"hz": 440, "level": 0.3}
RATE = 48000


def post(url, body):
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as refused:
        raise RuntimeError(f"{refused.code}: {refused.read().decode()}") from refused
    if answer.get("status") == "failed":
        raise RuntimeError(answer["meta"]["error"])
    return answer


def tone_samples(count, start):
    """16-bit samples of the tone, from sample number `start`."""
    step = 2 * math.pi * TONE["hz"] / RATE
    return [round(32767 * TONE["level"] * math.sin(step * (start + n))) for n in range(count)]


def tone_of(samples, rate):
    """Frequency and amplitude of samples of -1 to 1: the median of pieces of 100 ms."""
    floor = 0.01
    size = rate // 10
    frequencies, levels = [], []
    for start in range(0, len(samples) - size + 1, size):
        piece = samples[start : start + size]
        crossings, is_low = [], False
        for at, sample in enumerate(piece):
            if sample < -floor:
                is_low = True
            if is_low and sample > floor:
                is_low = False
                crossings.append(at)
        span = crossings[-1] - crossings[0] if crossings else 0
        frequencies.append((len(crossings) - 1) * rate / span if span else 0)
        levels.append(math.sqrt(2 * sum(sample * sample for sample in piece) / size))
    if not levels:
        return None
    return {"hz": statistics.median(frequencies), "level": statistics.median(levels)}


class Messages:
    """What the handler has said on the data channel."""

    def __init__(self):
        self.by_type = {}

    def take(self, text):
        message = json.loads(text)
        self.by_type.setdefault(message.get("type"), []).append(message.get("data"))

    def last(self, kind):
        return self.by_type.get(kind, [None])[-1]

    def count(self, kind):
        return len(self.by_type.get(kind, []))


class Shown:
    """Counts pictures, and how much each differs from the one before it."""

    STEP = 997

    def __init__(self):
        self.times, self.changes, self.size, self.before = [], [], (0, 0), None

    def take(self, width, height, luma, now):
        places = luma[:: self.STEP]
        if self.before is not None and len(self.before) == len(places):
            self.changes.append(sum(abs(a - b) for a, b in zip(places, self.before)) / len(places))
        self.size, self.before = (width, height), places
        self.times.append(now)

    def figures(self):
        if len(self.times) < 2:
            return None
        return {
            "width": self.size[0],
            "height": self.size[1],
            "fps": (len(self.times) - 1) / (self.times[-1] - self.times[0]),
            "change": statistics.fmean(self.changes) if self.changes else 0,
        }
