/** Asks for stereo in every Opus format of an SDP. Source: RFC 7587 section 6.1. */
export function withStereoOpus(sdp: string): string {
  const payloadTypes = [...sdp.matchAll(/^a=rtpmap:(\d+) opus\/48000\/2\r?$/gim)].map((match) => match[1])
  return payloadTypes.reduce<string>((text, type) => addStereo(text, type ?? ''), sdp)
}

function addStereo(sdp: string, payloadType: string): string {
  const format = new RegExp(`^(a=fmtp:${payloadType} )([^\\r\\n]*)`, 'm')
  if (!format.test(sdp)) {
    const map = new RegExp(`^(a=rtpmap:${payloadType} [^\\r\\n]*)(\\r?\\n)`, 'm')
    return sdp.replace(map, `$1$2a=fmtp:${payloadType} stereo=1;sprop-stereo=1$2`)
  }
  return sdp.replace(format, (_line, head: string, parameters: string) => {
    const kept = parameters.split(';').filter((p) => p !== '' && !/^(sprop-)?stereo=/.test(p.trim()))
    return `${head}${[...kept, 'stereo=1', 'sprop-stereo=1'].join(';')}`
  })
}
