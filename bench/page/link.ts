export type Kind = 'audio' | 'video'

/** What is offered: the tracks that are sent, by kind. */
export type SentTracks = Partial<Record<Kind, MediaStreamTrack>>

/** What a connection is opened for. */
export interface LinkUse {
  readonly tracks: SentTracks
  /** Takes each text of the data channel, from the first on. */
  readonly onText: (text: string) => void
}

/** The far end of a connection: the engine, or a second peer in this page. */
export interface FarEnd {
  /** Takes the offer and gives the answer. */
  answer(offer: string): Promise<string>
  addCandidate(candidate: RTCIceCandidateInit): Promise<void>
  close(): Promise<void>
}

/** A connection that is measured. Who opens it closes it. */
export interface Link {
  /** ms from the start of the offer until the connection stands and the data channel is open. */
  readonly connectTime: number
  /** What comes out at the end of the way: the far end's answer, or what the far end itself received. */
  received(kind: Kind): Promise<MediaStreamTrack>
  close(): Promise<void>
}

const LIVE_LIMIT = 15_000

/** The same urgency that the window asks for, on both ways, so that they differ in nothing but the engine. */
const urgent = { playoutDelayHint: 0, jitterBufferTarget: 0 }

/** Tracks as they arrive, whether they are asked for before or after. */
export function createArrivals() {
  const arrived = new Map<string, MediaStreamTrack>()
  const waiting = new Map<string, (track: MediaStreamTrack) => void>()
  return {
    listen(connection: RTCPeerConnection): void {
      connection.ontrack = ({ track, receiver }) => {
        Object.assign(receiver, urgent)
        arrived.set(track.kind, track)
        waiting.get(track.kind)?.(track)
      }
    },
    next(kind: Kind): Promise<MediaStreamTrack> {
      const there = arrived.get(kind)
      return there ? Promise.resolve(there) : new Promise((resolve) => waiting.set(kind, resolve))
    },
  }
}

type Arrivals = ReturnType<typeof createArrivals>

export function newConnection(): RTCPeerConnection {
  return new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
}

/** Resolves when the connection stands and its channel is open: what the window calls live. */
function whenLive(connection: RTCPeerConnection, channel: RTCDataChannel): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not live after ${LIVE_LIMIT} ms: ${connection.connectionState}`)),
      LIVE_LIMIT,
    )
    const look = () => {
      if (connection.connectionState !== 'connected' || channel.readyState !== 'open') return
      clearTimeout(timer)
      resolve()
    }
    connection.onconnectionstatechange = look
    channel.onopen = look
    look()
  })
}

interface OfferOptions extends LinkUse {
  readonly direction: RTCRtpTransceiverDirection
  readonly farEnd: FarEnd
  readonly connection: RTCPeerConnection
  readonly arrivals: Arrivals
}

/** Offers as the window does: at once, with candidates as they come. */
export async function openLink(options: OfferOptions): Promise<Link> {
  const { connection, farEnd } = options
  const begun = performance.now()
  for (const [kind, track] of Object.entries(options.tracks)) {
    const { sender } = connection.addTransceiver(kind, { direction: options.direction })
    await sender.replaceTrack(track)
  }
  const channel = connection.createDataChannel('text')
  channel.onmessage = ({ data }) => options.onText(String(data))
  const candidates = createCandidateGate(farEnd)
  connection.onicecandidate = ({ candidate }) => candidate && candidates.push(candidate.toJSON())
  const close = async () => {
    channel.close()
    connection.close()
    await farEnd.close()
  }
  try {
    const offer = await connection.createOffer()
    await connection.setLocalDescription(offer)
    const answer = await farEnd.answer(offer.sdp ?? '')
    candidates.open()
    await connection.setRemoteDescription({ type: 'answer', sdp: answer })
    await whenLive(connection, channel)
    const connectTime = performance.now() - begun
    await candidates.settled()
    return { connectTime, received: options.arrivals.next, close }
  } catch (thrown) {
    await close()
    throw thrown
  }
}

/** Holds candidates back until the far end knows the offer. */
function createCandidateGate(farEnd: FarEnd) {
  const held: RTCIceCandidateInit[] = []
  const sent: Promise<void>[] = []
  let isOpen = false
  const send = (candidate: RTCIceCandidateInit) => {
    if (candidate.candidate) sent.push(farEnd.addCandidate(candidate))
  }
  return {
    push: (candidate: RTCIceCandidateInit) => (isOpen ? send(candidate) : void held.push(candidate)),
    open(): void {
      isOpen = true
      held.splice(0).forEach(send)
    },
    settled: () => Promise.all(sent),
  }
}
