import { isKeyFrame, type VideoCodec } from '../../codecs/key-frame'
import { vp8DescriptorBytes } from '../../media/key-packet'
import { createH264Units } from './h264-units'

export interface WholePicture {
  readonly payload: Uint8Array
  /** A decoder can begin with it. */
  readonly keyFrame: boolean
}

/** Collects the payloads of one picture, in their order. */
export interface PictureParts {
  add(payload: Uint8Array): void
  /** What was added since the last time; null where something of it is missing. */
  take(): WholePicture | null
}

/** Source: RFC 7741 section 4.2: the first packet of a frame starts its first partition. */
const STARTS_FRAME = 0x10
const START_MASK = 0x1f

function createVp8Parts(): PictureParts {
  let parts: Uint8Array[] = []
  let isBroken = false
  return {
    add(payload) {
      if (parts.length === 0) isBroken = ((payload[0] ?? 0) & START_MASK) !== STARTS_FRAME
      parts.push(payload.subarray(vp8DescriptorBytes(payload)))
    },
    take() {
      const payload = Buffer.concat(parts)
      parts = []
      return isBroken ? null : { payload, keyFrame: isKeyFrame('vp8', payload) }
    },
  }
}

/** NAL unit types. Source: ITU-T H.264 table 7-1. */
const TYPE = 0x1f
const SLICE = 1
const IDR_SLICE = 5
const SEQUENCE_PARAMETERS = 7
const START_CODE = Uint8Array.of(0, 0, 0, 1)
/** The first bit of a slice's header is 1 in the one with which a picture begins. Source: ITU-T H.264 section 7.3.3. */
const FIRST_BLOCK = 0x80

function createH264Parts(): PictureParts {
  const collected = createH264Units()
  let hasParameters = false

  return {
    add: collected.add,
    take() {
      const units = collected.take()
      const types = units?.map((unit) => (unit[0] ?? 0) & TYPE) ?? []
      const firstSlice = units?.[types.findIndex((type) => type === SLICE || type === IDR_SLICE)]
      if (!units || (firstSlice && ((firstSlice[1] ?? 0) & FIRST_BLOCK) === 0)) return null
      hasParameters ||= types.includes(SEQUENCE_PARAMETERS)
      return {
        payload: Buffer.concat(units.flatMap((unit) => [START_CODE, unit])),
        keyFrame: hasParameters && types.includes(IDR_SLICE),
      }
    },
  }
}

const collectors: { readonly [C in VideoCodec]: () => PictureParts } = {
  vp8: createVp8Parts,
  h264: createH264Parts,
}

export const createPictureParts = (codec: VideoCodec): PictureParts => collectors[codec]()
