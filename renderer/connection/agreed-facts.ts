import { parse } from 'sdp-transform'
import { type ChosenPair, candidateWords, chosenPair, wayOf } from './addresses'
import { exchangesOf } from './exchanges'
import { type Fact, securityFacts } from './security'
import { lastOf, type SignalRow } from './signal-row'

export interface FactGroup {
  readonly title: string
  readonly facts: readonly Fact[]
  /** In place of facts, while there are none. */
  readonly none: string
}

function wayFacts(pair: ChosenPair, rows: readonly SignalRow[]): readonly Fact[] {
  const typeOf = (type: string | null | undefined) => (type ? (candidateWords[type]?.word ?? type) : null)
  const end = (address: string, type: string | null | undefined) =>
    [address, typeOf(type)].filter(Boolean).join(' · ')
  return [
    { name: 'Way', value: wayOf(pair, rows), meaning: 'Where the packets go' },
    {
      name: 'Over',
      value: pair.protocol.toUpperCase(),
      meaning: 'UDP loses packets rather than wait for them; TCP waits',
    },
    ...(pair.ours
      ? [
          {
            name: 'Soundcheck',
            value: end(pair.ours.address, pair.ours.type),
            meaning: 'Address and port of this side',
          },
        ]
      : []),
    {
      name: 'Client',
      value: end(pair.theirs.address, pair.theirs.type),
      meaning: 'Address and port of the other side',
    },
  ]
}

/** `audio: both ways, opus (payload type 111); sent as opus`, one medium a line. */
function mediaFacts(rows: readonly SignalRow[]): readonly Fact[] {
  const row = rows.findLast(({ type, text }) => type === 'session' && /^(audio|video): /.test(text))
  return (row?.text.split('\n') ?? []).map((line) => {
    const [medium = '', ...what] = line.split(': ')
    return {
      name: medium === 'audio' ? 'Sound' : 'Pictures',
      value: what.join(': '),
      meaning: 'Direction and codecs that were agreed on; the number is that in the packets',
    }
  })
}

function channelFacts(rows: readonly SignalRow[]): readonly Fact[] {
  const state = lastOf(rows, 'channel')
  if (!state) return []
  const exchange = exchangesOf(rows).at(-1)
  const medium =
    exchange && parse(exchange.answer ?? exchange.offer).media.find(({ type }) => type === 'application')
  const facts: (Fact | null)[] = [
    {
      name: 'Channel',
      value: state.text.replace(/^data channel /, ''),
      meaning: 'Its name, which the client gives, and its state',
    },
    medium?.maxMessageSize === undefined
      ? null
      : {
          name: 'Largest message',
          value: `${medium.maxMessageSize.toLocaleString('en')} bytes`,
          meaning: 'A larger one would close the channel',
        },
    medium?.sctpPort === undefined
      ? null
      : {
          name: 'SCTP port',
          value: String(medium.sctpPort),
          meaning: 'Inside of DTLS; no port of the network',
        },
  ]
  return facts.filter((fact) => fact !== null)
}

/** All that both sides agreed on, in groups. */
export function agreedFacts(rows: readonly SignalRow[]): readonly FactGroup[] {
  const pair = chosenPair(rows)
  return [
    { title: 'The way', facts: pair ? wayFacts(pair, rows) : [], none: 'No way was found yet.' },
    { title: 'Media', facts: mediaFacts(rows), none: 'No media were agreed on yet.' },
    { title: 'Messages', facts: channelFacts(rows), none: 'No data channel was opened yet.' },
    { title: 'Encryption', facts: securityFacts(rows), none: 'No keys were agreed on yet.' },
  ]
}
