"""Plays by WHEP what a handler emits: python3 whep_client.py URL video; prints its figures as JSON."""

import asyncio
import json
import sys
import time

from aiortc import RTCPeerConnection, RTCSessionDescription

from aiortc_media import Taken, when_connected
from measures import TONE
from media_resource import MediaResource

SECONDS = 5
# As served/handlers/player.ts has it.
FPS = 30


async def play(url):
    pc, resource = RTCPeerConnection(), MediaResource(url + "whep")
    connected, taken = when_connected(pc), Taken(pc)
    for kind in ("audio", "video"):
        pc.addTransceiver(kind, direction="recvonly")
    await pc.setLocalDescription(await pc.createOffer())
    offer = pc.localDescription.sdp
    began = time.monotonic()
    try:
        answer = await resource.open(offer)
        await pc.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.wait_for(connected.wait(), 20)
        connect_ms = (time.monotonic() - began) * 1000
        await asyncio.sleep(SECONDS)
        tone, shown = taken.tone(), taken.shown.figures()
        await resource.check_refusals(offer)
        await resource.delete()
        await resource.check_slot(offer)
    finally:
        await pc.close()
    await taken.ended()
    return {
        "connectMs": connect_ms,
        "sent": TONE,
        "heard": None,
        "back": tone,
        "filmedFps": FPS,
        "seen": None,
        "shown": shown,
        "hasPong": False,
    }


print(json.dumps(asyncio.run(play(sys.argv[1]))))
