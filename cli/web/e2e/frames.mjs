/** Writes frames as openapi.yaml has them (operation embeddings), for a server that is not the real one. */

const TYPES = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };

/**
 * @param header what the frame says of itself, without `columns`
 * @param columns {name, type, width, data, values} each
 */
export function frame(header, columns) {
  let offset = 0;
  const described = columns.map(({ name, type, width = 1, data, values }) => {
    const column = { name, type, width, offset, ...(values && { values }) };
    offset += padded(data.length * TYPES[type].BYTES_PER_ELEMENT);
    return column;
  });
  const text = Buffer.from(JSON.stringify({ ...header, columns: described }));
  const head = padded(text.length);
  const bytes = Buffer.alloc(16 + head + offset, 0x20);
  bytes.write("SCP1", 0, "latin1");
  bytes.writeUInt32LE(head, 4);
  bytes.writeUInt32LE(offset, 8);
  bytes.writeUInt32LE(0, 12);
  text.copy(bytes, 16);
  bytes.fill(0, 16 + head);
  columns.forEach(({ type, data }, i) => {
    const exact = TYPES[type].from(data);
    Buffer.from(exact.buffer).copy(bytes, 16 + head + described[i].offset);
  });
  return bytes;
}

function padded(length) {
  return Math.ceil(length / 8) * 8;
}
