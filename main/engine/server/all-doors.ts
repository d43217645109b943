import type { Door } from './doors'
import { hooksDoor } from './hooks/hooks-door'
import { pageDoor } from './page/page-door'
import { telephoneDoor } from './telephone/telephone-door'
import { webrtcDoor } from './webrtc/webrtc-door'
import { websocketDoor } from './websocket/websocket-door'
import { whepDoor, whipDoor } from './whip/media-door'

/** What the server lets clients in through, in the order in which their routes are added. */
export const allDoors: readonly Door[] = [
  pageDoor,
  webrtcDoor,
  hooksDoor,
  whipDoor,
  whepDoor,
  websocketDoor,
  telephoneDoor,
]
