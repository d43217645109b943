"""Publishes sound and pictures by WHIP: python3 whip_client.py URL video; prints its figures as JSON.

The candidates are trickled, and what the handler got is read from its outputs.
"""

import asyncio
import json
import sys
import threading
import time
import urllib.request

from aiortc import RTCPeerConnection, RTCSessionDescription

from aiortc_media import Pattern, Tone, when_connected
from measures import TONE, Messages
from media_resource import MediaResource, without_candidates

SECONDS = 5


class Outputs(threading.Thread):
    """Reads the server-sent events of a session until it ends."""

    def __init__(self, url, messages):
        super().__init__(daemon=True)
        self.url, self.messages, self.failure = url, messages, None

    def run(self):
        try:
            with urllib.request.urlopen(self.url, timeout=30) as response:
                event = ""
                for line in response:
                    name, _, value = line.decode().rstrip("\n").partition(": ")
                    if name == "event":
                        event = value
                    if name == "data" and event == "output":
                        self.messages.take(json.loads(value)["args"][0])
        except OSError as thrown:
            self.failure = thrown

    async def ended(self):
        await asyncio.get_running_loop().run_in_executor(None, self.join, 10)
        if self.failure or self.is_alive():
            raise RuntimeError(f"the outputs did not end as they should: {self.failure or 'they go on'}")


async def publish(url):
    pc, messages, resource = RTCPeerConnection(), Messages(), MediaResource(url + "whip")
    connected, pattern = when_connected(pc), Pattern()
    for track in (Tone(), pattern):
        pc.addTransceiver(track, direction="sendonly")
    await pc.setLocalDescription(await pc.createOffer())
    offer = pc.localDescription.sdp
    began = time.monotonic()
    try:
        answer = await resource.open(without_candidates(offer))
        await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await resource.trickle(offer)
        await asyncio.wait_for(connected.wait(), 20)
        connect_ms = (time.monotonic() - began) * 1000
        outputs = Outputs(f"{url}outputs?webrtc_id={resource.identifier()}", messages)
        outputs.start()
        await asyncio.sleep(SECONDS)
        fps = pattern.fps()
        await resource.check_refusals(offer)
        await resource.delete()
        await outputs.ended()
        await resource.check_slot(offer)
    finally:
        await pc.close()
    return {
        "connectMs": connect_ms,
        "sent": TONE,
        "heard": messages.last("heard"),
        "back": None,
        "filmedFps": fps,
        "seen": messages.last("seen"),
        "shown": None,
        "hasPong": False,
    }


print(json.dumps(asyncio.run(publish(sys.argv[1]))))
