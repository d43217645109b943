import { startCall } from './call.js'
import { showLevel } from './level-meter.js'
import { createMessageLog, readMessage } from './message-log.js'
import { offerAddress } from './signalling.js'

/** @template {HTMLElement} T @param {string} id @param {new () => T} type @returns {T} */
function element(id, type) {
  const found = document.getElementById(id)
  if (found instanceof type) return found
  throw new Error(`the page has no ${id}`)
}

const startButton = element('start', HTMLButtonElement)
const stopButton = element('stop', HTMLButtonElement)
const sendButton = element('send', HTMLButtonElement)
const messageBox = element('message', HTMLInputElement)
const status = element('status', HTMLParagraphElement)
const log = createMessageLog(element('messages', HTMLOListElement))
const handler = JSON.parse(element('handler', HTMLScriptElement).textContent ?? '')

/** What the page is doing: its words, and whether there is a call to stop. */
const STATES = {
  idle: { text: 'Not connected.', isCalling: false },
  devices: { text: 'Waiting for the microphone or camera …', isCalling: true },
  connecting: { text: 'Connecting …', isCalling: true },
  live: { text: 'Connected.', isCalling: true },
  ended: { text: 'The server has hung up.', isCalling: false },
  failed: { text: 'Not connected.', isCalling: false },
}

/** @type {ReturnType<typeof startCall> | null} */
let call = null
/** @type {(() => void)[]} */
let closers = []

/** @param {keyof typeof STATES} state */
function enter(state) {
  const { text, isCalling } = STATES[state]
  status.textContent = text
  startButton.disabled = isCalling
  stopButton.disabled = !isCalling
}

/** @param {boolean} isOpen */
function setChannel(isOpen) {
  messageBox.disabled = !isOpen
  sendButton.disabled = !isOpen
}

/** @param {{ message: string, hint: string } | null} trouble */
function show(trouble) {
  element('trouble-text', HTMLParagraphElement).textContent = trouble?.message ?? ''
  element('trouble-hint', HTMLParagraphElement).textContent = trouble?.hint ?? ''
  element('trouble', HTMLDivElement).hidden = trouble === null
}

/** @param {MediaStream} stream */
function showSent(stream) {
  enter('connecting')
  if (stream.getAudioTracks().length > 0)
    closers.push(showLevel(stream, element('sent-level', HTMLMeterElement)))
  element('sent-picture', HTMLVideoElement).srcObject = stream
}

/** @param {MediaStreamTrack} track */
function showReceived(track) {
  const stream = new MediaStream([track])
  const player = track.kind === 'audio' ? element('answer-sound', HTMLAudioElement) : null
  const screen = player ?? element('answer-picture', HTMLVideoElement)
  screen.srcObject = stream
  screen.play().catch((thrown) => {
    // A call that has ended takes the stream away while it is about to play.
    if (call) show({ message: 'The answer cannot be played.', hint: thrown.message })
  })
  if (player) closers.push(showLevel(stream, element('answer-level', HTMLMeterElement)))
}

/** @param {{ message: string, hint: string } | null} trouble @param {'idle' | 'ended'} otherwise */
function finish(trouble, otherwise) {
  call = null
  for (const close of closers) close()
  closers = []
  for (const id of ['sent-picture', 'answer-picture']) element(id, HTMLVideoElement).srcObject = null
  element('answer-sound', HTMLAudioElement).srcObject = null
  const hadFocus = [stopButton, messageBox, sendButton].some((one) => one === document.activeElement)
  setChannel(false)
  enter(trouble ? 'failed' : otherwise)
  if (trouble) show(trouble)
  // What had the focus can no longer have it: the keyboard goes on where the next call begins.
  if (hadFocus) startButton.focus()
}

/** @param {string} text */
function receive(text) {
  const message = readMessage(text)
  log.add(message.isFailure ? 'failure' : 'received', message.text)
  if (message.ends) call?.stop()
}

let isStoppedHere = false

startButton.addEventListener('click', () => {
  show(null)
  log.clear()
  isStoppedHere = false
  enter(handler.mode === 'receive' ? 'connecting' : 'devices')
  call = startCall({
    address: offerAddress(location),
    modality: handler.modality,
    mode: handler.mode,
    isProcessed: element('processing', HTMLInputElement).checked,
    on: {
      sending: showSent,
      receiving: showReceived,
      connected: () => enter('live'),
      channelOpened: () => setChannel(true),
      message: receive,
      ended: (trouble) => finish(trouble, isStoppedHere ? 'idle' : 'ended'),
    },
  })
  stopButton.focus()
})

stopButton.addEventListener('click', () => {
  isStoppedHere = true
  call?.stop()
})

element('send-form', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault()
  if (!call || messageBox.value === '') return
  try {
    call.send(messageBox.value)
    log.add('sent', messageBox.value)
    messageBox.value = ''
  } catch (thrown) {
    log.add('failure', `not sent: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  }
})

globalThis.addEventListener('pagehide', () => call?.stop())

/** Only what the handler takes or gives is shown. */
function arrange() {
  const { mode, modality, trouble } = handler
  const sends = mode !== 'receive'
  const receives = mode !== 'send'
  const rows = {
    'sent-level-row': sends && modality !== 'video',
    'processing-row': sends && modality !== 'video',
    'answer-level-row': receives && modality !== 'video',
    'sent-picture-row': sends && modality !== 'audio',
    'answer-picture-row': receives && modality !== 'audio',
  }
  for (const [id, isThere] of Object.entries(rows))
    element(id, HTMLElement).hidden = trouble !== null || !isThere
  startButton.disabled = trouble !== null
  if (trouble) show(trouble)
}

function listOthers() {
  const nav = element('others', HTMLElement)
  for (const { name, title } of handler.others) {
    const link = document.createElement('a')
    link.href = `/${name.split('/').map(encodeURIComponent).join('/')}/${location.search}`
    link.textContent = title
    nav.append(link)
  }
  nav.hidden = handler.others.length === 0
}

arrange()
listOthers()
