// Reads the weights out of an ONNX file: only as much of the format as that takes.
// Source: onnx.proto of the ONNX project (field numbers).
import protobuf from 'protobufjs'

const SCHEMA = `
syntax = "proto3";
package onnx;
message ModelProto { GraphProto graph = 7; }
message GraphProto { repeated NodeProto node = 1; }
message NodeProto { string op_type = 4; repeated AttributeProto attribute = 5; }
message AttributeProto { string name = 1; TensorProto t = 5; GraphProto g = 6; }
message TensorProto { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
`
const FLOAT = 1

/** @typedef {{ dims: number[], data: Float32Array }} Tensor */
/** @typedef {{ op_type: string, attribute: { name: string, t: any, g: any }[] }} Node */

/**
 * The float constants of the branch that an `If` at the top of the model takes, by name.
 * @param {Uint8Array} file @param {'then_branch' | 'else_branch'} branch @returns {Map<string, Tensor>}
 */
export function readBranchWeights(file, branch) {
  const Model = protobuf.parse(SCHEMA, { keepCase: true }).root.lookupType('onnx.ModelProto')
  const { graph } = /** @type {any} */ (Model.decode(file))
  const choice = graph.node.find((/** @type {Node} */ node) => node.op_type === 'If')
  const chosen = choice.attribute.find((/** @type {{ name: string }} */ { name }) => name === branch).g
  /** @type {Map<string, Tensor>} */
  const weights = new Map()
  for (const { op_type, attribute } of chosen.node) {
    const tensor = attribute[0]?.t
    if (op_type !== 'Constant' || tensor?.data_type !== FLOAT || !tensor.name) continue
    const data = new Float32Array(Uint8Array.from(tensor.raw_data).buffer)
    weights.set(tensor.name, { dims: tensor.dims.map(Number), data })
  }
  return weights
}
