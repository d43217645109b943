import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { messageOf } from '../../contract/errors'
import { standardServer } from '../../contract/server'
import { complaint, type Examination } from './examination'

const LOOPBACK = '127.0.0.1'
/** A datagram to this computer is there at once, or never, ms. */
const UDP_LIMIT = 2000

/** Sends a datagram to itself. */
function lookAtUdp(): Promise<string> {
  const socket = createSocket('udp4')
  const answer = new Promise<string>((resolve, reject) => {
    const refused = (what: string) =>
      complaint(
        `UDP on ${LOOPBACK} does not work: ${what}`,
        'Let a firewall allow UDP between programs of this computer.',
      )
    const timer = setTimeout(() => reject(refused('nothing arrived')), UDP_LIMIT)
    socket.once('error', (error) => reject(refused(error.message)))
    socket.once('message', () => resolve(`a datagram came back on ${LOOPBACK}`))
    socket.bind(0, LOOPBACK, () => socket.send('soundcheck', socket.address().port, LOOPBACK))
    socket.once('close', () => clearTimeout(timer))
  })
  return answer.finally(() => socket.close())
}

export function lookAtPort(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) =>
      reject(
        complaint(
          `Port ${port} cannot be used: ${messageOf(error)}`,
          'End the program that has it, or choose another: soundcheck serve PATH --port 0 takes a free one.',
        ),
      ),
    )
    server.listen(port, LOOPBACK, () => server.close(() => resolve(`port ${port} is free`)))
  })
}

export const networkExaminations: readonly Examination[] = [
  { name: 'UDP', needed: true, look: lookAtUdp },
  { name: 'port', needed: false, look: () => lookAtPort(standardServer.port) },
]
