import { packSources, readSources } from '../../../../contract/handler-sources'
import type { RowKind } from '../../../../contract/journal'
import {
  type RedactionCount,
  type RedactionRule,
  type Redactions,
  redactionRules,
} from '../../../../contract/redactions'
import type { RowFields } from '../../../../contract/row-fields'
import type { StoredRow } from '../../journal/journal-line'
import type { SessionHead } from '../../journal/session-head'
import { readRtpHeader } from '../../media/rtp-header'
import { createFieldRules } from './field-rules'
import { createPatternRules } from './pattern-rules'
import { createRedactionTally } from './redaction-tally'

/** Takes away what rules name. */
export interface Redactor {
  row(row: StoredRow): StoredRow
  /** The bytes of a row, as far as they may be seen; null = nothing is left. */
  bytes(row: StoredRow, bytes: Uint8Array): Uint8Array | null
  text(text: string): string
  head(head: SessionHead): SessionHead
  /** Whether sound and pictures are left out. */
  readonly hasMedia: boolean
  /** What was taken so far. */
  counts(): readonly RedactionCount[]
}

const textKinds: ReadonlySet<RowKind> = new Set(['message', 'output', 'input', 'console', 'turn'])

const seenKinds: ReadonlySet<RowKind> = new Set(['sound', 'picture', 'speech'])

function parsedJson(text: string): unknown {
  const first = text.trimStart()[0]
  if (first !== '{' && first !== '[' && first !== '"') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fieldsOfRule = ({ id, takes }: RedactionRule) =>
  takes.what === 'fields' ? [{ rule: id, names: takes.names }] : []

/** The first line of an error says what went wrong; what follows may be the message itself. */
function withoutText({ kind, text }: StoredRow): string {
  if (textKinds.has(kind)) return ''
  const [first = ''] = text.split('\n')
  return kind === 'error' ? first : text
}

export function createRedactor({ rules: ids, fields }: Redactions): Redactor {
  const rules = redactionRules.filter(({ id }) => ids.includes(id))
  const tally = createRedactionTally([
    ...rules.map(({ id }) => id),
    ...(fields.length > 0 ? ['fields' as const] : []),
  ])
  const takesMedia = ids.includes('media')
  const takesTexts = ids.includes('texts')
  const takesSources = ids.includes('sources')
  const inPatterns = createPatternRules(rules, tally)
  const byField = createFieldRules([...rules.flatMap(fieldsOfRule), { rule: 'fields', names: fields }], tally)

  function redacted(text: string): string {
    if (text === '') return text
    const json = parsedJson(text)
    if (json === undefined) return inPatterns(byField.inText(text))
    const left = JSON.stringify(byField.inJson(json, inPatterns))
    // What nothing was taken from stays as it was written, to the last blank.
    return left === JSON.stringify(json) ? text : left
  }

  function textOf(row: StoredRow): string {
    if (!takesTexts) return redacted(row.text)
    const left = withoutText(row)
    if (left !== row.text) tally.note('texts', row.text)
    return redacted(left)
  }

  function fieldsOf(now: RowFields): RowFields {
    const { address } = now
    return typeof address === 'string' ? { ...now, address: inPatterns(address) } : now
  }

  function packetBytes(row: StoredRow, bytes: Uint8Array): Uint8Array | null {
    if (!takesMedia || row.kind !== 'rtp') return bytes
    tally.note('media', `${bytes.length} bytes of ${row.type ?? 'media'}`)
    return bytes.slice(0, readRtpHeader(bytes)?.payloadAt ?? 0)
  }

  /** Drawn from sound and pictures: what was said and shown can be guessed from them. */
  function seenBytes(row: StoredRow, bytes: Uint8Array): Uint8Array | null {
    if (!takesMedia) return bytes
    tally.note('media', `${bytes.length} bytes of ${row.kind}`)
    return null
  }

  /** Each file by itself: in what they are packed into, lines and words do not begin where they do. */
  function sourceBytes(bytes: Uint8Array): Uint8Array | null {
    const sources = readSources(bytes)
    if (takesSources || !sources) {
      tally.note('sources', sources ? [...sources.keys()].join(', ') : `${bytes.length} bytes`)
      return null
    }
    const left = [...sources].map(([file, text]) => [file, inPatterns(byField.inText(text))] as const)
    return packSources(new Map(left))
  }

  function messageBytes(bytes: Uint8Array): Uint8Array | null {
    if (takesTexts) {
      tally.note('texts', `${bytes.length} bytes`)
      return null
    }
    // As one character a byte, so that what is no text stays what it is.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const left = redacted(text)
    return left === text ? bytes : Buffer.from(left, 'latin1')
  }

  return {
    row(row) {
      // Most rows are packets and calls: numbers, and nothing to be taken.
      if (row.text === '' && row.position === null && !('address' in row.fields) && !textKinds.has(row.kind))
        return row
      const text = textOf(row)
      const type = row.type !== null && textKinds.has(row.kind) ? inPatterns(row.type) : row.type
      const position = row.position && { ...row.position, file: inPatterns(row.position.file) }
      return { ...row, text, type, position, fields: fieldsOf(row.fields) }
    },
    bytes(row, bytes) {
      if (row.kind === 'rtp' || row.kind === 'rtcp') return packetBytes(row, bytes)
      if (seenKinds.has(row.kind)) return seenBytes(row, bytes)
      // Times alone: what is looked for may be in them by chance.
      if (row.kind === 'path') return bytes
      return row.kind === 'swap' ? sourceBytes(bytes) : messageBytes(bytes)
    },
    text: redacted,
    head: (head) => ({
      ...head,
      client: {
        ...head.client,
        webrtcId: inPatterns(head.client.webrtcId),
        address: head.client.address && inPatterns(head.client.address),
      },
      ...(head.end ? { end: { ...head.end, reason: head.end.reason && redacted(head.end.reason) } } : {}),
    }),
    hasMedia: !takesMedia,
    counts: tally.read,
  }
}
