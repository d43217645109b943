// Makes a WebAssembly module convert floats as other processors do: one that does not fit becomes the nearest integer,
// where the first version of WebAssembly ends the program.
// Source: WebAssembly core specification 2.0, sections 5.2 to 5.5 (binary format) and 4.3.2 (trunc_sat).
import { SetupProblem } from '../setup/run.mjs'

const HEADER_BYTES = 8
const CODE_SECTION = 10
const LABEL_TABLE = 0x0e
const SATURATING_PREFIX = 0xfc

/** Each conversion that traps, and the number of the one that saturates. */
const SATURATING = new Map(
  [0xa8, 0xa9, 0xaa, 0xab, 0xae, 0xaf, 0xb0, 0xb1].map((code, index) => [code, index]),
)

/** Opcodes that LEB128 numbers follow, by how many: blocks, branches, calls, variables; memory accesses. */
const ONE_NUMBER = [2, 3, 4, 0x0c, 0x0d, 0x10, 0x20, 0x21, 0x22, 0x23, 0x24, 0x3f, 0x40, 0x41, 0x42]
const NUMBERS = new Map([
  ...ONE_NUMBER.map((code) => /** @type {const} */ ([code, 1])),
  ...Array.from({ length: 23 }, (_, index) => /** @type {const} */ ([0x28 + index, 2])),
  [0x11, 2],
])

/** The first and the last of each run of opcodes that nothing follows. */
const BARE = [
  [0x00, 0x01],
  [0x05, 0x05],
  [0x0b, 0x0b],
  [0x0f, 0x0f],
  [0x1a, 0x1b],
  [0x45, 0xbf],
]

/** @param {Uint8Array} bytes @param {number} at @returns {{ value: number, end: number }} */
function readNumber(bytes, at) {
  let value = 0
  for (let shift = 0, end = at; end < bytes.length; shift += 7) {
    const byte = /** @type {number} */ (bytes[end++])
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return { value, end }
  }
  throw new SetupProblem('The WebAssembly module ends in the middle of a number.')
}

/** @param {number} value @returns {number[]} */
function numberBytes(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...numberBytes(Math.floor(value / 128))]
}

/** @param {Uint8Array} bytes @param {number} at @param {number} count */
function skipNumbers(bytes, at, count) {
  let end = at
  for (let left = count; left > 0; left--) end = readNumber(bytes, end).end
  return end
}

/** Where the instruction at `at` ends. @param {Uint8Array} bytes @param {number} at */
function instructionEnd(bytes, at) {
  const code = /** @type {number} */ (bytes[at])
  const numbers = NUMBERS.get(code)
  if (numbers !== undefined) return skipNumbers(bytes, at + 1, numbers)
  if (code === 0x43) return at + 5
  if (code === 0x44) return at + 9
  if (code === LABEL_TABLE) {
    const { value, end } = readNumber(bytes, at + 1)
    return skipNumbers(bytes, end, value + 1)
  }
  if (BARE.some(([first = 0, last = 0]) => code >= first && code <= last)) return at + 1
  throw new SetupProblem(
    `The WebAssembly module has an instruction 0x${code.toString(16)} that is not known.`,
  )
}

/** @param {Uint8Array} body of a function @returns {Buffer} */
function saturateBody(body) {
  const groups = readNumber(body, 0)
  let at = groups.end
  for (let left = groups.value; left > 0; left--) at = readNumber(body, at).end + 1
  /** @type {Uint8Array[]} */
  const parts = [body.subarray(0, at)]
  let kept = at
  for (; at < body.length; at = instructionEnd(body, at)) {
    const number = SATURATING.get(/** @type {number} */ (body[at]))
    if (number === undefined) continue
    parts.push(body.subarray(kept, at), Uint8Array.of(SATURATING_PREFIX, number))
    kept = at + 1
  }
  return Buffer.concat([...parts, body.subarray(kept)])
}

/** @param {Uint8Array} section @returns {Buffer} */
function saturateSection(section) {
  const count = readNumber(section, 0)
  /** @type {Uint8Array[]} */
  const parts = [section.subarray(0, count.end)]
  for (let at = count.end; at < section.length; ) {
    const size = readNumber(section, at)
    const body = saturateBody(section.subarray(size.end, size.end + size.value))
    parts.push(Uint8Array.from(numberBytes(body.length)), body)
    at = size.end + size.value
  }
  return Buffer.concat(parts)
}

/** The module with saturating conversions. @param {Uint8Array} module @returns {Uint8Array} */
export function saturateConversions(module) {
  /** @type {Uint8Array[]} */
  const parts = [module.subarray(0, HEADER_BYTES)]
  for (let at = HEADER_BYTES; at < module.length; ) {
    const size = readNumber(module, at + 1)
    const section = module.subarray(size.end, size.end + size.value)
    const made = module[at] === CODE_SECTION ? saturateSection(section) : section
    parts.push(module.subarray(at, at + 1), Uint8Array.from(numberBytes(made.length)), made)
    at = size.end + size.value
  }
  return Buffer.concat(parts)
}
