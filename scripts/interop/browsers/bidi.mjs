// WebDriver BiDi, as far as it is needed here: commands with answers over one WebSocket.
import { WebSocket } from 'ws'

const PATIENCE = 60_000

/** @param {string} url of the browser's session @returns {Promise<WebSocket>} */
function opened(url) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** @param {string} url as the browser prints it, `ws://127.0.0.1:PORT` */
export async function connectBidi(url) {
  const socket = await opened(`${url}/session`)
  /** @type {Map<number, (answer: any) => void>} */
  const waiting = new Map()
  let count = 0
  socket.on('message', (data) => {
    const answer = JSON.parse(String(data))
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  socket.on('close', () => {
    for (const end of waiting.values()) end({ type: 'error', message: 'the browser is gone' })
  })

  /** @param {string} method @param {object} params @returns {Promise<any>} its result; rejects with the browser's words */
  function command(method, params) {
    count += 1
    const id = count
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), PATIENCE)
      waiting.set(id, (answer) => {
        clearTimeout(timer)
        if (answer.type === 'success') resolve(answer.result)
        else reject(new Error(`${method}: ${answer.message}`))
      })
      socket.send(JSON.stringify({ id, method, params }))
    })
  }

  await command('session.new', { capabilities: {} })
  const { contexts } = await command('browsingContext.getTree', {})
  const context = contexts[0].context

  /** @param {string} expression @param {object} [more] @returns {Promise<any>} what it is, or resolves to, in BiDi's terms */
  async function evaluate(expression, more = {}) {
    const params = { expression, target: { context }, awaitPromise: true, ...more }
    const { type, result, exceptionDetails } = await command('script.evaluate', params)
    if (type === 'exception') throw new Error(exceptionDetails.text)
    return result
  }

  return {
    command,
    /** @param {string} target */
    navigate: (target) => command('browsingContext.navigate', { context, url: target, wait: 'complete' }),
    /** Runs it before the page's own code, in every page to come. @param {string} functionDeclaration */
    addPreload: (functionDeclaration) => command('script.addPreloadScript', { functionDeclaration }),
    /** @param {string} expression @returns {Promise<any>} its value, which must be plain data */
    value: async (expression) => {
      const { value } = await evaluate(`(async () => JSON.stringify(await ${expression}))()`)
      return value === undefined ? undefined : JSON.parse(value)
    },
    /** As a person does it, so that it counts as a wish to hear something. @param {string} selector */
    async click(selector) {
      const { sharedId } = await evaluate(`document.querySelector(${JSON.stringify(selector)})`)
      const origin = { type: 'element', element: { sharedId } }
      const actions = [
        { type: 'pointerMove', x: 0, y: 0, origin },
        { type: 'pointerDown', button: 0 },
        { type: 'pointerUp', button: 0 },
      ]
      await command('input.performActions', { context, actions: [{ type: 'pointer', id: 'mouse', actions }] })
    },
    async close() {
      await command('browser.close', {}).catch(() => undefined)
      socket.terminate()
    },
  }
}
