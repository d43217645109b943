import { useBench } from '../app/bench-context'

interface Part {
  readonly fromUs: number
  readonly toUs: number
}

/** Beside what is shown, µs. */
const AROUND_US = 700_000

/** Shows a part of a session on the time axis, selected. */
export function useShowTime(sessionId: string | null): (part: Part, aroundUs?: number) => void {
  const { inspector } = useBench()
  return ({ fromUs, toUs }, aroundUs = AROUND_US) => {
    const { timeline } = inspector
    if (timeline.getState().sessionId !== sessionId) timeline.open(sessionId, false)
    timeline.setEnd(Math.max(timeline.getState().endUs, toUs))
    timeline.show({ fromUs: fromUs - aroundUs, toUs: toUs + aroundUs })
    timeline.select({ fromUs, toUs })
    inspector.store.setState({ tab: 'timeline' })
  }
}
