/** One piece of sound of a telephone, as far as its place among the others goes. */
export interface NumberedSound {
  readonly payload: Uint8Array
  /** ms since the stream began. */
  readonly timestamp?: number | undefined
  /** Counts from 1. */
  readonly chunk?: number | undefined
}

const BYTES_PER_MS = 8
/** Timestamps are a little uneven, ms. */
const TOLERANCE = 40

/** Finds out from the numbers of the pieces what is missing between them; a socket itself loses nothing. */
export function createSoundOrder() {
  let lastChunk: number | undefined
  let nextAt: number | undefined

  function missingPieces({ chunk }: NumberedSound): string | null {
    if (chunk === undefined || lastChunk === undefined || chunk === lastChunk + 1) return null
    return `piece ${chunk} of the sound came after piece ${lastChunk}`
  }

  function missingTime({ timestamp }: NumberedSound): string | null {
    if (timestamp === undefined || nextAt === undefined || timestamp - nextAt <= TOLERANCE) return null
    return `${Math.round(timestamp - nextAt)} ms of the caller's sound are missing`
  }

  return {
    /** What is missing just before this piece, in words; null = nothing. */
    note(sound: NumberedSound): string | null {
      const missed = missingPieces(sound) ?? missingTime(sound)
      lastChunk = sound.chunk ?? lastChunk
      if (sound.timestamp !== undefined) nextAt = sound.timestamp + sound.payload.length / BYTES_PER_MS
      return missed
    },
  }
}
