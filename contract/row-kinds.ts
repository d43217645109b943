/** What a row of the journal is about. The order is part of what is stored: new kinds go to the end. */
export const rowKinds = [
  'message',
  'console',
  'error',
  'output',
  'signal',
  'swap',
  'input',
  'turn',
  'finding',
  /** One call of a handler's method; at the time when it ended, of which the journal hears up to 0.2 s later. */
  'call',
  /** What passed between codec and handler in a second, one row for each medium and direction. */
  'frame',
  /** One RTP packet; its bytes, decrypted, are the row's data. */
  'rtp',
  /** One RTCP packet of a compound; its bytes, decrypted, are the row's data. */
  'rtcp',
  /** Counters and delays, once a second. */
  'stat',
] as const
export type RowKind = (typeof rowKinds)[number]
