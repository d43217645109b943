import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { wholeSession } from '../../../contract/exports'
import type { Journal } from '../journal/journal'
import { createExportJob } from './export-job'
import { runExport } from './run-export'
import {
  audioPackets,
  streams,
  videoPackets,
  writePackets,
  writeReports,
  writeSignals,
} from './testing/sample-call'
import { sampleHead, writeSession } from './testing/write-session'

const job = createExportJob({ isCancelled: () => false, onProgress: () => undefined })

/** What readers of such dumps ask of them. */
const dumpSchema = z.object({
  UserAgent: z.string(),
  UserAgentData: z.array(z.object({ brand: z.string(), version: z.string() })).min(3),
  timestamp: z.number(),
  getUserMedia: z.array(z.unknown()),
  PeerConnections: z.record(
    z.string(),
    z.object({
      url: z.string(),
      rtcConfiguration: z.unknown(),
      stats: z.record(
        z.string(),
        z.object({
          startTime: z.iso.datetime(),
          endTime: z.iso.datetime(),
          statsType: z.string(),
          values: z.string(),
        }),
      ),
      updateLog: z.array(
        z.object({ timestamp: z.number(), time: z.iso.datetime(), type: z.string(), value: z.string() }),
      ),
    }),
  ),
})

async function dumpOf(write: (journal: Journal) => void) {
  const { folder } = await writeSession(write)
  const file = path.join(folder, 'dump.json')
  await runExport(
    {
      ...{ folder, format: 'internals', path: file, appVersion: '1.2.3' },
      ...{ selection: wholeSession, redactions: { rules: [], fields: [] } },
    },
    job,
  )
  const { PeerConnections, ...dump } = dumpSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const connection = PeerConnections[sampleHead.sessionId]
  if (!connection) throw new Error('the connection is not in it')
  const values = (name: string): unknown[] => JSON.parse(connection.stats[name]?.values ?? 'null')
  return { ...dump, ...connection, PeerConnections, values }
}

describe('a webrtc-internals dump', () => {
  it('has what both sides said, and what became of the connection', async () => {
    const { updateLog, timestamp } = await dumpOf((journal) => {
      writeSignals(journal)
      const signal = (type: string, text: string, at: number, fields = {}): void =>
        journal.append({ kind: 'signal', type, text, at, fields })
      signal('candidate', 'candidate:1 1 udp 1 127.0.0.1 9 typ host', 6, { side: 'local' })
      signal('candidate', 'candidate:2 1 udp 1 127.0.0.1 7 typ host', 7, { side: 'remote' })
      signal('ice', 'connected', 20, { state: 'connected' })
      signal('session', 'live', 30, { state: 'live' })
    })
    expect(updateLog.map(({ type, timestamp: at }) => [type, at - timestamp])).toEqual([
      ['setRemoteDescription', 1],
      ['createAnswerOnSuccess', 5],
      ['setLocalDescription', 5],
      ['icecandidate', 6],
      ['addIceCandidate', 7],
      ['iceconnectionstatechange', 20],
      ['connectionstatechange', 30],
    ])
    expect(updateLog[0]?.value).toMatch(/^\{"type":"offer","sdp":"v=0/)
    expect(updateLog.at(-1)?.value).toBe('"connected"')
  })

  it('has a series for each property, with a time for each value', async () => {
    const { stats, values } = await dumpOf((journal) => {
      journal.append({
        ...{
          kind: 'signal',
          type: 'pair',
          at: 50,
          fields: { protocol: 'udp', address: '[::1]:7', candidate: 'prflx' },
        },
        text: 'we at 127.0.0.1:9 (host), the client at [::1]:7 (prflx), over udp',
      })
      writePackets(journal, [
        ...audioPackets(streams.audioIn, 440, 150).filter((_, i) => i !== 70),
        ...videoPackets(streams.videoIn, 50),
      ])
      writePackets(journal, audioPackets(streams.audioOut, 440, 150, 3200))
      writeReports(journal, 6300)
      journal.append({ kind: 'stat', text: '', at: 6400, fields: { rttMs: 12, heapBytes: 5 } })
    })
    const received = values(`IN${streams.audioIn.ssrc}-packetsReceived`)
    expect(received.slice(0, 3)).toEqual([45, 94, 144])
    expect(values(`IN${streams.audioIn.ssrc}-packetsLost`).at(-1)).toBe(1)
    expect(values(`OUT${streams.audioOut.ssrc}-packetsSent`).at(-1)).toBe(150)
    expect(values(`IN${streams.videoIn.ssrc}-pliCount`).at(-1)).toBe(1)
    expect(values('CP1-currentRoundTripTime').at(-1)).toBe(0.012)
    expect(values('C111-mimeType').at(-1)).toBe('audio/opus')
    expect([values('LC1-address').at(-1), values('LC1-port').at(-1)]).toEqual(['127.0.0.1', 9])
    expect([values('RC1-address').at(-1), values('RC1-candidateType').at(-1)]).toEqual(['::1', 'prflx'])
    expect(values(`${values('T1-selectedCandidatePairId').at(-1)}-localCandidateId`).at(-1)).toBe('LC1')
    const sorted = values('C111-timestamp')
    expect(new Set(sorted).size).toBe(sorted.length)
    for (const [name, series] of Object.entries(stats)) {
      const id = name.slice(0, name.lastIndexOf('-'))
      expect(JSON.parse(series.values)).toHaveLength(values(`${id}-timestamp`).length)
      expect(stats[`${id}-timestamp`]?.statsType).toBe(series.statsType)
    }
    const times = values(`IN${streams.audioIn.ssrc}-timestamp`) as number[]
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })

  it('has what the client told of its own end beside it', async () => {
    const told = [{ id: 'IT-1', type: 'inbound-rtp', kind: 'audio', packetsReceived: 7 }]
    const { PeerConnections } = await dumpOf((journal) => {
      writeSignals(journal)
      for (const at of [1000, 2000])
        journal.append({ kind: 'client-stat', direction: 'in', text: JSON.stringify(told), at })
    })
    const [ours, client] = Object.values(PeerConnections)
    expect(Object.keys(ours?.stats ?? {})).not.toContain('IT_1-packetsReceived')
    expect(JSON.parse(client?.stats['IT_1-packetsReceived']?.values ?? '')).toEqual([7, 7])
  })

  it('is refused where nothing was negotiated and nothing sent', async () => {
    await expect(dumpOf((journal) => journal.append({ kind: 'console', text: 'x' }))).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
