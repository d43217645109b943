type Parameters = { readonly [name: string]: string }

/** Asks for stereo in every Opus format of an SDP. Source: RFC 7587 section 6.1. */
export const withStereoOpus = (sdp: string): string =>
  withParameters(sdp, 'opus\\/48000\\/2', { stereo: '1', 'sprop-stereo': '1' })

/**
 * Lets Chromium begin to send video at `kbps` instead of 300: on the way to the engine, on this computer, there is no
 * need to find out slowly how much passes. It knows the parameter in the answer of the other side.
 */
export const withVideoStartBitrate = (sdp: string, kbps: number): string =>
  withParameters(sdp, '(?:VP8|H264)\\/90000', { 'x-google-start-bitrate': String(kbps) })

/** Sets format parameters (`a=fmtp`) of every format whose `a=rtpmap` matches. */
function withParameters(sdp: string, encoding: string, parameters: Parameters): string {
  const maps = sdp.matchAll(new RegExp(`^a=rtpmap:(\\d+) ${encoding}\\r?$`, 'gim'))
  return [...maps].reduce((text, map) => setParameters(text, map[1] ?? '', parameters), sdp)
}

function setParameters(sdp: string, payloadType: string, parameters: Parameters): string {
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
  const format = new RegExp(`^(a=fmtp:${payloadType} )([^\\r\\n]*)`, 'm')
  if (!format.test(sdp)) {
    const map = new RegExp(`^(a=rtpmap:${payloadType} [^\\r\\n]*)(\\r?\\n)`, 'm')
    return sdp.replace(map, `$1$2a=fmtp:${payloadType} ${added.join(';')}$2`)
  }
  return sdp.replace(format, (_line, head: string, known: string) => {
    const kept = known.split(';').filter((one) => one !== '' && !(nameOf(one) in parameters))
    return `${head}${[...kept, ...added].join(';')}`
  })
}

const nameOf = (parameter: string): string => parameter.split('=')[0]?.trim() ?? ''
