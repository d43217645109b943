import type { TrackKind } from './peer'

export interface WatchPeerListener {
  onTrack(kind: TrackKind, track: MediaStreamTrack): void
  /** The connection came to nothing, or broke. */
  onLost(): void
}

/** A connection that only receives. */
export interface WatchPeer {
  /** Resolves to an offer that has its candidates: none are sent later. */
  createOffer(): Promise<string>
  acceptAnswer(sdp: string): Promise<void>
  close(): void
}

/** On this computer they are there at once; without a network there may be none, and the engine finds the window all the same. */
const GATHER_LIMIT_MS = 500

export function createWatchPeer(kinds: readonly TrackKind[], listener: WatchPeerListener): WatchPeer {
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' })
  for (const kind of kinds) connection.addTransceiver(kind, { direction: 'recvonly' })
  connection.ontrack = ({ track }) => listener.onTrack(track.kind as TrackKind, track)
  connection.onconnectionstatechange = () => {
    if (connection.connectionState === 'failed') listener.onLost()
  }
  return {
    createOffer: async () => {
      await connection.setLocalDescription()
      await gathered(connection)
      return connection.localDescription?.sdp ?? ''
    },
    acceptAnswer: (sdp) => connection.setRemoteDescription({ type: 'answer', sdp }),
    close: () => {
      connection.ontrack = connection.onconnectionstatechange = null
      connection.close()
    },
  }
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, GATHER_LIMIT_MS)
    function done(): void {
      clearTimeout(timer)
      connection.onicegatheringstatechange = null
      resolve()
    }
    const look = () => connection.iceGatheringState === 'complete' && done()
    connection.onicegatheringstatechange = look
    look()
  })
}
