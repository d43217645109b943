import { afterEach, describe, expect, it, vi } from 'vitest'
import { AsyncAudioVideoStreamHandler } from './async-audio-video-stream-handler'
import { AsyncStreamHandler } from './async-stream-handler'
import { AudioVideoStreamHandler } from './audio-video-stream-handler'
import type { AudioFrame, EmitType, VideoEmitType } from './frames'
import type { HandlerOptions } from './handler-options'
import { StreamHandler } from './stream-handler'
import { handlerKindOf, StreamHandlerBase } from './stream-handler-base'

class Plain extends StreamHandler {
  receive(_frame: AudioFrame): void {
    // Not called here.
  }
  emit(): EmitType {
    return null
  }
}

class WithPictures extends Plain {
  videoReceive(): void {
    // Not called here.
  }
  videoEmit(): VideoEmitType {
    return null
  }
}

afterEach(() => vi.restoreAllMocks())

describe('a handler', () => {
  it('has the defaults of the handler interface', () => {
    const { expectedLayout, outputSampleRate, outputFrameSize, inputSampleRate, fps, ...rest } = new Plain()
    expect({ expectedLayout, outputSampleRate, outputFrameSize, inputSampleRate, fps }).toEqual({
      expectedLayout: 'mono',
      outputSampleRate: 24000,
      outputFrameSize: 480,
      inputSampleRate: 48000,
      fps: 30,
    })
    expect([rest.latestArgs, rest.phoneMode, new Plain().channel]).toEqual([[], false, null])
    expect(new Plain().signal.aborted).toBe(false)
  })

  it.each([
    [{ outputSampleRate: 11025 }, 'outputSampleRate must be a multiple of 50'],
    [{ outputSampleRate: 0 }, 'outputSampleRate'],
    [{ inputSampleRate: Number.NaN }, 'inputSampleRate'],
    [{ inputSampleRate: '48000' as unknown as number }, 'inputSampleRate'],
    [{ expectedLayout: 'quad' as 'mono' }, "expectedLayout must be 'mono' or 'stereo'"],
    [{ fps: 0 }, 'fps must be a number from 1 to 240'],
  ])('refuses the options %j', (options: HandlerOptions, message) => {
    expect(() => new Plain(options)).toThrow(message)
  })

  it('takes 22050 Hz, whose blocks have 441 samples', () => {
    expect(new Plain({ outputSampleRate: 22050 }).outputFrameSize).toBe(441)
  })

  it('warns about another outputFrameSize and ignores it', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    expect(new Plain({ outputFrameSize: 960 }).outputFrameSize).toBe(480)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('deprecated'))
  })

  it('is known by its kind without instanceof', () => {
    expect(handlerKindOf(new Plain())).toBe('StreamHandler')
    const foreign = { [Symbol.for('soundcheck.handler-kind')]: 'AsyncStreamHandler' }
    expect(handlerKindOf(foreign)).toBe('AsyncStreamHandler')
    expect(handlerKindOf({})).toBeNull()
    expect(handlerKindOf(null)).toBeNull()
    const kinds = [AsyncStreamHandler, AudioVideoStreamHandler, AsyncAudioVideoStreamHandler].map((Class) =>
      handlerKindOf(Object.create(Class.prototype)),
    )
    expect(kinds).toEqual(['AsyncStreamHandler', 'AudioVideoStreamHandler', 'AsyncAudioVideoStreamHandler'])
  })

  it('asks for rgb24 pictures unless its class says otherwise', () => {
    expect(WithPictures.videoFormat).toBe('rgb24')
  })

  it('has no loop outside of a session, and says so', () => {
    expect(() => new Plain().loop).toThrow('only once the handler runs in a session')
    expect(() => new Plain().clearQueue()).toThrow('only once the handler runs in a session')
  })

  it('sends nothing while it has no channel', async () => {
    const handler = new Plain()
    await handler.sendMessage('x')
    handler.sendMessageSync('x')
    await handler.fetchArgs()
    expect(handler.channel).toBeNull()
  })

  it('sends on its channel once it is set', async () => {
    const handler = new Plain()
    const send = vi.fn()
    handler.setChannel({ send })
    expect(handler.channelSet.isSet()).toBe(true)
    await handler.sendMessage('x')
    await handler.fetchArgs()
    expect(send.mock.calls).toEqual([['x'], ['{"type":"send_input","data":[]}']])
  })
})

describe('setArgs', () => {
  it('puts the placeholder in front and sets argsSet, which reset clears', () => {
    const handler = new Plain()
    handler.setArgs(['a', 2])
    expect(handler.latestArgs).toEqual(['__webrtc_value__', 'a', 2])
    expect(handler.argsSet.isSet()).toBe(true)
    handler.reset()
    expect(handler.argsSet.isSet()).toBe(false)
    expect(handler.latestArgs).toEqual(['__webrtc_value__', 'a', 2])
  })

  it('refuses what is no array and an empty one', () => {
    expect(() => new Plain().setArgs('x' as unknown as string[])).toThrow(TypeError)
    expect(() => new Plain().setArgs([])).toThrow(RangeError)
  })
})

describe('waitForArgs', () => {
  it('asks the client each time and returns when values are there', async () => {
    const handler = new Plain()
    const send = vi.fn()
    handler.setChannel({ send })
    const waiting = handler.waitForArgs()
    handler.setArgs([1])
    await waiting
    await handler.waitForArgs()
    handler.waitForArgsSync()
    expect(send).toHaveBeenCalledTimes(3)
  })

  it('neither asks nor waits in phone mode', async () => {
    const handler = new Plain()
    const send = vi.fn()
    handler.setChannel({ send })
    handler.phoneMode = true
    await handler.waitForArgs()
    handler.waitForArgsSync()
    expect(handler.argsSet.isSet()).toBe(true)
    expect(send).not.toHaveBeenCalled()
  })
})

describe('the default copy', () => {
  it('is a new instance of the same class with the same options', () => {
    const copy = new WithPictures({ outputSampleRate: 16000, expectedLayout: 'stereo' }).copy()
    expect(copy).toBeInstanceOf(WithPictures)
    expect([copy.outputSampleRate, copy.expectedLayout]).toEqual([16000, 'stereo'])
  })

  it('passes on the options that a subclass added', () => {
    class Voice extends Plain {
      readonly voice: string
      constructor(options: HandlerOptions & { voice: string }) {
        super(options)
        this.voice = options.voice
      }
    }
    expect((new Voice({ voice: 'deep' }).copy() as Voice).voice).toBe('deep')
  })

  it('says that it does not do where the constructor takes something else', () => {
    class Named extends Plain {
      constructor(readonly title: string) {
        super()
      }
    }
    expect(() => new Named('x').copy()).toThrow(
      'The default copy() does not do for Named: "title" is a string in the original and object in the copy',
    )
  })

  it('says so where the constructor fails, and where something was set afterwards', () => {
    class Picky extends Plain {
      constructor(words: string) {
        super()
        words.trim()
      }
    }
    expect(() => new Picky('x').copy()).toThrow('does not do for Picky: words.trim is not a function')
    const late = Object.assign(new Plain(), { model: 'big' })
    expect(() => late.copy()).toThrow('"model" is a string in the original and undefined in the copy')
  })

  it('can be overridden with any handler', () => {
    class Own extends Plain {
      override copy(): StreamHandlerBase {
        return new Own({ fps: 10 })
      }
    }
    expect(new Own().copy()).toBeInstanceOf(StreamHandlerBase)
  })
})
