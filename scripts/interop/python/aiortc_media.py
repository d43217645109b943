"""What aiortc clients send and take: a tone, moving stripes, and what came back of them."""

import asyncio
import fractions
import time

from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from av import AudioFrame, VideoFrame
import numpy

from measures import RATE, Shown, tone_of, tone_samples


class Tone(AudioStreamTrack):
    def __init__(self):
        super().__init__()
        self.sent, self.began = 0, None

    async def recv(self):
        self.began = self.began or time.monotonic()
        await asyncio.sleep(max(0, self.began + self.sent / RATE - time.monotonic()))
        samples = numpy.array([tone_samples(960, self.sent)], dtype=numpy.int16)
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self.sent, fractions.Fraction(1, RATE)
        self.sent += 960
        return frame


class Pattern(VideoStreamTrack):
    """Stripes that move."""

    def __init__(self):
        super().__init__()
        self.times = []

    async def recv(self):
        pts, time_base = await self.next_timestamp()
        row = ((numpy.arange(320) + 4 * len(self.times)) % 64 * 4).astype(numpy.uint8)
        picture = numpy.repeat(numpy.tile(row, (240, 1))[:, :, None], 3, axis=2)
        frame = VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = pts, time_base
        self.times.append(time.monotonic())
        return frame

    def fps(self):
        sent_for = self.times[-1] - self.times[0] if len(self.times) > 1 else 0
        return (len(self.times) - 1) / sent_for if sent_for else None


class Taken:
    """What comes in on the tracks of a connection, from now on."""

    def __init__(self, pc):
        self.heard, self.shown, self.tasks = [], Shown(), []
        pc.on("track", self.take)

    def take(self, track):
        taker = self.listen(track) if track.kind == "audio" else self.look(track)
        self.tasks.append(asyncio.ensure_future(taker))

    async def listen(self, track):
        try:
            while True:
                frame = await track.recv()
                samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)]
                self.heard.append((frame.sample_rate, samples / 32768))
        except MediaStreamError:
            return

    async def look(self, track):
        try:
            while True:
                frame = await track.recv()
                plane = frame.reformat(format="gray").to_ndarray()
                self.shown.take(frame.width, frame.height, plane.reshape(-1).tolist(), time.monotonic())
        except MediaStreamError:
            return

    async def ended(self):
        await asyncio.gather(*self.tasks)

    def tone(self):
        if not self.heard:
            return None
        rate = self.heard[0][0]
        samples = numpy.concatenate([block for _, block in self.heard])
        return tone_of(samples[-2 * rate :].tolist(), rate)


def when_connected(pc):
    """An event that is set when media can flow."""
    connected = asyncio.Event()

    @pc.on("connectionstatechange")
    def on_state():
        if pc.connectionState == "connected":
            connected.set()

    return connected
