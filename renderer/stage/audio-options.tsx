import { SlidersHorizontal, Volume2, VolumeX } from 'lucide-react'
import { useId } from 'react'
import { useBench, useDevices, useSignal, useWindow } from '../app/bench-context'
import { Button, IconButton } from '../design/button'
import { Popover } from '../design/popover'
import { Select } from '../design/select'
import { Slider } from '../design/slider'
import { Switch } from '../design/switch'
import { DetectiveButton } from '../detective/detective-button'
import { LoudnessButton } from '../loudness/loudness-button'
import type { Preferences } from '../state/window-store'
import styles from './audio-options.module.css'

const processing = [
  { name: 'echoCancellation', label: 'Echo cancellation' },
  { name: 'noiseSuppression', label: 'Noise suppression' },
  { name: 'autoGainControl', label: 'Automatic gain' },
] as const satisfies readonly { readonly name: keyof Preferences; readonly label: string }[]

export function AudioOptions() {
  const trigger = (
    <Button icon={SlidersHorizontal} aria-label="Audio options">
      Audio
    </Button>
  )
  return (
    <div className={styles.end}>
      <DetectiveButton />
      <LoudnessButton />
      <SpeakerMute />
      <Popover label="Audio options" trigger={trigger}>
        <div className={styles.options}>
          <h3>Microphone processing</h3>
          {processing.map((option) => (
            <ProcessingSwitch key={option.name} {...option} />
          ))}
          <h3>Handler’s sound</h3>
          <Volume />
          <OutputDevice />
        </div>
      </Popover>
    </div>
  )
}

function SpeakerMute() {
  const { window, howling } = useBench()
  const isHowling = useSignal(howling)
  const muted = useWindow((state) => state.speakerMuted)
  const isOff = muted || isHowling
  const toggle = () => {
    howling.set(false)
    window.setState({ speakerMuted: !isOff })
  }
  return (
    <IconButton
      label="Mute speaker"
      hint={isOff ? 'The handler’s sound is muted' : 'Mute the handler’s sound'}
      icon={isOff ? VolumeX : Volume2}
      aria-pressed={isOff}
      onClick={toggle}
    />
  )
}

function ProcessingSwitch({ name, label }: (typeof processing)[number]) {
  const id = useId()
  const { window } = useBench()
  const checked = useWindow((state) => state[name])
  return (
    <div className={styles.row}>
      <label htmlFor={id}>{label}</label>
      <Switch id={id} checked={checked} onChange={(value) => window.setState({ [name]: value })} />
    </div>
  )
}

function Volume() {
  const { window } = useBench()
  const volume = useWindow((state) => state.volume)
  const percent = `${Math.round(volume * 100)} %`
  return (
    <div className={styles.row}>
      <span>Volume</span>
      <Slider
        label="Speaker volume"
        value={volume}
        min={0}
        max={1}
        step={0.01}
        valueText={percent}
        onChange={(value) => window.setState({ volume: value })}
      />
      <span className={styles.percent}>{percent}</span>
    </div>
  )
}

const SYSTEM_DEFAULT = 'default'

function OutputDevice() {
  const { window } = useBench()
  const { speakers } = useDevices()
  const speaker = useWindow((state) => state.speaker)
  if (!('setSinkId' in HTMLMediaElement.prototype)) return null
  const named = speakers.filter(({ deviceId }) => deviceId !== '' && deviceId !== SYSTEM_DEFAULT)
  const options = [
    { value: SYSTEM_DEFAULT, label: 'System default' },
    ...named.map(({ deviceId, label }) => ({ value: deviceId, label })),
  ]
  const isListed = options.some(({ value }) => value === speaker)
  return (
    <div className={styles.row}>
      <span>Output</span>
      <Select
        label="Output device"
        value={isListed ? speaker : SYSTEM_DEFAULT}
        groups={[{ options }]}
        onChange={(value) => window.setState({ speaker: value === SYSTEM_DEFAULT ? '' : value })}
      />
    </div>
  )
}
