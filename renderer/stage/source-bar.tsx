import { Mic, MicOff, Video, VideoOff } from 'lucide-react'
import type { HandlerManifest } from '../../contract/manifest'
import { useBench, useDevices, useWindow } from '../app/bench-context'
import { IconButton } from '../design/button'
import type { SelectGroup } from '../design/select'
import { Select } from '../design/select'
import type { Device } from '../media/device-list'
import { effectiveCamera, effectiveMicrophone, isGone } from '../media/device-list'
import type { CameraChoice, MicrophoneChoice } from '../media/source-choice'
import { builtInCameras, builtInMicrophones, deviceChoice } from '../media/source-choice'
import { AudioOptions } from './audio-options'
import styles from './source-bar.module.css'

/** Devices, then built-in sources; a chosen device that is gone stays visible as such. */
export function sourceGroups(
  noun: string,
  devices: readonly Device[],
  builtIns: SelectGroup['options'],
  chosen: MicrophoneChoice | CameraChoice,
): readonly SelectGroup[] {
  const listed = devices.map(({ deviceId, label }) => ({ value: deviceChoice(deviceId), label }))
  const none = { value: 'no-device', label: `No ${noun} found`, disabled: true }
  const gone = isGone(chosen, devices)
    ? [{ value: chosen, label: `Not connected ${noun}`, disabled: true }]
    : []
  return [
    { label: 'Devices', options: listed.length + gone.length > 0 ? [...listed, ...gone] : [none] },
    { label: 'Built in', options: builtIns },
  ]
}

export function SourceBar({ manifest }: { readonly manifest: HandlerManifest | null }) {
  const sends = manifest?.mode !== 'receive'
  return (
    <div className={styles.bar}>
      <MicrophonePicker disabled={!sends || manifest?.modality === 'video'} />
      <CameraPicker disabled={!sends || manifest?.modality === 'audio'} />
      <AudioOptions />
    </div>
  )
}

function MicrophonePicker({ disabled }: { readonly disabled: boolean }) {
  const { window } = useBench()
  const devices = useDevices()
  const chosen = effectiveMicrophone(
    useWindow((state) => state.microphone),
    devices,
  )
  const muted = useWindow((state) => state.microphoneMuted)
  return (
    <div className={styles.source}>
      <IconButton
        label="Mute microphone"
        hint={muted ? 'The microphone is muted' : 'Mute microphone'}
        icon={muted ? MicOff : Mic}
        aria-pressed={muted}
        disabled={disabled}
        onClick={() => window.setState({ microphoneMuted: !muted })}
      />
      <Select
        label="Microphone"
        value={chosen}
        disabled={disabled}
        groups={sourceGroups('microphone', devices.microphones, builtInMicrophones, chosen)}
        onChange={(value) => window.setState({ microphone: value as MicrophoneChoice })}
      />
    </div>
  )
}

function CameraPicker({ disabled }: { readonly disabled: boolean }) {
  const { window } = useBench()
  const devices = useDevices()
  const chosen = effectiveCamera(
    useWindow((state) => state.camera),
    devices,
  )
  const off = useWindow((state) => state.cameraOff)
  return (
    <div className={styles.source}>
      <IconButton
        label="Turn camera off"
        hint={off ? 'The camera is off' : 'Turn camera off'}
        icon={off ? VideoOff : Video}
        aria-pressed={off}
        disabled={disabled}
        onClick={() => window.setState({ cameraOff: !off })}
      />
      <Select
        label="Camera"
        value={chosen}
        disabled={disabled}
        groups={sourceGroups('camera', devices.cameras, builtInCameras, chosen)}
        onChange={(value) => window.setState({ camera: value as CameraChoice })}
      />
    </div>
  )
}
