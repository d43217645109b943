import type { RowKind } from './row-kinds'

/** A number, a flag or a word of a row. */
export type RowFieldValue = number | boolean | string
export type RowFields = Readonly<Record<string, RowFieldValue>>

/** How a field is kept and compared; the unit says how a value may be written in a query. */
export interface RowField {
  readonly type: 'number' | 'flag' | 'word'
  readonly unit?: 'ms' | 'bytes' | 'dB' | 'Hz' | 'bit/s'
  /** For completion and documentation. */
  readonly about: string
  /** The words that it can be, where they are few. */
  readonly values?: readonly string[]
}

const number = (about: string, unit?: RowField['unit']): RowField =>
  unit ? { type: 'number', unit, about } : { type: 'number', about }
const flag = (about: string): RowField => ({ type: 'flag', about })
const word = (about: string, values?: readonly string[]): RowField =>
  values ? { type: 'word', about, values } : { type: 'word', about }

const media = ['audio', 'video'] as const
const medium = word('Sound or pictures', media)
const ssrc = number('Synchronisation source: the stream that it belongs to (RFC 3550, 3)')

/** Phases of a connection that `signal` rows are about: the row's type. */
export const signalPhases = [
  'session',
  'offer',
  'answer',
  'candidate',
  'gathering',
  'ice',
  'pair',
  'dtls',
  'sctp',
  'channel',
  'handler',
] as const
export type SignalPhase = (typeof signalPhases)[number]

/**
 * The fields of each kind of row: what producers write, columns keep, queries name and panels show. A number is never NaN;
 * what is not known is left out, and so are flags of packets that are not set, but for the marker, and numbers of nothing lost
 * or dropped.
 */
