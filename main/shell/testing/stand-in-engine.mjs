// Speaks the engine thread's protocol, and dies when it is told to.
import { parentPort, workerData } from 'node:worker_threads'

const port = parentPort
if (!port) throw new Error('not a thread')

const asked = []
/** Ready only after the server was asked for. */
const isLate = workerData.starterDir === 'late'

const answers = {
  'server.start': () => null,
  'server.stop': () => null,
  'server.select': () => null,
  'examples.list': () => asked,
  'state.get': () => workerData,
  'folder.open': () => null,
  'limits.set': () => null,
  'engine.metrics': () => ({ isMetrics: true }),
}

port.on('message', (message) => {
  if (message.type === 'fork-exited')
    port.postMessage({ type: 'event', name: 'journal.grew', payload: message })
  if (message.type === 'stop' && workerData.starterDir !== 'never-stops') port.close()
  if (message.type !== 'request') return
  const { id, name, params } = message
  if (name.startsWith('server.')) asked.push({ name, params })
  if (name === 'accident.dismiss') process.exit(9)
  if (name === 'session.close') throw new Error('a defect of the engine')
  if (name === 'session.restart') port.postMessage({ type: 'fork', id: 5, argument: 'x' })
  const value = answers[name]
  if (value) port.postMessage({ type: 'reply', id, reply: { ok: true, value: value() } })
  if (isLate && name === 'server.start') port.postMessage({ type: 'ready' })
})
if (!isLate) port.postMessage({ type: 'ready' })
