import { networkInterfaces } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import type { Mode } from '../../../contract/manifest'
import { monotonicClock } from '../clock'
import type { DataChannel, IncomingFrame, MediaKind } from '../peer'
import { until } from '../testing/bench-driver'
import { createWebRtcPeer } from './peer'
import type { Reach } from './reach'
import { createOfferingClient, type OfferingClientOptions } from './testing/offering-client'

/** Offers in the shapes that real clients give them, made from those of a client that can then be connected. */
describe('an offer', () => {
  const toClose: { close(): Promise<void> }[] = []
  afterEach(async () => {
    await Promise.all(toClose.splice(0).map((one) => one.close()))
  })

  function answering(
    offer: string,
    mode: Mode = 'send-receive',
    hasMessages = true,
    reach: Reach = 'loopback',
  ) {
    const seen = { frames: [] as [MediaKind, IncomingFrame][], channel: undefined as DataChannel | undefined }
    const peer = createWebRtcPeer({
      id: 'test',
      offer,
      reach,
      hasMessages,
      clock: monotonicClock,
      media: { audio: true, video: true },
      mode,
      on: {
        stateChanged: () => undefined,
        frame: (kind, frame) => void seen.frames.push([kind, frame]),
        channelOpened: (channel) => {
          seen.channel = channel
        },
        keyFrameRequested: () => undefined,
      },
    })
    toClose.push(peer)
    return { peer, seen }
  }

  async function offering(options: OfferingClientOptions = {}) {
    const client = await createOfferingClient(options)
    toClose.push(client)
    return client
  }

  /** Connects by the offer as `shape` makes it, and sends one packet. */
  async function connect(shape: (offer: string) => string, options: OfferingClientOptions = {}) {
    const client = await offering(options)
    const { peer, seen } = answering(shape(client.offer), 'send-receive', options.hasChannel !== false)
    const answer = await peer.open()
    await client.accept(answer)
    await until(() => seen.channel !== undefined, 'the channel')
    const sending = setInterval(() => client.send('audio', Buffer.from([0xfc, 1, 2]), 960), 20)
    await until(() => seen.frames.length > 0, 'a packet').finally(() => clearInterval(sending))
    return { client, peer, seen, answer }
  }

  const addTo = (kind: string, lines: string) => (offer: string) =>
    offer.replace(new RegExp(`(m=${kind} .*\r\n)`), `$1${lines.replaceAll('\n', '\r\n')}\r\n`)

  it('with the old form of a data channel is answered in it, and its messages pass', async () => {
    const { client, seen, answer } = await connect((offer) =>
      offer
        .replace('UDP/DTLS/SCTP webrtc-datachannel', 'DTLS/SCTP 5000')
        .replace(/a=sctp-port:5000/, 'a=sctpmap:5000 webrtc-datachannel 65535'),
    )
    expect(answer).toMatch(/m=application \d+ DTLS\/SCTP 5000\r\n/)
    expect(answer).toContain('a=sctpmap:5000 webrtc-datachannel 65535\r\n')
    expect(answer).not.toContain('sctp-port')
    const heard: unknown[] = []
    seen.channel?.onMessage((message) => void heard.push(message))
    client.channel.send('old but well')
    await until(() => heard.length === 1, 'the message')
  })

  it('with the new form is answered in the new one', async () => {
    const { answer } = await connect((offer) => offer)
    expect(answer).toContain('UDP/DTLS/SCTP webrtc-datachannel')
    expect(answer).toContain('a=sctp-port:5000')
  })

  it('with malformed extensions, and one id for two of them, connects, and each m-line keeps its own', async () => {
    const odd = 'a=extmap\na=extmap:\na=extmap:x y\na=extmap:3'
    const { answer } = await connect(
      (offer) =>
        addTo(
          'audio',
          `${odd}\na=extmap:2 urn:ietf:params:rtp-hdrext:ssrc-audio-level`,
        )(
          offer.replace(
            /a=extmap:\d+ http:.*abs-send-time/g,
            'a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
          ),
        ),
      { video: true },
    )
    const [, audio = '', video = ''] = answer.split(/m=(?:audio|video|application) /)
    expect(audio).not.toContain('ssrc-audio-level')
    expect(video).toMatch(/a=extmap:2 \S*abs-send-time/)
  })

  it('is answered with rtpmap lines in the order of the m-line, the codec to send first', async () => {
    const { offer } = await offering({ video: true })
    const aiortc = addTo(
      'audio',
      'a=rtpmap:0 PCMU/8000\na=rtpmap:8 PCMA/8000',
    )(offer).replace(/(m=audio \d+ \S+) (\d+)/, '$1 $2 0 8')
    const answer = await answering(aiortc).peer.open()
    for (const section of answer.split('m=').slice(1)) {
      const [line = ''] = section.split('\r\n')
      const payloads = line.split(' ').slice(3)
      const mapped = [...section.matchAll(/a=rtpmap:(\d+)/g)].map(([, payload]) => payload)
      if (!line.startsWith('application')) expect(mapped).toEqual(payloads)
    }
    expect(answer).not.toContain('PCMU')
  })

  it('is answered with the ICE session of its m-line in every candidate: a browser ignores any other', async () => {
    const answer = await answering((await offering({ video: true })).offer).peer.open()
    for (const section of answer.split('m=').slice(1)) {
      const own = /a=ice-ufrag:(\S+)/.exec(section)?.[1]
      const named = [...section.matchAll(/a=candidate:.* ufrag (\S+)/g)].map(([, ufrag]) => ufrag)
      expect(named.filter((ufrag) => ufrag !== own)).toEqual([])
      expect(section).toContain('a=candidate:')
    }
  })

  it('from this computer is answered with the loopback address first, from the network with all others before it', async () => {
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
    const reachable = others.filter(({ family, internal }) => family === 'IPv4' && !internal)
    const addresses = async (reach: Reach) => {
      const { peer } = answering((await offering()).offer, 'send-receive', true, reach)
      const [, audio = ''] = (await peer.open()).split('m=')
      return [...audio.matchAll(/a=candidate:\S+ \d+ \S+ \d+ (\S+)/g)].map(([, address]) => address)
    }
    expect((await addresses('loopback'))[0]).toBe('127.0.0.1')
    const fromNetwork = await addresses('network')
    expect(fromNetwork.at(-1)).toBe('127.0.0.1')
    expect(fromNetwork).toEqual(expect.arrayContaining(reachable.map(({ address }) => address)))
  })

  it('without any direction means both', async () => {
    const { answer } = await connect((offer) => offer.replace(/a=sendrecv\r\n/g, ''))
    expect(answer).toContain('a=sendrecv')
  })

  it('with bare line feeds, parameters of unnamed codecs and a port without an address is read', async () => {
    await connect((offer) => addTo('audio', 'a=fmtp:101 0-15\na=rtcp:9')(offer).replaceAll('\r\n', '\n'))
  })

  it('whose addresses are all hidden behind .local names connects at once, by the ones that it calls from', async () => {
    const begun = performance.now()
    await connect((offer) =>
      offer.replace(
        /a=candidate:.*\r\n/g,
        'a=candidate:1 1 udp 2113937151 3f0c8a9e-52c3-4cbd-9d1e-3c7d1d1f0b1a.local 50000 typ host generation 0 ufrag x\r\n',
      ),
    )
    // werift asks the network for ten seconds who that is.
    expect(performance.now() - begun).toBeLessThan(8000)
  })

  it('with candidates of another ICE session, over TCP and by IPv6 connects all the same', async () => {
    const client = await offering()
    const { peer, seen } = answering(client.offer)
    const answer = await peer.open()
    const at = { sdpMid: '0', sdpMLineIndex: 0 }
    const address = /a=(candidate:.* typ host)/.exec(client.offer)?.[1]
    for (const candidate of [
      `${address} ufrag another`,
      'candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active',
      'candidate:1 1 udp 2122262783 2001:db8::1 50000 typ host',
      'candidate:1 1 udp 2113937151 no-such-name.local 50000 typ host',
    ])
      await peer.addCandidate({ candidate, ...at })
    await client.accept(answer)
    await until(() => seen.channel !== undefined, 'the channel')
  })

  it('with a candidate that no socket could be given is refused', async () => {
    const { offer } = await offering()
    for (const port of ['99999', '-1', 'x'])
      await expect(
        answering(addTo('audio', `a=candidate:1 1 udp 1 127.0.0.1 ${port} typ host`)(offer)).peer.open(),
      ).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining('candidate') })
  })

  it('from FFmpeg, which sends only, takes the active part in DTLS and has no candidates, connects', async () => {
    const { answer } = await connect(
      (offer) =>
        offer
          .replace(/a=(candidate:.*|end-of-candidates)\r\n/g, '')
          .replaceAll('a=setup:actpass', 'a=setup:active'),
      { direction: 'sendonly', hasChannel: false },
    )
    expect(answer).toContain('a=setup:passive')
    expect(answer).toContain('a=recvonly')
  })

  it.each(['42e01f', '42001f', '4d001f', '640c1f'])(
    'from OBS or GStreamer with H.264 of profile %s is taken as it is, with all our candidates',
    async (profile) => {
      const { offer } = await offering({
        video: true,
        videoCodec: 'h264',
        direction: 'sendonly',
        hasChannel: false,
      })
      const shaped = offer.replace(/profile-level-id=\w+/g, `profile-level-id=${profile}`)
      const { peer } = answering(shaped, 'send-receive', false)
      const answer = await peer.open()
      expect(answer).toMatch(/m=video 9 /)
      expect(answer).toMatch(/H264\/90000/)
      expect(answer.match(/a=recvonly/g)).toHaveLength(2)
      expect(answer).toContain('a=candidate:')
      expect(answer).toContain('a=end-of-candidates')
      expect(peer.remote('video')).toBeDefined()
    },
  )
})
