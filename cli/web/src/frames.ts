/**
 * Reads the answer of `/embeddings`: a sequence of frames, each with a JSON header and columns of
 * little-endian numbers (openapi.yaml, operation embeddings).
 */

/** One column of a frame: `width` numbers a row. */
export interface FrameColumn {
  readonly name: string;
  readonly width: number;
  readonly data: Uint8Array | Uint16Array | Uint32Array | Float32Array;
  /** Words that codes stand for; undefined for numbers. */
  readonly words: readonly string[] | undefined;
}

export interface Frame {
  readonly cursor: string;
  /** Forget all slots before this frame is taken in. */
  readonly reset: boolean;
  /** Changes when the projection was fitted anew. */
  readonly view: number;
  readonly rows: number;
  readonly capacity: number;
  readonly last: boolean;
  /** One a row. */
  readonly slots: Uint32Array;
  readonly columns: ReadonlyMap<string, FrameColumn>;
}

interface ColumnHeader {
  name: string;
  type: string;
  width: number;
  offset: number;
  values?: string[];
}

interface Header extends Omit<Frame, "columns" | "slots"> {
  columns: ColumnHeader[];
}

const PREFIX = 16;
const MAGIC = 0x31504353; // SCP1
/** More than any frame of 65,536 rows: the server is not believed beyond it. */
const MOST_BYTES = 256 << 20;

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, f32: Float32Array };

/** Makes frames of bytes as they come. */
export class FrameReader {
  private pending = new Uint8Array(0);
  private filled = 0;

  /** Frames that are complete with these bytes. */
  push(bytes: Uint8Array): Frame[] {
    this.append(bytes);
    const frames: Frame[] = [];
    let at = 0;
    for (let size = this.sizeAt(at); size > 0 && at + size <= this.filled; size = this.sizeAt(at)) {
      frames.push(read(this.pending.slice(at, at + size)));
      at += size;
    }
    this.pending.copyWithin(0, at, this.filled);
    this.filled -= at;
    return frames;
  }

  /** Throws if the answer ended within a frame. */
  end(): void {
    if (this.filled > 0) {
      throw new Error(`Invalid embeddings: ${this.filled} bytes left; expected whole frames`);
    }
  }

  private append(bytes: Uint8Array): void {
    if (this.filled + bytes.length > this.pending.length) {
      const larger = new Uint8Array(Math.max(2 * this.pending.length, this.filled + bytes.length));
      larger.set(this.pending.subarray(0, this.filled));
      this.pending = larger;
    }
    this.pending.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  /** Bytes of the frame that begins here; 0 while that is not known. */
  private sizeAt(at: number): number {
    if (this.filled - at < PREFIX) {
      return 0;
    }
    const view = new DataView(this.pending.buffer, this.pending.byteOffset + at, PREFIX);
    if (view.getUint32(0, true) !== MAGIC) {
      throw new Error("Invalid embeddings: no frame; expected SCP1");
    }
    const size = PREFIX + view.getUint32(4, true) + view.getUint32(8, true);
    if (size > MOST_BYTES) {
      throw new Error(`Invalid embeddings: a frame of ${size} bytes; expected at most ${MOST_BYTES}`);
    }
    return size;
  }
}

/** @param bytes exactly one frame, at the begin of its buffer */
function read(bytes: Uint8Array<ArrayBuffer>): Frame {
  const length = new DataView(bytes.buffer).getUint32(4, true);
  const text = new TextDecoder().decode(bytes.subarray(PREFIX, PREFIX + length));
  const header = JSON.parse(text) as Header;
  const columns = new Map<string, FrameColumn>();
  for (const column of header.columns) {
    columns.set(column.name, columnOf(column, header.rows, bytes.buffer, PREFIX + length));
  }
  const slots = columns.get("slot")?.data;
  if (!(slots instanceof Uint32Array) || slots.length !== header.rows) {
    throw new Error("Invalid embeddings: no column slot of u32 and width 1");
  }
  return { ...header, slots, columns };
}

function columnOf(
  column: ColumnHeader,
  rows: number,
  buffer: ArrayBuffer,
  body: number,
): FrameColumn {
  const type = ARRAYS[column.type as keyof typeof ARRAYS];
  const length = rows * column.width;
  const begin = body + column.offset;
  if (type === undefined || begin + length * type.BYTES_PER_ELEMENT > buffer.byteLength) {
    throw new Error(`Invalid embeddings: column ${column.name} of ${column.type} ends outside`);
  }
  return {
    name: column.name,
    width: column.width,
    data: new type(buffer, begin, length),
    words: column.values,
  };
}
