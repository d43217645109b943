import { createHash } from 'node:crypto'
import type { WireError } from '../../../../contract/errors'
import type { HandlerManifest, Modality, Mode } from '../../../../contract/manifest'
import { pageScript, pageStyle, pageTemplate } from './page-assets'

/** What the page is about. */
export interface PageSubject {
  /** null = there is none that can be called. */
  readonly manifest: Pick<HandlerManifest, 'title' | 'modality' | 'mode'> | null
  /** Why it cannot be called; null when it can. */
  readonly trouble: Pick<WireError, 'message' | 'hint'> | null
  /** Handlers to go to instead, by their names in addresses. */
  readonly others: readonly { readonly name: string; readonly title: string }[]
}

const media = {
  audio: 'sound',
  video: 'pictures',
  'audio-video': 'sound and pictures',
} as const satisfies { [modality in Modality]: string }

const ways = {
  send: (what) => `takes ${what} from you, and may answer with messages.`,
  receive: (what) => `sends you ${what}. It needs neither microphone nor camera.`,
  'send-receive': (what) => `takes ${what} from you, and sends ${what} back.`,
} as const satisfies { [mode in Mode]: (what: string) => string }

function about(manifest: PageSubject['manifest']): string {
  return manifest ? `This handler ${ways[manifest.mode](media[manifest.modality])}` : ''
}

const entities: { readonly [char: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? char)

function handlerData({ manifest, trouble, others }: PageSubject): string {
  const { modality, mode } = manifest ?? { modality: 'audio', mode: 'send' }
  // In a script element `</script` and `<!--` would mean something, also within a string.
  return JSON.stringify({ modality, mode, trouble, others }).replaceAll('<', '\\u003c')
}

const PLACES = /%[A-Z]+%|id="handler">|<style>|<script type="module">/g

/** The page as one document: nothing in it comes from elsewhere. */
export function renderPage(subject: PageSubject): string {
  const values: { readonly [place: string]: string } = {
    '%TITLE%': escaped(subject.manifest?.title ?? 'No handler'),
    '%ABOUT%': escaped(about(subject.manifest)),
    'id="handler">': `id="handler">${handlerData(subject)}`,
    '<style>': `<style>${pageStyle}`,
    '<script type="module">': `<script type="module">${pageScript}`,
  }
  return pageTemplate.replace(PLACES, (place) => values[place] ?? place)
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Lets the page run its own script and style and talk to its own server, and nothing else. */
export const pagePolicy = [
  "default-src 'none'",
  `script-src ${hashOf(pageScript)}`,
  `style-src ${hashOf(pageStyle)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')
