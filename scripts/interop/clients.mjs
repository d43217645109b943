// The clients that are tried, and what of a call with each of them can be told.
import { callFromChromium } from './browsers/chromium.mjs'
import { callFromFirefox } from './browsers/firefox.mjs'
import { callFromFfmpeg, missingWhip } from './ffmpeg.mjs'
import { pythonCall } from './python/run-client.mjs'
import { callFromTelephone } from './telephone.mjs'

/**
 * @typedef {{ url: string, video: boolean, folder: string, program: string }} Call `url`: of the handler, with `/` at its end;
 *   `folder`: for files of this call; `program`: the client's own
 * @typedef {object} Client
 * @property {string} name
 * @property {readonly string[]} packages of Debian
 * @property {string} program what is started
 * @property {readonly ('echo' | 'mirror')[]} handlers that it is tried with: sound alone, and sound with pictures
 * @property {import('./figures.mjs').Expected} expected what can be told of a call
 * @property {(program: string) => string | null} [lacks] what an installed one may still lack
 * @property {(call: Call) => Promise<import('./figures.mjs').Figures>} call
 */

const everything = { back: true, messages: true }
const both = /** @type {const} */ (['echo', 'mirror'])

const gstreamer = [
  'python3-gst-1.0',
  'gir1.2-gst-plugins-base-1.0',
  'gir1.2-gst-plugins-bad-1.0',
  'gstreamer1.0-nice',
  'gstreamer1.0-plugins-base',
  'gstreamer1.0-plugins-good',
  'gstreamer1.0-plugins-bad',
]

/** @type {readonly Client[]} */
export const clients = [
  {
    name: 'chromium',
    packages: ['chromium'],
    program: '/usr/bin/chromium',
    handlers: both,
    expected: everything,
    call: callFromChromium,
  },
  {
    name: 'firefox',
    packages: ['firefox-esr'],
    program: '/usr/bin/firefox-esr',
    handlers: both,
    expected: everything,
    call: callFromFirefox,
  },
  {
    name: 'aiortc',
    packages: ['python3-aiortc'],
    program: '/usr/bin/python3',
    handlers: both,
    expected: everything,
    call: pythonCall('aiortc_client.py'),
  },
  {
    name: 'gstreamer',
    packages: gstreamer,
    program: '/usr/bin/python3',
    handlers: both,
    expected: everything,
    call: pythonCall('gstreamer_client.py'),
  },
  {
    name: 'ffmpeg-whip',
    packages: ['ffmpeg'],
    program: '/usr/bin/ffmpeg',
    handlers: ['echo'],
    expected: { back: false, messages: false },
    lacks: missingWhip,
    call: callFromFfmpeg,
  },
  {
    name: 'telephone',
    packages: [],
    program: '',
    handlers: ['echo'],
    expected: { back: true, messages: false },
    call: callFromTelephone,
  },
]
