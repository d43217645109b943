/** The size of the picture of a VP8 key frame, pixels. Source: RFC 6386 section 9.1. */
export function vp8Size(keyFrame: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(keyFrame.buffer, keyFrame.byteOffset, keyFrame.byteLength)
  if (bytes.length < 10) return { width: 0, height: 0 }
  return { width: bytes.readUInt16LE(6) & 0x3fff, height: bytes.readUInt16LE(8) & 0x3fff }
}
