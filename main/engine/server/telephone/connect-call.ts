const entities: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

/** The TwiML by which a call is connected to a media stream, both ways. What is said around it is what FastRTC says. */
export function connectCall(url: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Response>
  <Say>Connecting to the AI assistant.</Say>
  <Connect>
    <Stream url="${escaped(url)}" />
  </Connect>
  <Say>The call has been disconnected.</Say>
</Response>
`
}
