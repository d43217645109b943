"""Publishes a tone with GStreamer's own WHIP sink: python3 gstreamer_whip_client.py URL, or --sink to print which it has."""

import sys

import gi

gi.require_version("Gst", "1.0")
from gi.repository import Gst  # noqa: E402

from measures import RATE, TONE  # noqa: E402

SECONDS = 5
SOUND = (
    f"audiotestsrc is-live=true wave=sine freq={TONE['hz']} volume={TONE['level']} num-buffers={SECONDS * 50} "
    f"samplesperbuffer={RATE // 50} ! audio/x-raw,rate={RATE},channels=1 "
)
SINKS = {
    "whipclientsink": SOUND + "! whipclientsink signaller::whip-endpoint={url}",
    "whipsink": SOUND + "! opusenc ! rtpopuspay ! whipsink whip-endpoint={url}",
}

Gst.init(None)
sink = next((name for name in SINKS if Gst.ElementFactory.find(name)), None)
if sys.argv[1] == "--sink":
    print(sink or "none")
else:
    pipeline = Gst.parse_launch(SINKS[sink].format(url=sys.argv[1]))
    pipeline.set_state(Gst.State.PLAYING)
    ends = Gst.MessageType.EOS | Gst.MessageType.ERROR
    message = pipeline.get_bus().timed_pop_filtered(4 * SECONDS * Gst.SECOND, ends)
    pipeline.set_state(Gst.State.NULL)
    if message is None or message.type == Gst.MessageType.ERROR:
        raise SystemExit(str(message and message.parse_error()))
