"""One call of GStreamer's webrtcbin: python3 gstreamer_client.py URL audio|video; prints its figures as JSON."""

import array
import json
import sys
import threading
import time
import uuid

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstApp", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstApp, GstSdp, GstWebRTC  # noqa: E402, F401

from measures import RATE, TONE, Messages, Shown, post, tone_of  # noqa: E402

SECONDS = 5
CONNECTS_WITHIN = 20
FPS = 30
SOUND = (
    f"audiotestsrc is-live=true wave=sine freq={TONE['hz']} volume={TONE['level']} "
    f"! audio/x-raw,rate={RATE},channels=1 ! opusenc ! rtpopuspay pt=111 "
    "! application/x-rtp,media=audio,encoding-name=OPUS,payload=111 ! webrtc. "
)
PICTURES = (
    "videotestsrc is-live=true pattern=ball "
    f"! video/x-raw,width=320,height=240,framerate={FPS}/1 ! identity name=filmed ! vp8enc deadline=1 "
    "! rtpvp8pay pt=96 ! application/x-rtp,media=video,encoding-name=VP8,payload=96 ! webrtc. "
)
TAKE_SOUND = (
    "rtpopusdepay ! opusdec ! audioconvert ! audioresample "
    f"! audio/x-raw,format=S16LE,rate={RATE},channels=1,layout=interleaved "
    "! appsink name=sink emit-signals=true sync=false"
)
TAKE_PICTURES = (
    "rtpvp8depay ! vp8dec ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=sink emit-signals=true sync=false"
)


class Call:
    def __init__(self, url, has_video):
        self.url, self.webrtc_id = url + "webrtc/offer", uuid.uuid4().hex[:10]
        self.messages, self.shown, self.heard = Messages(), Shown(), array.array("h")
        self.filmed, self.connect_ms, self.began, self.failure = [], None, None, None
        # webrtcbin asks for an offer whenever a medium has joined: one with all of them is enough.
        self.has_video, self.is_offered = has_video, False
        self.loop = GLib.MainLoop()
        self.pipeline = Gst.parse_launch(
            "webrtcbin name=webrtc bundle-policy=max-bundle " + SOUND + (PICTURES if has_video else "")
        )
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", lambda _bus, message: self.fail(RuntimeError(message.parse_error())))
        self.webrtc = self.pipeline.get_by_name("webrtc")
        self.webrtc.connect("on-negotiation-needed", self.negotiate)
        self.webrtc.connect("on-ice-candidate", self.trickle)
        self.webrtc.connect("pad-added", self.receive)
        self.webrtc.connect("notify::connection-state", self.state_changed)
        if has_video:
            pad = self.pipeline.get_by_name("filmed").get_static_pad("src")
            pad.add_probe(Gst.PadProbeType.BUFFER, self.film)

    def film(self, _pad, _info):
        self.filmed.append(time.monotonic())
        return Gst.PadProbeReturn.OK

    def fail(self, thrown):
        self.failure = self.failure or thrown
        self.loop.quit()

    def ask(self, body, then=None):
        """Asks the server on a thread of its own: GStreamer's must not wait."""

        def work():
            try:
                answer = post(self.url, {**body, "webrtc_id": self.webrtc_id})
                if then:
                    then(answer)
            except Exception as thrown:
                GLib.idle_add(self.fail, thrown)

        threading.Thread(target=work, daemon=True).start()

    def negotiate(self, webrtc):
        self.began = self.began or time.monotonic()
        promise = Gst.Promise.new_with_change_func(self.offered, None)
        webrtc.emit("create-offer", None, promise)

    def offered(self, promise, _data):
        promise.wait()
        # What it holds goes with it.
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        if self.is_offered or (self.has_video and "m=video" not in offer.sdp.as_text()):
            return
        self.is_offered = True
        self.webrtc.emit("set-local-description", offer, Gst.Promise.new())
        self.ask({"type": "offer", "sdp": offer.sdp.as_text()}, self.answered)

    def answered(self, answer):
        _, sdp = GstSdp.SDPMessage.new_from_text(answer["sdp"])
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self.webrtc.emit("set-remote-description", description, Gst.Promise.new())

    def trickle(self, _webrtc, index, candidate):
        self.ask({"type": "ice-candidate", "candidate": {"candidate": candidate, "sdpMLineIndex": index}})

    def state_changed(self, webrtc, _property):
        state = webrtc.get_property("connection-state")
        if state == GstWebRTC.WebRTCPeerConnectionState.CONNECTED and self.connect_ms is None:
            self.connect_ms = (time.monotonic() - self.began) * 1000
            GLib.timeout_add_seconds(SECONDS, self.loop.quit)

    def receive(self, _webrtc, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        is_sound = pad.get_current_caps().get_structure(0).get_string("media") == "audio"
        taker = Gst.parse_bin_from_description(TAKE_SOUND if is_sound else TAKE_PICTURES, True)
        taker.get_by_name("sink").connect("new-sample", self.hear if is_sound else self.look)
        self.pipeline.add(taker)
        taker.sync_state_with_parent()
        pad.link(taker.get_static_pad("sink"))

    def hear(self, sink):
        buffer = sink.emit("pull-sample").get_buffer()
        self.heard.frombytes(buffer.extract_dup(0, buffer.get_size()))
        return Gst.FlowReturn.OK

    def look(self, sink):
        sample = sink.emit("pull-sample")
        caps, buffer = sample.get_caps().get_structure(0), sample.get_buffer()
        luma = list(buffer.extract_dup(0, buffer.get_size()))
        self.shown.take(caps.get_value("width"), caps.get_value("height"), luma, time.monotonic())
        return Gst.FlowReturn.OK

    def open_channel(self):
        channel = self.webrtc.emit("create-data-channel", "text", None)
        channel.connect("on-open", lambda opened: opened.emit("send-string", "marco"))
        channel.connect("on-message-string", lambda _channel, text: self.messages.take(text))

    def run(self):
        # A data channel is part of the offer only when webrtcbin is ready to make one before it plays.
        self.pipeline.set_state(Gst.State.READY)
        self.open_channel()
        self.pipeline.set_state(Gst.State.PLAYING)
        GLib.timeout_add_seconds(CONNECTS_WITHIN + SECONDS, self.loop.quit)
        try:
            self.loop.run()
        finally:
            self.pipeline.set_state(Gst.State.NULL)
        if self.failure:
            raise self.failure
        if self.connect_ms is None:
            raise RuntimeError("webrtcbin did not connect")

    def figures(self, has_video):
        heard = [sample / 32768 for sample in self.heard[-2 * RATE :]]
        filmed_for = self.filmed[-1] - self.filmed[0] if len(self.filmed) > 1 else 0
        return {
            "connectMs": self.connect_ms,
            "sent": TONE,
            "heard": self.messages.last("heard"),
            "back": tone_of(heard, RATE),
            "filmedFps": (len(self.filmed) - 1) / filmed_for if filmed_for else None,
            "seen": self.messages.last("seen"),
            "shown": self.shown.figures() if has_video else None,
            "hasPong": self.messages.last("pong") == "marco",
        }


Gst.init(None)
has_video = sys.argv[2] == "video"
call = Call(sys.argv[1], has_video)
call.run()
print(json.dumps(call.figures(has_video)))
