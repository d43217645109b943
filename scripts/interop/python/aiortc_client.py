"""One call of an aiortc client: python3 aiortc_client.py URL audio|video; prints its figures as JSON."""

import asyncio
import fractions
import json
import sys
import time
import uuid

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from av import AudioFrame, VideoFrame
import numpy

from measures import RATE, TONE, Messages, Shown, post, tone_of, tone_samples

SECONDS = 5
FPS = 30


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


async def listen(track, heard):
    try:
        while True:
            frame = await track.recv()
            samples = frame.to_ndarray().reshape(-1)[:: len(frame.layout.channels)]
            heard.append((frame.sample_rate, samples / 32768))
    except MediaStreamError:
        return


async def look(track, shown):
    try:
        while True:
            frame = await track.recv()
            plane = frame.reformat(format="gray").to_ndarray()
            shown.take(frame.width, frame.height, plane.reshape(-1).tolist(), time.monotonic())
    except MediaStreamError:
        return


def back_of(heard):
    if not heard:
        return None
    rate = heard[0][0]
    samples = numpy.concatenate([block for _, block in heard])
    return tone_of(samples[-2 * rate :].tolist(), rate)


async def call(url, has_video):
    pc, messages, heard, shown = RTCPeerConnection(), Messages(), [], Shown()
    connected, tasks = asyncio.Event(), []
    channel = pc.createDataChannel("text")
    channel.on("open", lambda: channel.send("marco"))
    channel.on("message", messages.take)

    @pc.on("track")
    def on_track(track):
        taker = listen(track, heard) if track.kind == "audio" else look(track, shown)
        tasks.append(asyncio.ensure_future(taker))

    @pc.on("connectionstatechange")
    def on_state():
        if pc.connectionState == "connected":
            connected.set()

    pattern = Pattern()
    pc.addTrack(Tone())
    if has_video:
        pc.addTrack(pattern)
    await pc.setLocalDescription(await pc.createOffer())
    began = time.monotonic()
    body = {"type": "offer", "webrtc_id": uuid.uuid4().hex[:10], "sdp": pc.localDescription.sdp}
    answer = await asyncio.get_running_loop().run_in_executor(None, post, url + "webrtc/offer", body)
    await pc.setRemoteDescription(RTCSessionDescription(answer["sdp"], answer["type"]))
    try:
        await asyncio.wait_for(connected.wait(), 20)
        connect_ms = (time.monotonic() - began) * 1000
        await asyncio.sleep(SECONDS)
    finally:
        await pc.close()
    await asyncio.gather(*tasks)
    sent_for = pattern.times[-1] - pattern.times[0] if len(pattern.times) > 1 else 0
    return {
        "connectMs": connect_ms,
        "sent": TONE,
        "heard": messages.last("heard"),
        "back": back_of(heard),
        "filmedFps": (len(pattern.times) - 1) / sent_for if sent_for else None,
        "seen": messages.last("seen"),
        "shown": shown.figures() if has_video else None,
        "hasPong": messages.last("pong") == "marco",
    }


print(json.dumps(asyncio.run(call(sys.argv[1], sys.argv[2] == "video"))))
