import type { RTCPeerConnection } from 'werift'

/**
 * Keeps `pc` from asking a public STUN server while it gathers: with an empty `iceServers` werift 0.25 falls back to
 * one, which would tell a third party of every session and, where it cannot be reached, hold up the answer for 5 s.
 * To be called when the transports exist and gathering has not begun: before `setLocalDescription`.
 */
export function withoutStun(pc: RTCPeerConnection): void {
  for (const transport of pc.iceTransports) transport.connection.stunServer = undefined
}
