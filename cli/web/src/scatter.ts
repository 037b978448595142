import type { Camera, Point } from "./camera.ts";
import { type Cells, type Dirty, type Move, STEPS, type ViewName } from "./cells.ts";
import type { Paint } from "./paint.ts";

const POINTS_VERTEX = `#version 300 es
in vec2 place;
in vec2 look; // place in the palette, bits
uniform vec2 centre;
uniform vec2 unit;
uniform float size;
uniform float cover;
uniform float isSelecting;
uniform sampler2D palette;
out vec4 colour;
void main() {
  float bits = look.y;
  bool isSelected = mod(bits, 2.0) >= 1.0;
  vec4 paint = texelFetch(palette, ivec2(int(look.x), 0), 0);
  bool isHidden = bits >= 2.0 || paint.a == 0.0;
  float dim = isSelecting > 0.0 && !isSelected ? 0.2 * cover : cover;
  colour = vec4(paint.rgb, dim);
  // Those selected lie in front.
  gl_Position = isHidden ? vec4(2.0, 2.0, 2.0, 1.0)
      : vec4((place - centre) * unit, isSelected ? -0.5 : 0.0, 1.0);
  gl_PointSize = isSelecting > 0.0 && isSelected ? size + 1.0 : size;
}`;

const MOVES_VERTEX = `#version 300 es
in vec2 begin;
in vec2 place;
in vec2 look;
in float born;
uniform vec2 centre;
uniform vec2 unit;
uniform float size;
uniform float now;
uniform sampler2D palette;
out vec4 colour;
void main() {
  float share = clamp((now - born) / 900.0, 0.0, 1.0);
  float eased = 1.0 - pow(1.0 - share, 3.0);
  vec4 paint = texelFetch(palette, ivec2(int(look.x), 0), 0);
  bool isHidden = look.y >= 2.0 || paint.a == 0.0 || share >= 1.0;
  vec2 at = begin.x < -32767.5 ? place : mix(begin, place, eased);
  colour = vec4(paint.rgb, 1.0 - share * share);
  gl_Position = isHidden ? vec4(2.0, 2.0, 2.0, 1.0) : vec4((at - centre) * unit, -0.9, 1.0);
  gl_PointSize = size + 7.0 * (1.0 - eased);
}`;

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 colour;
out vec4 painted;
void main() {
  vec2 off = gl_PointCoord - 0.5;
  if (dot(off, off) > 0.25) discard;
  painted = vec4(colour.rgb * colour.a, colour.a);
}`;

/** How long a cell that came or moved is shown doing so, in milliseconds. */
export const MOVE_MS = 900;
const MOST_MOVES = 8192;
const MOVE_BYTES = 16;

/** Draws one view of the cells by WebGL 2. Needs no more than four bytes of place and two of look a point. */
export class Scatter {
  readonly canvas: HTMLCanvasElement;
  private readonly view: ViewName;
  private readonly cells: Cells;
  private readonly paint: Paint;
  private readonly dirty: Dirty;
  private gl!: WebGL2RenderingContext;
  private points!: Program;
  private moves!: Program;
  private made!: Target;
  private shown!: Target;
  private picture: Uniforms = {};
  private isEmpty = true;
  private room = 0;
  private paintRevision = -1;
  private readonly moving = new ArrayBuffer(MOST_MOVES * MOVE_BYTES);
  private nextMove = 0;
  private lastMove = -Infinity;
  private areMovesSent = false;

  /**
   * Throws where the browser has no WebGL 2.
   *
   * @param restored told when the graphics card was lost and is there again: all is to be drawn anew
   */
  constructor(
    canvas: HTMLCanvasElement,
    view: ViewName,
    cells: Cells,
    paint: Paint,
    restored: () => void,
  ) {
    this.canvas = canvas;
    this.view = view;
    this.cells = cells;
    this.paint = paint;
    this.dirty = cells.watch();
    this.begin();
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => {
      this.begin();
      restored();
    });
  }

  /** Shows cells gliding from where they were. */
  show(moves: readonly Move[], now: number): void {
    const data = new DataView(this.moving);
    for (const move of moves) {
      const at = this.nextMove * MOVE_BYTES;
      const places = this.cells.places[this.view];
      data.setInt16(at, move.from[this.view][0], true);
      data.setInt16(at + 2, move.from[this.view][1], true);
      data.setInt16(at + 4, places[2 * move.slot] ?? 0, true);
      data.setInt16(at + 6, places[2 * move.slot + 1] ?? 0, true);
      data.setUint8(at + 8, this.paint.bytes[2 * move.slot] ?? 0);
      data.setUint8(at + 9, this.paint.bytes[2 * move.slot + 1] ?? 0);
      data.setFloat32(at + 12, now, true);
      this.nextMove = (this.nextMove + 1) % MOST_MOVES;
    }
    if (moves.length > 0) {
      this.lastMove = now;
      this.areMovesSent = false;
    }
  }

  isMoving(now: number): boolean {
    return now - this.lastMove < MOVE_MS;
  }

  /** Whether there is no picture to show meanwhile: the size changed, or the graphics card was lost. */
  get isBlank(): boolean {
    return this.isEmpty;
  }

  /** Makes room and sends what changed to the graphics card; before the first slice of a picture. */
  prepare(camera: Camera): void {
    if (!this.gl.isContextLost()) {
      this.resize();
      this.send();
      // All slices of a picture are to look alike, whatever is chosen meanwhile.
      this.picture = this.look(camera, 0);
    }
  }

  /** Draws every `stride`th point from `first` on into the picture that is made. */
  slice(stride: number, first: number, isFirst: boolean): void {
    const gl = this.gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.made.frame);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    if (isFirst) {
      gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    }
    this.points.use(this.picture, stride, first);
    gl.drawArrays(gl.POINTS, 0, Math.max(0, Math.ceil((this.cells.extent - first) / stride)));
  }

  /** What was made so far is what is shown from now on. */
  publish(): void {
    this.isEmpty = false;
    this.copy(this.made.frame, this.shown.frame);
  }

  /** Shows the picture, and upon it the cells that come and move. */
  present(camera: Camera, now: number): void {
    const gl = this.gl;
    if (gl.isContextLost()) {
      return;
    }
    this.copy(this.shown.frame, null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.clear(gl.DEPTH_BUFFER_BIT);
    if (this.isMoving(now)) {
      this.sendMoves();
      gl.viewport(0, 0, this.canvas.width, this.canvas.height);
      this.moves.use(this.look(camera, now), 1, 0);
      gl.drawArrays(gl.POINTS, 0, MOST_MOVES);
    }
  }

  private look(camera: Camera, now: number): Uniforms {
    const size: Point = [this.canvas.width, this.canvas.height];
    const scale = camera.pixels(size) / STEPS;
    return {
      centre: [camera.centre[0] * STEPS, camera.centre[1] * STEPS],
      unit: [(2 * scale) / size[0], (2 * scale) / size[1]],
      size: [this.pointSize(camera)],
      cover: [this.cover()],
      isSelecting: [this.paint.selectedCells > 0 ? 1 : 0],
      now: [now],
    };
  }

  private copy(from: WebGLFramebuffer, to: WebGLFramebuffer | null): void {
    const { gl } = this;
    const { width, height } = this.canvas;
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from);
    gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to);
    gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  }

  /** Waits until what was drawn is drawn; for measuring. */
  finish(): void {
    this.gl.readPixels(0, 0, 1, 1, this.gl.RGBA, this.gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  /** What draws: the graphics card, or a program that does its work. */
  renderer(): string {
    const info = this.gl.getExtension("WEBGL_debug_renderer_info");
    return String(this.gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : this.gl.RENDERER));
  }

  /** In pixels of the device: small where there are many, larger close by. */
  private pointSize(camera: Camera): number {
    const many = Math.max(1, this.cells.size);
    const base = Math.max(1.6, Math.min(5, 620 / Math.sqrt(many)));
    return Math.min(9, base * Math.max(1, camera.zoom ** 0.4)) * ratio();
  }

  /** Where many lie upon each other, the thinner the many. */
  private cover(): number {
    return Math.max(0.45, Math.min(0.9, 1.15 - 0.09 * Math.log10(Math.max(1, this.cells.size))));
  }

  private begin(): void {
    const gl = this.canvas.getContext("webgl2", { antialias: false, depth: true });
    if (gl === null) {
      throw new Error("This browser shows no WebGL 2; the table below holds the numbers.");
    }
    this.gl = gl;
    this.made = new Target(gl);
    this.shown = new Target(gl);
    this.made.resize(this.canvas.width, this.canvas.height);
    this.shown.resize(this.canvas.width, this.canvas.height);
    this.room = 0;
    this.isEmpty = true;
    this.paintRevision = -1;
    this.areMovesSent = false;
    this.dirty.add(0, this.cells.extent);
    this.points = new Program(gl, POINTS_VERTEX, {
      place: { buffer: 0, type: gl.SHORT, size: 2, offset: 0, bytes: 4 },
      look: { buffer: 1, type: gl.UNSIGNED_BYTE, size: 2, offset: 0, bytes: 2 },
    });
    this.moves = new Program(gl, MOVES_VERTEX, {
      begin: { buffer: 0, type: gl.SHORT, size: 2, offset: 0, bytes: MOVE_BYTES },
      place: { buffer: 0, type: gl.SHORT, size: 2, offset: 4, bytes: MOVE_BYTES },
      look: { buffer: 0, type: gl.UNSIGNED_BYTE, size: 2, offset: 8, bytes: MOVE_BYTES },
      born: { buffer: 0, type: gl.FLOAT, size: 1, offset: 12, bytes: MOVE_BYTES },
    });
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.clearColor(0, 0, 0, 0);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  private resize(): void {
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio()));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * ratio()));
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.made.resize(width, height);
      this.shown.resize(width, height);
      this.isEmpty = true;
    }
  }

  private send(): void {
    const { cells, paint, dirty } = this;
    const places = cells.places[this.view];
    if (this.room !== cells.allocated) {
      this.room = cells.allocated;
      this.points.allocate(0, places);
      this.points.allocate(1, paint.bytes);
    } else if (dirty.from < dirty.to) {
      this.points.replace(0, 4 * dirty.from, places.subarray(2 * dirty.from, 2 * dirty.to));
      this.points.replace(1, 2 * dirty.from, paint.bytes.subarray(2 * dirty.from, 2 * dirty.to));
    }
    if (this.paintRevision !== paint.revision) {
      this.paintRevision = paint.revision;
      this.points.replace(1, 0, paint.bytes.subarray(0, 2 * cells.extent));
      this.sendPalette();
    }
    dirty.clear();
  }

  private sendPalette(): void {
    const { gl } = this;
    const texels = new Uint8Array(4 * 256);
    this.paint.palette().forEach((colour, index) => {
      texels.set([...colour, this.paint.muted.has(index) ? 0 : 255], 4 * index);
    });
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  }

  private sendMoves(): void {
    if (!this.areMovesSent) {
      this.moves.allocate(0, new Uint8Array(this.moving));
      this.areMovesSent = true;
    }
  }
}

/** A picture that is not on the screen. */
class Target {
  readonly frame: WebGLFramebuffer;
  private readonly gl: WebGL2RenderingContext;
  private readonly colour: WebGLRenderbuffer;
  private readonly depth: WebGLRenderbuffer;

  constructor(gl: WebGL2RenderingContext) {
    this.gl = gl;
    this.frame = gl.createFramebuffer();
    this.colour = gl.createRenderbuffer();
    this.depth = gl.createRenderbuffer();
  }

  resize(width: number, height: number): void {
    const { gl } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.frame);
    for (const [buffer, format, place] of [
      [this.colour, gl.RGBA8, gl.COLOR_ATTACHMENT0],
      [this.depth, gl.DEPTH_COMPONENT16, gl.DEPTH_ATTACHMENT],
    ] as const) {
      gl.bindRenderbuffer(gl.RENDERBUFFER, buffer);
      gl.renderbufferStorage(gl.RENDERBUFFER, format, width, height);
      gl.framebufferRenderbuffer(gl.FRAMEBUFFER, place, gl.RENDERBUFFER, buffer);
    }
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  }
}

type Uniforms = Readonly<Record<string, readonly number[]>>;

interface Attribute {
  readonly buffer: number;
  readonly type: number;
  readonly size: number;
  readonly offset: number;
  /** Of one point in its buffer. */
  readonly bytes: number;
}

/** Shaders, and the buffers that they read. */
class Program {
  private readonly gl: WebGL2RenderingContext;
  private readonly program: WebGLProgram;
  private readonly attributes: Readonly<Record<string, Attribute>>;
  private readonly buffers: WebGLBuffer[] = [];

  constructor(
    gl: WebGL2RenderingContext,
    vertex: string,
    attributes: Readonly<Record<string, Attribute>>,
  ) {
    this.gl = gl;
    this.attributes = attributes;
    this.program = gl.createProgram();
    gl.attachShader(this.program, compiled(gl, gl.VERTEX_SHADER, vertex));
    gl.attachShader(this.program, compiled(gl, gl.FRAGMENT_SHADER, FRAGMENT));
    Object.keys(attributes).forEach((name, at) => gl.bindAttribLocation(this.program, at, name));
    gl.linkProgram(this.program);
    if (!gl.getProgramParameter(this.program, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`Shaders do not link: ${gl.getProgramInfoLog(this.program)}`);
    }
    for (const { buffer } of Object.values(attributes)) {
      this.buffers[buffer] ??= gl.createBuffer();
    }
  }

  allocate(buffer: number, data: ArrayBufferView<ArrayBufferLike>): void {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffers[buffer] ?? null);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, data as ArrayBufferView<ArrayBuffer>, this.gl.DYNAMIC_DRAW);
  }

  replace(buffer: number, at: number, data: ArrayBufferView<ArrayBufferLike>): void {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffers[buffer] ?? null);
    this.gl.bufferSubData(this.gl.ARRAY_BUFFER, at, data as ArrayBufferView<ArrayBuffer>);
  }

  /** A stride skips points without another buffer. */
  use(
    uniforms: Uniforms,
    stride: number,
    first: number,
  ): void {
    const { gl } = this;
    gl.useProgram(this.program);
    for (const [name, value] of Object.entries(uniforms)) {
      const at = gl.getUniformLocation(this.program, name);
      if (value.length === 2) {
        gl.uniform2fv(at, value);
      } else {
        gl.uniform1fv(at, value);
      }
    }
    Object.values(this.attributes).forEach((attribute, at) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[attribute.buffer] ?? null);
      gl.enableVertexAttribArray(at);
      const bytes = stride * attribute.bytes;
      const begin = attribute.offset + first * attribute.bytes;
      gl.vertexAttribPointer(at, attribute.size, attribute.type, false, bytes, begin);
    });
  }
}

function compiled(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type);
  if (shader === null) {
    throw new Error("The graphics context is lost");
  }
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`A shader does not compile: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}

function ratio(): number {
  return Math.min(2, window.devicePixelRatio || 1);
}

