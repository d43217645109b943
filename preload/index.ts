import { contextBridge, ipcRenderer } from 'electron'
import type { Bridge, EventName } from '../contract/ipc'

// The type checker holds these to the contract's values; importing the values would bundle zod into the preload.
const IPC_REQUEST: typeof import('../contract/ipc').IPC_REQUEST = 'soundcheck:request'
const IPC_EVENT: typeof import('../contract/ipc').IPC_EVENT = 'soundcheck:event'

const bridge: Bridge = {
  request: (name, params) => ipcRenderer.invoke(IPC_REQUEST, name, params),
  on: (listener) => {
    const relay = (_event: unknown, name: EventName, payload: unknown) => listener(name, payload)
    ipcRenderer.on(IPC_EVENT, relay)
    return () => {
      ipcRenderer.off(IPC_EVENT, relay)
    }
  },
}

contextBridge.exposeInMainWorld('soundcheck', bridge)
