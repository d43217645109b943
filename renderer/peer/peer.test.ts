// @vitest-environment node
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Modality, Mode } from '../../contract/manifest'
import type { PeerListener } from './peer'
import { createPeer } from './peer'

class FakeChannel {
  onmessage: ((event: { data: unknown }) => void) | null = null
  close(): void {
    this.onmessage = null
  }
}

/** As much of the browser's connection as a peer asks for before it offers. */
class FakeConnection {
  static newest: FakeConnection
  readonly lines: [string, string][] = []
  readonly channel = new FakeChannel()

  constructor() {
    FakeConnection.newest = this
  }

  addTransceiver(kind: string, { direction }: { direction: string }) {
    this.lines.push([kind, direction])
    return { sender: {} }
  }

  createDataChannel() {
    return this.channel
  }
}

const listener = (heard: string[] = []): PeerListener => ({
  onConnection: () => undefined,
  onChannel: () => undefined,
  onTrack: () => undefined,
  onCandidate: () => undefined,
  onText: (text) => heard.push(text),
})

function create(modality: Modality, mode: Mode, heard?: string[]) {
  vi.stubGlobal('RTCPeerConnection', FakeConnection)
  const peer = createPeer({ modality, mode, layout: 'mono' }, listener(heard))
  return { peer, connection: FakeConnection.newest }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

const lines = { audio: ['audio'], video: ['video'], 'audio-video': ['audio', 'video'] } as const
const directions = { send: 'sendonly', receive: 'recvonly', 'send-receive': 'sendrecv' } as const
const combinations = (Object.keys(lines) as Modality[]).flatMap((modality) =>
  (Object.keys(directions) as Mode[]).map((mode) => [modality, mode] as const),
)

describe('the offer of a peer', () => {
  it.each(combinations)('for %s in mode %s has its media in its direction alone', (modality, mode) => {
    const { connection, peer } = create(modality, mode)
    expect(connection.lines).toEqual(lines[modality].map((kind) => [kind, directions[mode]]))
    expect(peer.kinds).toEqual(lines[modality])
  })
})

describe('the data channel of a peer', () => {
  it('hands on texts as they come, and nothing that is not text', () => {
    const heard: string[] = []
    const { connection } = create('audio', 'send-receive', heard)
    connection.channel.onmessage?.({ data: '{"type":"send_input"}' })
    connection.channel.onmessage?.({ data: new ArrayBuffer(4) })
    expect(heard).toEqual(['{"type":"send_input"}'])
  })
})
