import { AV_SAMPLE_FMT_S16 } from 'node-av/constants'
import { SoftwareResampleContext } from 'node-av/lib'
import { SoundcheckError } from '../../../contract/errors'
import { BLOCK_MS, type ChannelCount } from '../../../contract/media'
import { nativeLayout } from './channel-layout'
import { bufferOf, createLifetime, expectDone } from './native-codec'

export interface AudioShape {
  /** Hz, a whole number from 4,000 to 192,000. */
  readonly sampleRate: number
  readonly channels: ChannelCount
}

export interface AudioResampler {
  /**
   * Interleaved samples of the `from` shape in, of the `to` shape out, any length (whole samples of all channels, else
   * `invalid`). As many samples come out as went in, times the ratio of the rates: a block of 20 ms in gives 20 ms out
   * in the same call, from the first one on, so nobody has to wait for a block to fill up.
   */
  push(samples: Int16Array): Int16Array<ArrayBufferLike>
  /** The last {@link delay} ms, which were still inside. More may be pushed afterwards. */
  flush(): Int16Array<ArrayBufferLike>
  /** By how many ms what comes out is later than what went in; 0 when both rates are equal. */
  readonly delay: number
  close(): void
}

const UNITY = [1, 1]
const MEAN = [0.5, 0.5]

function checkShape({ sampleRate }: AudioShape): void {
  if (Number.isInteger(sampleRate) && sampleRate >= 4_000 && sampleRate <= 192_000) return
  throw new SoundcheckError('invalid', `${sampleRate} Hz is no sample rate that Soundcheck can convert`, {
    hint: 'Give a whole number from 4000 to 192000.',
  })
}

function openResampler(from: AudioShape, to: AudioShape): SoftwareResampleContext {
  const context = new SoftwareResampleContext()
  context.allocSetOpts2(
    nativeLayout(to.channels),
    AV_SAMPLE_FMT_S16,
    to.sampleRate,
    nativeLayout(from.channels),
    AV_SAMPLE_FMT_S16,
    from.sampleRate,
  )
  try {
    // FFmpeg's own matrix would take 3 dB from mono that becomes stereo.
    if (from.channels !== to.channels) {
      expectDone(
        context.setMatrix(from.channels === 1 ? UNITY : MEAN, from.channels),
        'set the channel gains',
      )
    }
    expectDone(context.init(), `resample ${from.sampleRate} Hz to ${to.sampleRate} Hz`)
  } catch (thrown) {
    context.free()
    throw thrown
  }
  return context
}

/** Nothing to do: hands back what it was given, without a copy. */
function createPassThrough(): AudioResampler {
  const lifetime = createLifetime('resampler', () => undefined)
  return {
    delay: 0,
    push(samples) {
      lifetime.check()
      return samples
    },
    flush: () => new Int16Array(0),
    close: lifetime.close,
  }
}

/**
 * Converts rate and channels with libswresample. Mono to stereo has gain 1.00, stereo to mono is the mean of both.
 *
 * Its filter has 32 taps at the lower of both rates, half of which are delay: 16 samples at that rate, that is 0.33 ms
 * for 48 <-> 44.1 kHz, 0.67 ms for 48 <-> 24 kHz, 1 ms for 48 <-> 16 kHz and 2 ms for 48 <-> 8 kHz. Measured: signal to
 * noise of a 1 kHz tone above 85 dB, pass band flat to 0.1 dB up to 0.8 of the lower Nyquist frequency and -1 dB at 0.9.
 * The delay line is filled with silence when it is made, so that the first block gives as many samples as all others.
 */
export function createAudioResampler({ from, to }: { from: AudioShape; to: AudioShape }): AudioResampler {
  checkShape(from)
  checkShape(to)
  if (from.sampleRate === to.sampleRate && from.channels === to.channels) return createPassThrough()
  const context = openResampler(from, to)
  const lifetime = createLifetime('resampler', () => context.free())
  let scratch = Buffer.alloc(0)

  function convert(samples: Int16Array): Int16Array<ArrayBuffer> {
    const count = samples.length / from.channels
    const room = context.getOutSamples(count)
    const bytesPerSample = to.channels * Int16Array.BYTES_PER_ELEMENT
    if (scratch.length < room * bytesPerSample) scratch = Buffer.alloc(room * bytesPerSample)
    const made = expectDone(context.convertSync([scratch], room, [bufferOf(samples)], count), 'resample')
    return new Int16Array(new Uint8Array(scratch.subarray(0, made * bytesPerSample)).buffer)
  }

  const silence = (count: number) => new Int16Array(Math.ceil(count) * from.channels)
  convert(silence((from.sampleRate * BLOCK_MS) / 1000))
  const delaySamples = Number(context.getDelay(BigInt(from.sampleRate)))

  return {
    delay: (delaySamples * 1000) / from.sampleRate,
    push(samples) {
      lifetime.check()
      if (samples.length % from.channels !== 0) {
        throw new SoundcheckError('invalid', `${samples.length} values are no whole stereo samples`)
      }
      return samples.length === 0 ? new Int16Array(0) : convert(samples)
    },
    flush() {
      lifetime.check()
      return delaySamples === 0 ? new Int16Array(0) : convert(silence(delaySamples))
    },
    close: lifetime.close,
  }
}
