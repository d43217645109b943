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
  /** Sound as it passed on the wire in about a second: `contract/wave` says what its bytes are. */
  'sound',
  /** A picture as it passed on the wire, small, about one a second for each direction; its bytes are a JPEG. */
  'picture',
  /** How likely it was that somebody spoke, over about a second; its bytes are one probability each, 0 to 255. */
  'speech',
  /** What waits in one of the queues, about once a second; left out while it stays empty. */
  'queue',
  /** What the client's own end measured: a reading of its `getStats`, once a second or more often; its text is JSON. */
  'client-stat',
  /** When the client's own end sent the last sound of a turn and heard the first of its answer. */
  'heard',
  /** Who had the handler's thread for some seconds, when a person asked; its text is JSON: `contract/thread-profile`. */
  'profile',
  /** How long each frame that was sent in about a second took, step by step; its bytes: `contract/frame-path`. */
  'path',
] as const
export type RowKind = (typeof rowKinds)[number]
