// The weights of the Silero voice activity detector (version 6, 16 kHz), taken from the ONNX file that a registry package
// ships, in the order in which handlers/kit/vad/silero-network.ts reads them.
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { SetupProblem } from '../setup/run.mjs'
import { readBranchWeights } from './onnx-weights.mjs'

const require = createRequire(import.meta.url)

/** Names in the model, with the shape that the network's code is written for. */
const TENSORS = [
  ['stft.forward_basis_buffer', [258, 1, 256]],
  ['encoder.0.reparam_conv.weight', [128, 129, 3]],
  ['encoder.0.reparam_conv.bias', [128]],
  ['encoder.1.reparam_conv.weight', [64, 128, 3]],
  ['encoder.1.reparam_conv.bias', [64]],
  ['encoder.2.reparam_conv.weight', [64, 64, 3]],
  ['encoder.2.reparam_conv.bias', [64]],
  ['encoder.3.reparam_conv.weight', [128, 64, 3]],
  ['encoder.3.reparam_conv.bias', [128]],
  ['decoder.rnn.weight_ih', [512, 128]],
  ['decoder.rnn.weight_hh', [512, 128]],
  ['decoder.rnn.bias_ih', [512]],
  ['decoder.rnn.bias_hh', [512]],
  ['decoder.decoder.2.weight', [1, 128, 1]],
  ['decoder.decoder.2.bias', [1]],
]

/** The model as it ships. */
export function sileroModelFile() {
  return path.join(path.dirname(require.resolve('@ricky0123/vad-web')), 'silero_vad_v6.onnx')
}

/** All weights as one run of little-endian floats. @returns {Uint8Array} */
export function sileroWeights() {
  // The branch for 16 kHz; the other one is for 8 kHz.
  const weights = readBranchWeights(fs.readFileSync(sileroModelFile()), 'then_branch')
  const parts = TENSORS.map(([name, shape]) => {
    const tensor = weights.get(/** @type {string} */ (name))
    if (!tensor || String(tensor.dims) !== String(shape))
      throw new SetupProblem(`The Silero model has ${tensor?.dims ?? 'no'} ${name}; ${shape} was expected.`)
    return Buffer.from(tensor.data.buffer)
  })
  return Buffer.concat(parts)
}
