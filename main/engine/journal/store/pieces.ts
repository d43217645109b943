import { type ByteSource, createMemorySource } from './byte-source'

/** A part of what is kept: from its first row, or from where it begins in the session's stream of bytes. */
export interface Piece {
  readonly first: number
  readonly source: ByteSource
}

export interface PiecesOptions {
  /** What is there already, in order. */
  readonly initial: readonly Piece[]
  /** Makes the next one. */
  readonly begin: (first: number) => ByteSource
  /** A piece that is as large gets a successor. */
  readonly pieceBytes: number
  /** All of them together; beyond it the oldest go. */
  readonly limitBytes: () => number
  /** What is kept in memory once the disk has failed. */
  readonly memoryBytes: number
  /** Called once. */
  readonly onFailed: (thrown: unknown) => void
}

const sizeOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { source }) => sum + source.size, 0)

/** Bytes in pieces, so that the oldest can go. A disk that fails loses nothing that is on it: what comes then stays in memory. */
export function createPieces(options: PiecesOptions) {
  let onDisk = [...options.initial]
  let inMemory: Piece[] = []
  let hasFailed = false

  function add(to: Piece[], piece: Piece): Piece {
    to.at(-1)?.source.close()
    to.push(piece)
    return piece
  }

  function place(to: Piece[], first: number, size: number, make: () => ByteSource): Piece {
    const last = to.at(-1)
    const hasRoom = last && (last.source.size === 0 || last.source.size + size <= options.pieceBytes)
    return hasRoom ? last : add(to, { first, source: make() })
  }

  function shrink(pieces: Piece[], limit: number): void {
    while (pieces.length > 1 && sizeOf(pieces) > limit) pieces.shift()?.source.remove()
  }

  function keepInMemory(first: number, bytes: Uint8Array): void {
    place(inMemory, first, bytes.length, createMemorySource).source.append(bytes)
    shrink(inMemory, options.memoryBytes)
  }

  function keepOnDisk(first: number, bytes: Uint8Array): void {
    try {
      place(onDisk, first, bytes.length, () => options.begin(first)).source.append(bytes)
    } catch (thrown) {
      hasFailed = true
      options.onFailed(thrown)
      keepInMemory(first, bytes)
      return
    }
    shrink(onDisk, options.limitBytes())
  }

  return {
    append(first: number, bytes: Uint8Array): void {
      if (!hasFailed) keepOnDisk(first, bytes)
      else keepInMemory(first, bytes)
    },
    all: (): readonly Piece[] => [...onDisk, ...inMemory],
    /** Of what is kept, bytes. */
    size: () => sizeOf(onDisk) + sizeOf(inMemory),
    /** The limit is another one. */
    shrink: (): void => shrink(onDisk, options.limitBytes()),
    removeAll(): void {
      for (const { source } of [...onDisk, ...inMemory]) source.remove()
      onDisk = []
      inMemory = []
    },
    close(): void {
      for (const { source } of onDisk) source.close()
    },
  }
}

export type Pieces = ReturnType<typeof createPieces>
