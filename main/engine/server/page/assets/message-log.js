const KEPT = 300

/**
 * How a message of the server reads. FastRTC's have a type, and either data or a message.
 * @param {string} text @returns {{ text: string, isFailure: boolean, ends: boolean }} `ends`: the server asks to hang up
 */
export function readMessage(text) {
  const message = parsedMessage(text)
  const type = message?.type
  const said = message?.message ?? message?.data
  const ends = type === 'end_stream' || (type === 'update_connection' && said === 'closed')
  if (type !== 'error' && type !== 'warning') return { text, isFailure: false, ends }
  return { text: `${type}: ${typeof said === 'string' ? said : text}`, isFailure: true, ends }
}

/** @param {string} text @returns {any} null unless it is an object */
function parsedMessage(text) {
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/** @param {HTMLElement} list */
export function createMessageLog(list) {
  // What scrolls has to be reached with the keyboard; not every browser sees to that.
  list.tabIndex = 0
  return {
    /** @param {'sent' | 'received' | 'failure'} kind @param {string} text */
    add(kind, text) {
      const isAtEnd = list.scrollTop + list.clientHeight >= list.scrollHeight - 8
      const row = document.createElement('li')
      row.className = kind
      row.textContent = `${kind === 'sent' ? '→' : '←'} ${text}`
      list.append(row)
      while (list.childElementCount > KEPT) list.firstElementChild?.remove()
      if (isAtEnd) list.scrollTop = list.scrollHeight
    },
    clear: () => list.replaceChildren(),
  }
}
