import { z } from 'zod'
import type { CandidateInit } from '../../peer'

const fields = z.object({
  candidate: z.string().max(2000),
  sdpMid: z.string().max(64).nullish(),
  sdpMLineIndex: z.number().int().min(0).max(64).nullish(),
})

const endOfCandidates: CandidateInit = { candidate: '', sdpMid: null, sdpMLineIndex: null }

/**
 * The candidate of a request: none, or an empty one, is the end of candidates; null = it is malformed. Where FastRTC wants ten
 * fields, the eight that Firefox and GStreamer write are enough.
 */
export function candidateOf(given: unknown): CandidateInit | null {
  if (given === null || given === undefined || given === '') return endOfCandidates
  const parsed = fields.safeParse(given)
  if (!parsed.success) return null
  const { candidate, sdpMid, sdpMLineIndex } = parsed.data
  if (candidate.trim() === '') return endOfCandidates
  return {
    candidate: candidate.trim().replace(/^a=/, ''),
    sdpMid: sdpMid ?? null,
    sdpMLineIndex: sdpMLineIndex ?? (sdpMid ? null : 0),
  }
}
