"""One call of an aiortc client: python3 aiortc_client.py URL audio|video; prints its figures as JSON."""

import asyncio
import json
import sys
import time
import uuid

from aiortc import RTCPeerConnection, RTCSessionDescription

from aiortc_media import Pattern, Taken, Tone, when_connected
from measures import TONE, Messages, post

SECONDS = 5


async def call(url, has_video):
    pc, messages = RTCPeerConnection(), Messages()
    connected, taken = when_connected(pc), Taken(pc)
    channel = pc.createDataChannel("text")
    channel.on("open", lambda: channel.send("marco"))
    channel.on("message", messages.take)
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
    await taken.ended()
    return {
        "connectMs": connect_ms,
        "sent": TONE,
        "heard": messages.last("heard"),
        "back": taken.tone(),
        "filmedFps": pattern.fps(),
        "seen": messages.last("seen"),
        "shown": taken.shown.figures() if has_video else None,
        "hasPong": messages.last("pong") == "marco",
    }


print(json.dumps(asyncio.run(call(sys.argv[1], sys.argv[2] == "video"))))
