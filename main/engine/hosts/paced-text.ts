import type { Readable } from 'node:stream'

/** A process that prints more than 1 MB a second has to wait: who reads it has other things to do. */
const BUDGET = 262_144
const EVERY = 250

/** Passes on what `stream` carries as UTF-8 text, no faster than a reader can bear. */
export function readPaced(stream: Readable, onText: (text: string) => void): void {
  let spent = 0
  let isTiming = false
  const renew = (): void => {
    spent = 0
    isTiming = false
    stream.resume()
  }
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    onText(text)
    spent += text.length
    if (!isTiming) setTimeout(renew, EVERY).unref()
    isTiming = true
    if (spent >= BUDGET) stream.pause()
  })
}
