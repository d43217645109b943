/** How far two pictures are from each other. */
export interface PictureDistance {
  /** Of a channel of a pixel on average, 0..255. */
  readonly mean: number
  /** Peak signal-to-noise ratio, dB; null = they are the same. */
  readonly psnrDb: number | null
}

const FULL = 255

/**
 * @param a RGBA, as `getImageData` gives it
 * @param b of the same size
 */
export function distanceOf(a: ArrayLike<number>, b: ArrayLike<number>): PictureDistance {
  let [sum, squares, count] = [0, 0, 0]
  for (let at = 0; at + 3 < a.length; at += 4) {
    for (let channel = at; channel < at + 3; channel += 1) {
      const off = Math.abs((a[channel] ?? 0) - (b[channel] ?? 0))
      sum += off
      squares += off * off
      count += 1
    }
  }
  if (count === 0 || squares === 0) return { mean: 0, psnrDb: null }
  return { mean: sum / count, psnrDb: 10 * Math.log10((FULL * FULL * count) / squares) }
}

export function distanceText({ mean, psnrDb }: PictureDistance): string {
  if (psnrDb === null) return 'the same'
  return `${mean.toFixed(1)} of 255 apart on average, PSNR ${psnrDb.toFixed(1)} dB`
}

/** Red, green and blue of one pixel, 0..255. */
export type Rgb = readonly [red: number, green: number, blue: number]

const hex = (value: number): string => value.toString(16).padStart(2, '0')
export const colorText = ([red, green, blue]: Rgb): string =>
  `${red} ${green} ${blue} (#${hex(red)}${hex(green)}${hex(blue)})`

/** Brightness as video has it, 0..255. Source: ITU-R BT.601, by which VP8 is converted. */
export const lumaOf = ([red, green, blue]: Rgb): number =>
  Math.round(0.299 * red + 0.587 * green + 0.114 * blue)

export interface Pixel {
  readonly x: number
  readonly y: number
}

const PAGE = 10

/** Where an arrow leads; undefined for another key. */
export function movedPixel(
  { x, y }: Pixel,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  { width, height }: { readonly width: number; readonly height: number },
): Pixel | undefined {
  const step = shiftKey ? PAGE : 1
  const moves: { readonly [key: string]: readonly [number, number] } = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  }
  const move = moves[key]
  if (!move) return undefined
  return {
    x: Math.min(width - 1, Math.max(0, x + move[0])),
    y: Math.min(height - 1, Math.max(0, y + move[1])),
  }
}
