/** The baseline: werift peers that send every packet straight back, without codecs, handlers or sessions. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  MediaStreamTrack,
  RTCPeerConnection,
  type RTCRtpTransceiver,
  useNACK,
  useOPUS,
  usePLI,
  useREMB,
  useVP8,
} from 'werift'
import { withoutStun } from '../../main/engine/rtc/without-stun'
import { serveTasks } from './remote'
import { threadTimes } from './thread-times'

const peers = new Set<RTCPeerConnection>()

async function sendBack(transceiver: RTCRtpTransceiver): Promise<void> {
  const back = new MediaStreamTrack({ kind: transceiver.kind })
  transceiver.setDirection('sendrecv')
  await transceiver.sender.replaceTrack(back)
  const attach = (track: MediaStreamTrack) =>
    track.onReceiveRtp.subscribe((packet) => back.writeRtp(packet.clone()))
  const [existing] = transceiver.receiver.tracks
  if (existing) attach(existing)
  else transceiver.onTrack.once(attach)
}

async function answer(sdp: string): Promise<string> {
  const feedback = [useNACK(), usePLI(), useREMB()]
  const pc = new RTCPeerConnection({
    codecs: { audio: [useOPUS()], video: [useVP8({ rtcpFeedback: feedback })] },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceInterfaceAddresses: { udp4: '127.0.0.1' },
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
  })
  peers.add(pc)
  await pc.setRemoteDescription({ type: 'offer', sdp })
  for (const transceiver of pc.getTransceivers()) await sendBack(transceiver)
  withoutStun(pc)
  await pc.setLocalDescription(await pc.createAnswer())
  return pc.localDescription?.sdp ?? ''
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly sdp: string }> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString('utf8')) as { sdp: string }
}

const server = createServer(async (request, response) => {
  try {
    const { sdp } = await bodyOf(request)
    response.end(JSON.stringify({ sdp: await answer(sdp), type: 'answer' }))
  } catch (thrown) {
    response.writeHead(500).end(JSON.stringify({ message: String(thrown) }))
  }
})

export const passTasks = {
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
  usage: () => ({
    times: threadTimes(),
    threads: 1,
    rssMb: process.memoryUsage().rss / (1024 * 1024),
    sessions: peers.size,
    sessionThreads: 0,
  }),
  async empty(): Promise<void> {
    await Promise.all([...peers].map((pc) => pc.close()))
    peers.clear()
  },
  async stop(): Promise<void> {
    await passTasks.empty()
    server.close()
  },
}

export type PassTasks = typeof passTasks

serveTasks(passTasks)
