import { describe, expect, it } from 'vitest'
import { createSoundOrder } from './sound-order'

const payload = new Uint8Array(160)

function notes(pieces: readonly { readonly chunk?: number; readonly timestamp?: number }[]) {
  const order = createSoundOrder()
  return pieces.map((piece) => order.note({ ...piece, payload }))
}

describe('the order of the sound of a telephone', () => {
  it('is right when pieces and times follow one another, however unevenly', () => {
    expect(notes([0, 21, 38, 60, 95, 100].map((timestamp, n) => ({ timestamp, chunk: n + 1 })))).toEqual(
      Array(6).fill(null),
    )
  })

  it('tells of pieces that are missing', () => {
    expect(notes([{ chunk: 1 }, { chunk: 4 }, { chunk: 5 }, { chunk: 2 }])).toEqual([
      null,
      'piece 4 of the sound came after piece 1',
      null,
      'piece 2 of the sound came after piece 5',
    ])
  })

  it('tells of time that is missing between pieces that are not', () => {
    expect(
      notes([
        { chunk: 1, timestamp: 0 },
        { chunk: 2, timestamp: 320 },
      ]),
    ).toEqual([null, "300 ms of the caller's sound are missing"])
  })

  it('is nobody’s trouble where nothing is numbered', () => {
    expect(notes([{}, {}, {}])).toEqual([null, null, null])
  })
})
