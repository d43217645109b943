import { messageOf } from '../../contract/errors'
import type { Devices } from './device-list'
import { groupDevices, noDevices } from './device-list'

/** The devices of this computer, read again whenever one comes or goes. */
export interface DeviceWatch {
  get(): Devices
  subscribe(listener: () => void): () => void
  /** Reads again: labels appear once a permission was given. */
  refresh(): Promise<void>
  close(): void
}

export function createDeviceWatch(
  media: MediaDevices | undefined,
  onError: (message: string) => void,
): DeviceWatch {
  let devices = noDevices
  const listeners = new Set<() => void>()
  const refresh = async () => {
    if (!media) return
    try {
      devices = groupDevices(await media.enumerateDevices())
      for (const listener of listeners) listener()
    } catch (thrown) {
      onError(messageOf(thrown))
    }
  }
  const onChange = () => void refresh()
  media?.addEventListener('devicechange', onChange)
  void refresh()
  return {
    get: () => devices,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    refresh,
    close: () => media?.removeEventListener('devicechange', onChange),
  }
}
