/** The handlers that are measured: the least that an author's code can do, so that the engine's own cost shows. */

const passAudio = `
  private readonly heard = new AsyncQueue<AudioFrame>()
  async receive(frame: AudioFrame): Promise<void> {
    await this.heard.put(frame)
  }
  async emit(): Promise<EmitType> {
    return await waitForItem(this.heard)
  }`

const passVideo = `
  static override readonly videoFormat = 'i420'
  private readonly seen = new AsyncQueue<VideoFrame>()
  async videoReceive(frame: VideoFrame): Promise<void> {
    await this.seen.put(frame)
  }
  async videoEmit(): Promise<VideoEmitType> {
    return await waitForItem(this.seen)
  }`

const audioImports = `import { AsyncQueue, AsyncStreamHandler, type AudioFrame, createMessage, type EmitType, waitForItem } from 'soundcheck'
`

export const AUDIO_HANDLER = 'audio.ts'
export const VIDEO_HANDLER = 'video.ts'
export const VERSIONS_HANDLER = 'versions.ts'
export const VERSION_MESSAGE = 'bench_version'

/** An echo that says its version as soon as it answers. */
export function versionSource(version: number): string {
  return `${audioImports}
export default class Version extends AsyncStreamHandler {
  async startUp(): Promise<void> {
    await this.sendMessage(createMessage('${VERSION_MESSAGE}', ${version}))
  }
${passAudio}
}
`
}

/** By file name. */
export const handlerSources: { readonly [file: string]: string } = {
  [AUDIO_HANDLER]: `${audioImports}
export default class Audio extends AsyncStreamHandler {${passAudio}
}
`,
  [VIDEO_HANDLER]: `import { AsyncAudioVideoStreamHandler, AsyncQueue, type AudioFrame, type EmitType, type VideoEmitType, type VideoFrame, waitForItem } from 'soundcheck'

export default class Video extends AsyncAudioVideoStreamHandler {${passAudio}
${passVideo}
}
`,
  [VERSIONS_HANDLER]: versionSource(0),
}
