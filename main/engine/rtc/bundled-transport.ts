/** Attributes that belong to the transport, not to the medium. Source: RFC 8859, category TRANSPORT and BUNDLE. */
const transportAttributes = ['ice-ufrag', 'ice-pwd', 'candidate', 'end-of-candidates', 'fingerprint', 'setup']

interface Section {
  readonly mid: string | null
  readonly lines: readonly string[]
}

function isTransportLine(line: string): boolean {
  return transportAttributes.some((name) => line.startsWith(`a=${name}:`) || line === `a=${name}`)
}

function splitSections(lines: readonly string[]): { head: string[]; sections: Section[] } {
  const starts = lines.flatMap((line, index) => (line.startsWith('m=') ? [index] : []))
  const sections = starts.map((start, order) => {
    const own = lines.slice(start, starts[order + 1] ?? lines.length)
    return { mid: own.find((line) => line.startsWith('a=mid:'))?.slice(6) ?? null, lines: own }
  })
  return { head: lines.slice(0, starts[0] ?? lines.length), sections }
}

/**
 * The offer with the transport of the BUNDLE group's first m-line copied to the group's other m-lines.
 *
 * werift applies each m-line's ICE credentials to the shared transport in turn, so the last would win; by RFC 9143
 * section 7.3.1 the first counts. Clients whose m-lines each bring a transport of their own (aiortc) need this.
 */
export function withBundledTransport(sdp: string): string {
  const { head, sections } = splitSections(sdp.split(/\r?\n/).filter((line) => line !== ''))
  const group =
    head
      .find((line) => line.startsWith('a=group:BUNDLE'))
      ?.split(' ')
      .slice(1) ?? []
  const first = sections.find((section) => section.mid === group[0])
  const transport = first?.lines.filter(isTransportLine) ?? []
  if (transport.length === 0) return sdp
  const rewritten = sections.flatMap((section) => {
    const follows = section !== first && section.mid !== null && group.includes(section.mid)
    return follows ? [...section.lines.filter((line) => !isTransportLine(line)), ...transport] : section.lines
  })
  return `${[...head, ...rewritten].join('\r\n')}\r\n`
}
