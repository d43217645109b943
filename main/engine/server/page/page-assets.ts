import callJs from './assets/call.js?raw' with { type: 'text' }
import devicesJs from './assets/devices.js?raw' with { type: 'text' }
import levelMeterJs from './assets/level-meter.js?raw' with { type: 'text' }
import mainJs from './assets/main.js?raw' with { type: 'text' }
import messageLogJs from './assets/message-log.js?raw' with { type: 'text' }
import css from './assets/page.css?raw' with { type: 'text' }
import html from './assets/page.html?raw' with { type: 'text' }
import signallingJs from './assets/signalling.js?raw' with { type: 'text' }
import troubleJs from './assets/trouble.js?raw' with { type: 'text' }
import { joinModules } from './join-modules'

export const pageTemplate = html
export const pageStyle = css
export const pageScript = joinModules([
  troubleJs,
  devicesJs,
  signallingJs,
  levelMeterJs,
  messageLogJs,
  callJs,
  mainJs,
])
