import { wholeMs } from './latency-words'
import type { MarkerFound, MarkerResult } from './measure-marker'

const what = { sound: 'tone', picture: 'flash' } as const
const notFound: { readonly [M in keyof typeof what]: { readonly [F in 'lost' | 'busy']: string } } = {
  sound: {
    lost: 'The tone did not come back: the handler does not send back what it hears.',
    busy: 'Something else was heard when the tone was due: try again when the handler is silent.',
  },
  picture: {
    lost: 'The flash did not come back: the handler does not send back what it sees.',
    busy: '',
  },
}

const isMs = (found: MarkerFound): found is { readonly ms: number } =>
  found !== null && typeof found === 'object'

/** What came of a marker, in words. */
export function markerText(result: MarkerResult): string {
  const media = ['sound', 'picture'] as const
  const back = media.flatMap((medium) => {
    const found = result[medium]
    return isMs(found) ? `the ${what[medium]} came back after ${wholeMs(found.ms)}` : []
  })
  const failed = media.flatMap((medium) => {
    const found = result[medium]
    return found === 'lost' || found === 'busy' ? notFound[medium][found] : []
  })
  const told = back.join(', ')
  return [told && `${told[0]?.toUpperCase()}${told.slice(1)}.`, ...failed].filter(Boolean).join(' ')
}

export const markerMs = (found: MarkerFound | undefined): number | null =>
  found !== undefined && isMs(found) ? found.ms : null
