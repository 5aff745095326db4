// Writes ONNX models: the part of the protobuf schema that a small graph needs.
// Field numbers are those of onnx.proto.

import { Buffer } from 'node:buffer';

/** TensorProto.DataType */
export const types = { float: 1, int8: 3, int64: 7 };

const irVersion = 8;
const opset = 13;

/** AttributeProto.AttributeType.INT */
const integerAttribute = 2;

/**
 * @param {{name: string, inputs: object[], outputs: object[], initializers: Buffer[], nodes: Buffer[]}} graph
 * inputs and outputs as `{name, type, shape}`; a name in the shape stands for any size
 * @returns {Buffer} a ModelProto
 */
export function model({ name, inputs, outputs, initializers, nodes }) {
  const graph = Buffer.concat([
    ...nodes.map((node) => bytes(1, node)),
    text(2, name),
    ...initializers.map((initializer) => bytes(5, initializer)),
    ...inputs.map((input) => bytes(11, valueInfo(input))),
    ...outputs.map((output) => bytes(12, valueInfo(output))),
  ]);
  return Buffer.concat([
    integer(1, irVersion),
    text(2, 'flowdeck'),
    bytes(7, graph),
    bytes(8, Buffer.concat([text(1, ''), integer(2, opset)])),
  ]);
}

/** A NodeProto with one output and attributes that are integers. */
export function node(operator, inputs, output, attributes = {}) {
  return Buffer.concat([
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      bytes(5, Buffer.concat([text(1, name), integer(3, value), integer(20, integerAttribute)])),
    ),
  ]);
}

/** A TensorProto with raw data; typed arrays are little-endian on every machine that runs Node. */
export function tensor(name, type, shape, values) {
  const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([
    ...shape.map((size) => integer(1, size)),
    integer(2, type),
    text(8, name),
    bytes(9, raw),
  ]);
}

function valueInfo({ name, type, shape }) {
  const dimensions = shape.map((size) =>
    bytes(1, typeof size === 'number' ? integer(1, size) : text(2, size)),
  );
  const tensorType = Buffer.concat([integer(1, type), bytes(2, Buffer.concat(dimensions))]);
  return Buffer.concat([text(1, name), bytes(2, bytes(1, tensorType))]);
}

function integer(field, value) {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function bytes(field, content) {
  return Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
}

function text(field, value) {
  return bytes(field, Buffer.from(value));
}

function varint(value) {
  const result = [];
  let rest = value;
  while (rest > 127) {
    result.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...result, rest]);
}
