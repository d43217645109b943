import { useEffect, useRef } from 'react'
import { useBench, useSignal, useWindow } from '../app/bench-context'

/** Plays what the handler says. */
export function Speaker({ stream }: { readonly stream: MediaStream | null }) {
  const { alerts, player, howling } = useBench()
  const audio = useRef<HTMLAudioElement>(null)
  const speaker = useWindow((state) => state.speaker)
  const volume = useWindow((state) => state.volume)
  const isHowling = useSignal(howling)
  const muted = useWindow((state) => state.speakerMuted) || isHowling

  useEffect(() => {
    player.set(audio.current)
    return () => player.set(null)
  }, [player])

  useEffect(() => {
    if (audio.current) audio.current.srcObject = stream
  }, [stream])

  useEffect(() => {
    if (audio.current) audio.current.volume = volume
  }, [volume])

  useEffect(() => {
    const element = audio.current
    if (!element?.setSinkId || element.sinkId === speaker) return
    element.setSinkId(speaker).then(
      () => alerts.dismiss('speaker'),
      (thrown: unknown) => {
        console.warn('The output device was refused:', thrown)
        alerts.raise('speaker', {
          tone: 'warning',
          message: 'The chosen output device cannot be used.',
          hint: 'Connect it, or choose another one under Audio options.',
        })
      },
    )
  }, [speaker, alerts])

  return <audio ref={audio} autoPlay muted={muted} aria-label="Received audio" />
}
