import { refusal, Trouble } from './trouble.js'

/**
 * Where the handler of this page is reached, with the token of the page's own address.
 * @param {{ origin: string, pathname: string, search: string }} location
 */
export function offerAddress(location) {
  const folder = location.pathname.endsWith('/') ? location.pathname : `${location.pathname}/`
  const address = new URL(`${folder}webrtc/offer`, location.origin)
  const token = new URLSearchParams(location.search).get('token')
  if (token !== null) address.searchParams.set('token', token)
  return address.href
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** @param {string} address @param {object} body */
async function post(address, body) {
  const request = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }
  const response = await fetch(address, request).catch(() => {
    throw new Trouble('The server cannot be reached.', 'It may have been stopped. Look whether it listens.')
  })
  const answer = parsed(await response.text())
  if (!response.ok || answer === null || answer.status === 'failed') throw refusal(response.status, answer)
  return answer
}

/** Tells the server of one connection, in FastRTC's words. @param {string} address */
export function createSignalling(address) {
  const id = { webrtc_id: Math.random().toString(36).slice(2) }
  return {
    /** @param {RTCSessionDescription} offer @returns {Promise<RTCSessionDescriptionInit>} the answer */
    offer: (offer) => post(address, { ...id, type: 'offer', sdp: offer.sdp }),
    /** @param {RTCIceCandidate} candidate */
    candidate: (candidate) => post(address, { ...id, type: 'ice-candidate', candidate: candidate.toJSON() }),
  }
}
