import { legTimes } from './legs'
import { type FirstMedia, type SignalRow, wordOf } from './signal-row'

/** From the client, to it, at Soundcheck, or between both. */
export type LadderWay = 'in' | 'out' | 'here' | 'both'

export interface LadderStep {
  readonly id: string
  readonly atUs: number
  readonly way: LadderWay
  readonly label: string
  readonly meaning: string
  /** Since the step before, ms; null for the first. */
  readonly sinceMs: number | null
  /** It took longer than it usually does: why, and what to look at. */
  readonly slow: string | null
}

type Mark = Omit<LadderStep, 'sinceMs' | 'slow'>

interface Phase {
  readonly way: LadderWay
  readonly label: string
  readonly meaning: string
}

/** States that are worth a step, by phase and state. */
const phases: { readonly [phaseAndState: string]: Phase } = {
  'offer ': { way: 'in', label: 'Offer', meaning: 'What the client can send and receive (SDP)' },
  'answer ': { way: 'out', label: 'Answer', meaning: 'What Soundcheck chose from it (SDP)' },
  'gathering gathering': {
    way: 'here',
    label: 'Collecting addresses',
    meaning: 'Soundcheck looks up where it can be reached',
  },
  'gathering complete': {
    way: 'here',
    label: 'Addresses collected',
    meaning: 'All addresses of this side are known',
  },
  'ice checking': {
    way: 'both',
    label: 'ICE: trying addresses',
    meaning: 'Both sides try to reach each other’s addresses',
  },
  'ice connected': {
    way: 'both',
    label: 'ICE: connected',
    meaning: 'A way was found that works in both directions',
  },
  'ice completed': {
    way: 'both',
    label: 'ICE: completed',
    meaning: 'The best way was found; no more is tried',
  },
  'ice disconnected': { way: 'both', label: 'ICE: interrupted', meaning: 'No sign of life for some seconds' },
  'ice failed': { way: 'both', label: 'ICE: failed', meaning: 'No way works' },
  'ice closed': { way: 'here', label: 'ICE: closed', meaning: 'The sockets are closed' },
  'dtls connecting': {
    way: 'both',
    label: 'DTLS: handshake',
    meaning: 'Certificates are shown and keys agreed on',
  },
  'dtls connected': {
    way: 'both',
    label: 'DTLS: secured',
    meaning: 'Both have the keys: all that follows is encrypted',
  },
  'dtls failed': { way: 'both', label: 'DTLS: failed', meaning: 'No keys could be agreed on' },
  'dtls closed': { way: 'both', label: 'DTLS: closed', meaning: 'The safe way is closed' },
  'sctp connecting': {
    way: 'both',
    label: 'SCTP: connecting',
    meaning: 'The transport of messages inside of DTLS',
  },
  'sctp connected': { way: 'both', label: 'SCTP: connected', meaning: 'Messages can pass' },
  'sctp closed': { way: 'both', label: 'SCTP: closed', meaning: 'No more messages can pass' },
  'channel open': {
    way: 'both',
    label: 'Data channel open',
    meaning: 'The channel that messages are sent on',
  },
  'channel closed': { way: 'both', label: 'Data channel closed', meaning: 'No more messages are sent' },
  'session live': { way: 'here', label: 'Session live', meaning: 'The handler may begin' },
  'session failed': { way: 'here', label: 'Session failed', meaning: 'It is over' },
  'session closing': { way: 'here', label: 'Session ending', meaning: 'What is open is being closed' },
  'session closed': { way: 'here', label: 'Session over', meaning: 'All is closed' },
}

function candidateMark(row: SignalRow, count: number): Mark {
  const isOurs = wordOf(row, 'side') === 'local'
  const what = count === 1 ? 'One address' : `${count} addresses`
  return {
    id: `candidate ${row.n}`,
    atUs: row.atUs,
    way: isOurs ? 'out' : 'in',
    label: `${what} of ${isOurs ? 'Soundcheck' : 'the client'}`,
    meaning: 'Where this side may be reached (candidates)',
  }
}

/** Rows as steps; addresses that follow each other on one side are one. */
function marksOf(rows: readonly SignalRow[]): readonly Mark[] {
  const marks: Mark[] = []
  let run: { readonly first: SignalRow; count: number } | null = null
  const endRun = () => {
    if (run) marks.push(candidateMark(run.first, run.count))
    run = null
  }
  for (const row of rows) {
    if (row.type === 'candidate' && row.fields.address !== undefined) {
      if (run && wordOf(run.first, 'side') !== wordOf(row, 'side')) endRun()
      if (run) run.count += 1
      else run = { first: row, count: 1 }
      continue
    }
    const phase = phases[`${row.type} ${row.fields.state ?? ''}`]
    if (!phase) continue
    endRun()
    marks.push({ id: `${row.type} ${row.fields.state ?? ''} ${row.n}`, atUs: row.atUs, ...phase })
  }
  endRun()
  return marks
}

const firsts: { readonly [K in keyof FirstMedia]: Phase } = {
  packetIn: {
    way: 'in',
    label: 'First media packet of the client',
    meaning: 'The first RTP packet that came',
  },
  packetOut: {
    way: 'out',
    label: 'First media packet to the client',
    meaning: 'The first RTP packet that was sent; it may hold silence',
  },
  received: { way: 'here', label: 'First frame to the handler', meaning: 'The handler’s receive was called' },
  emitted: {
    way: 'here',
    label: 'First answer of the handler',
    meaning: 'The handler’s emit gave sound or a picture',
  },
}

const mediaMarks = (media: FirstMedia): readonly Mark[] =>
  (Object.keys(firsts) as (keyof FirstMedia)[]).flatMap((id) => {
    const atUs = media[id]
    return atUs === null ? [] : [{ id, atUs, ...firsts[id] }]
  })

/** All steps in the order of time. */
export function ladderSteps(rows: readonly SignalRow[], media: FirstMedia): readonly LadderStep[] {
  const slow = new Map(legTimes(rows, media).flatMap(({ endUs, slow }) => (slow ? [[endUs, slow]] : [])))
  const marks = [...marksOf(rows), ...mediaMarks(media)].sort((a, b) => a.atUs - b.atUs)
  return marks.map((mark, index) => {
    const before = marks[index - 1]
    return {
      ...mark,
      sinceMs: before ? (mark.atUs - before.atUs) / 1000 : null,
      slow: slow.get(mark.atUs) ?? null,
    }
  })
}