export const rowFields: { readonly [K in RowKind]: { readonly [name: string]: RowField } } = {
  message: {
    binary: flag('Bytes instead of text'),
    held: flag('Held, edited or delayed on its way by a person'),
    sentBy: word('Who made it, where that was not the client or the handler', ['person', 'repeat']),
  },
  console: {},
  error: {},
  output: {},
  signal: {
    state: word('The state that was entered'),
    side: word('Whose: ours or the client’s', ['local', 'remote']),
    protocol: word('Of a candidate', ['udp', 'tcp']),
    address: word('Of a candidate, address and port'),
    candidate: word('Its type', ['host', 'srflx', 'prflx', 'relay']),
  },
  swap: { version: number('Of the handler') },
  input: {},
  turn: {
    soundMs: number('When the sound was that it is about, on the session’s clock', 'ms'),
    ms: number('How long the step before it took', 'ms'),
  },
  finding: {},
  call: {
    method: word('The method that was called'),
    ms: number('From the call until it returned or its promise settled', 'ms'),
    waitMs: number('From the arrival of the frame that it was called with until the call', 'ms'),
    outcome: word('How it ended', ['ok', 'error', 'closed']),
    share: number('Part of the time that there was for it, 1 = all'),
    version: number('Of the handler'),
  },
  frame: {
    medium,
    count: number('Blocks or pictures'),
    fps: number('Pictures a second'),
    sampleRate: number('Of the sound', 'Hz'),
    ms: number('Length of the sound', 'ms'),
    levelDb: number('RMS level of the sound, dBFS', 'dB'),
    width: number('Of the last picture, pixels'),
    height: number('Of the last picture, pixels'),
    dropped: number('Dropped before it, for want of time or room'),
    concealed: number('Blocks that were made up for lost packets'),
  },
  rtp: {
    medium,
    ssrc,
    pt: number('Payload type'),
    codec: word('Codec'),
    sampleRate: number('Of the sound, where it is not the one that its codec always has', 'Hz'),
    seq: number('Sequence number, 0 to 65,535'),
    ts: number('RTP timestamp, ticks of the media clock'),
    marker: flag('Marker: begins a spurt of sound, ends a picture'),
    deltaMs: number('Since the packet before it in its stream', 'ms'),
    jitterMs: number('Interarrival jitter (RFC 3550, 6.4.1)', 'ms'),
    lost: number('Packets that are missing right before it'),
    late: flag('Came after one with a higher sequence number'),
    duplicate: flag('Its sequence number had come before'),
    key: flag('Begins a key frame'),
    rtx: flag('Sent again because it was asked for'),
  },
  rtcp: {
    medium,
    ssrc,
    lost: number('Packets lost since the beginning, as reported'),
    fraction: number('Share lost since the last report, 0 to 1'),
    jitterMs: number('Interarrival jitter, as reported', 'ms'),
    rttMs: number('Round trip, from this report', 'ms'),
    packets: number('Packets asked for by a NACK; packets sent, by a sender report'),
    bitrate: number('Estimated maximum bit rate (REMB)', 'bit/s'),
  },
  stat: {
    rttMs: number('Round trip of the connection', 'ms'),
    engineDelayMs: number('How late the engine’s timers fire, p99 of the second', 'ms'),
    handlerDelayMs: number('By how much the handler’s event loop was late at most', 'ms'),
    cpuShare: number('Of the time, in which the handler’s event loop was not idle, 1 = all'),
    heapBytes: number('Heap of the handler', 'bytes'),
    externalBytes: number('Buffers of the handler outside of its heap', 'bytes'),
    engineShare: number('Of the time, in which the engine worked on the session’s media, 1 = all'),
    bitrateIn: number('Media from the client', 'bit/s'),
    bitrateOut: number('Media to the client', 'bit/s'),
    packetsIn: number('Since the session began'),
    packetsOut: number('Since the session began'),
    lostIn: number('Packets, since the session began'),
    queueMs: number('Of the fullest queue before the handler', 'ms'),
  },
  sound: {
    fromMs: number('When it began, on the session’s clock', 'ms'),
    ms: number('Its length', 'ms'),
    stepMs: number('From one pair of lowest and highest sample to the next', 'ms'),
    levelDb: number('RMS level, dBFS', 'dB'),
    peakDb: number('The highest sample, dBFS', 'dB'),
  },
  picture: {
    width: number('Of the picture as it passed, pixels'),
    height: number('Of the picture as it passed, pixels'),
  },
  speech: {
    fromMs: number('When the first of its windows ended, on the session’s clock', 'ms'),
    stepMs: number('From one window to the next', 'ms'),
    probability: number('The highest of it, 0 to 1'),
  },
  queue: {
    depth: number('What waits in it: blocks, pictures, messages, ms of sound or bytes, by its type'),
    limit: number('What it holds at most'),
    ageMs: number('How long the oldest has waited', 'ms'),
    dropped: number('Since the session began'),
  },
  'client-stat': {
    rttMs: number('Round trip, as the client knows it', 'ms'),
    jitterMs: number('Of the sound that it receives', 'ms'),
    lostOut: number('Packets that did not reach it, since the session began'),
    fps: number('Pictures a second that it shows'),
    madeUpMs: number('Sound that it made up, since the session began', 'ms'),
    freezes: number('How often its picture stood still, since the session began'),
  },
  heard: {
    fromMs: number('The last sound of the person, on the session’s clock', 'ms'),
    toMs: number('The first sound of the answer, on the session’s clock', 'ms'),
    captureMs: number('From the microphone to the browser', 'ms'),
    playoutMs: number('From the browser to the loudspeaker', 'ms'),
    bufferMs: number('In the jitter buffer', 'ms'),
    rttMs: number('Round trip, as the client knows it', 'ms'),
  },
  path: {
    medium,
    count: number('Blocks or pictures'),
    totalMs: number('From the first packet of a frame to the last of its answer, half of them', 'ms'),
    longestMs: number('The same, the longest', 'ms'),
  },
  profile: {
    ms: number('How long was looked', 'ms'),
    busyMs: number('In the author’s code and what it called', 'ms'),
  },
}

/** Names under which a kind of row is also known to queries. */
export const kindAliases: { readonly [alias: string]: RowKind } = {
  msg: 'message',
  log: 'console',
  fault: 'error',
  packet: 'rtp',
}
