// The clients that are tried, and what of a call with each of them can be told.
import { callFromChromium } from './browsers/chromium.mjs'
import { callFromFirefox } from './browsers/firefox.mjs'
import { ffmpegPublishes, gstreamerPublishes, missingWhipMuxer, missingWhipSink } from './publish.mjs'
import { pythonCall } from './python/run-client.mjs'
import { callFromTelephone } from './telephone.mjs'

/**
 * @typedef {{ url: string, video: boolean, folder: string, program: string }} Call `url`: of the handler, with `/` at its end;
 *   `folder`: for files of this call; `program`: the client's own
 * @typedef {'echo' | 'mirror' | 'studio' | 'player'} Handler
 * @typedef {object} Client
 * @property {string} name
 * @property {readonly string[]} packages of Debian
 * @property {string} program what is started
 * @property {readonly Handler[]} handlers that it is tried with: `echo` has sound alone, the others pictures, too
 * @property {import('./figures.mjs').Expected} expected what can be told of a call
 * @property {(program: string) => string | null} [lacks] what an installed one may still lack
 * @property {(call: Call) => Promise<import('./figures.mjs').Figures>} call
 */

const everything = { heard: true, back: true, messages: true }
/** That the server has a session with it. */
const connection = { heard: false, back: false, messages: false }
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
    name: 'aiortc-whip',
    packages: ['python3-aiortc'],
    program: '/usr/bin/python3',
    handlers: ['studio'],
    expected: { heard: true, back: false, messages: false },
    call: pythonCall('whip_client.py'),
  },
  {
    name: 'aiortc-whep',
    packages: ['python3-aiortc'],
    program: '/usr/bin/python3',
    handlers: ['player'],
    expected: { heard: false, back: true, messages: false },
    call: pythonCall('whep_client.py'),
  },
  {
    name: 'ffmpeg-whip',
    packages: ['ffmpeg'],
    program: '/usr/bin/ffmpeg',
    handlers: ['echo'],
    expected: connection,
    lacks: missingWhipMuxer,
    call: ffmpegPublishes,
  },
  {
    name: 'gstreamer-whip',
    packages: gstreamer,
    program: '/usr/bin/python3',
    handlers: ['echo'],
    expected: connection,
    lacks: missingWhipSink,
    call: gstreamerPublishes,
  },
  {
    name: 'telephone',
    packages: [],
    program: '',
    handlers: ['echo'],
    expected: { heard: false, back: true, messages: false },
    call: callFromTelephone,
  },
]
