import { mediaOf, openDevices } from './devices.js'
import { createSignalling } from './signalling.js'
import { Trouble } from './trouble.js'

/** A server that is there is reached within this. */
const CONNECTS_WITHIN = 20_000

const DIRECTIONS = /** @type {const} */ ({
  send: 'sendonly',
  receive: 'recvonly',
  'send-receive': 'sendrecv',
})

/**
 * @typedef {object} CallEvents
 * @property {(stream: MediaStream) => void} sending the devices are open
 * @property {(track: MediaStreamTrack) => void} receiving
 * @property {() => void} connected
 * @property {() => void} channelOpened
 * @property {(text: string) => void} message
 * @property {(trouble: Trouble | null) => void} ended once; null = the other side hung up
 */

/** @param {RTCPeerConnection} pc @param {'audio' | 'video'} kind @param {RTCRtpTransceiverDirection} direction @param {MediaStream | null} stream */
function addMedium(pc, kind, direction, stream) {
  const track = stream?.getTracks().find((one) => one.kind === kind)
  if (track && stream) pc.addTransceiver(track, { direction, streams: [stream] })
  // Without a device there is still something to hear or see.
  else if (direction !== 'sendonly') pc.addTransceiver(kind, { direction: 'recvonly' })
}

/**
 * One connection to the handler, from the question for the microphone until it ends.
 * @param {{ address: string, modality: import('./devices.js').Modality, mode: keyof DIRECTIONS, isProcessed: boolean, on: CallEvents }} options
 */
export function startCall({ address, modality, mode, isProcessed, on }) {
  const pc = new RTCPeerConnection()
  const channel = pc.createDataChannel('text')
  /** @type {MediaStream | null} */
  let stream = null
  let isOver = false
  const deadline = setTimeout(() => end(noConnection()), CONNECTS_WITHIN)

  function noConnection() {
    return new Trouble(
      'The server answered, but no media connection came about.',
      'A firewall or a VPN may keep UDP from passing between this device and the server.',
    )
  }

  /** @param {Trouble | null} trouble */
  function end(trouble) {
    if (isOver) return
    isOver = true
    clearTimeout(deadline)
    for (const track of stream?.getTracks() ?? []) track.stop()
    pc.close()
    on.ended(trouble)
  }

  function stateChanged() {
    if (pc.connectionState === 'connected') {
      clearTimeout(deadline)
      on.connected()
    }
    if (pc.connectionState === 'failed') end(noConnection())
    if (pc.connectionState === 'closed') end(null)
  }

  async function connect() {
    if (mode !== 'receive') stream = await openDevices(modality, isProcessed)
    if (isOver) {
      for (const track of stream?.getTracks() ?? []) track.stop()
      return
    }
    if (stream) on.sending(stream)
    const media = mediaOf(modality)
    if (media.audio) addMedium(pc, 'audio', DIRECTIONS[mode], stream)
    if (media.video) addMedium(pc, 'video', DIRECTIONS[mode], stream)
    await negotiate()
  }

  async function negotiate() {
    const signalling = createSignalling(address)
    pc.addEventListener('icecandidate', ({ candidate }) => {
      // Those in the answer are enough on most networks; a server that refuses one says why in its own log.
      if (candidate?.candidate)
        signalling.candidate(candidate).catch((thrown) => console.warn(thrown.message))
    })
    await pc.setLocalDescription()
    if (!pc.localDescription) throw new Trouble('The browser made no offer.')
    const answer = await signalling.offer(pc.localDescription)
    if (!isOver) await pc.setRemoteDescription(answer)
  }

  pc.addEventListener('track', ({ track }) => on.receiving(track))
  pc.addEventListener('connectionstatechange', stateChanged)
  channel.addEventListener('open', on.channelOpened)
  channel.addEventListener('message', ({ data }) => on.message(typeof data === 'string' ? data : '(binary)'))
  channel.addEventListener('close', () => end(null))
  connect().catch((thrown) => end(thrown instanceof Trouble ? thrown : new Trouble(thrown.message)))

  return {
    /** @param {string} text */
    send: (text) => channel.send(text),
    stop: () => end(null),
  }
}
