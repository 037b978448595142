/** A place in the unit of the view, or of the screen in pixels of CSS. */
export type Point = readonly [number, number];

const CLOSEST = 400;
const FARTHEST = 0.2;

/** Which part of a view is seen, and how large. Immutable. */
export class Camera {
  /** What is seen at first: a little more than −1 to 1. */
  static readonly HOME = new Camera([0, 0], 0.85);

  readonly centre: Point;
  /** Half-sizes of the canvas's shorter side that a unit of the view takes. */
  readonly zoom: number;

  private constructor(centre: Point, zoom: number) {
    this.centre = centre;
    this.zoom = zoom;
  }

  /** Moved by pixels. */
  pan(dx: number, dy: number, size: Point): Camera {
    const unit = this.pixels(size);
    return new Camera([this.centre[0] - dx / unit, this.centre[1] + dy / unit], this.zoom);
  }

  /** Nearer by a factor; the place under a pixel stays there. */
  near(factor: number, at: Point, size: Point): Camera {
    const zoom = Math.max(FARTHEST, Math.min(CLOSEST, this.zoom * factor));
    const [x, y] = this.toView(at, size);
    const share = this.zoom / zoom;
    return new Camera(
      [x + (this.centre[0] - x) * share, y + (this.centre[1] - y) * share],
      zoom,
    );
  }

  /** The place in the view under a pixel. */
  toView(pixel: Point, size: Point): Point {
    const unit = this.pixels(size);
    return [
      this.centre[0] + (pixel[0] - size[0] / 2) / unit,
      this.centre[1] - (pixel[1] - size[1] / 2) / unit,
    ];
  }

  /** Pixels that a unit of the view takes. */
  pixels(size: Point): number {
    return (this.zoom * Math.max(1, Math.min(size[0], size[1]))) / 2;
  }
}
