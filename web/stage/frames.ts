/**
 * Pictures of a raster's frames, a few at a time: the one that is shown, and those that are likely to come next, painted before
 * they are asked for. A picture that is shown is never painted over: the engine looks at a picture again only when it is another
 * object, and half-painted it would flicker.
 */
import type { StageRaster } from './types.ts'

/** Shown, before, after, and one that the engine may still be taking up. */
const KEPT = 4

export interface Frames<Picture> {
  /** The picture of a moment (fractional index, clamped), painted now if it was not painted ahead. */
  picture(raster: StageRaster, frame: number): Picture
  /** Paints the neighbours of a whole frame ahead. */
  ahead(raster: StageRaster, frame: number): void
}

interface Kept<Picture> {
  readonly picture: Picture
  values: StageRaster['frames'] | null
  frame: number
}

export function createFrames<Picture>(
  blank: () => Picture,
  paint: (picture: Picture, raster: StageRaster, frame: number) => void,
): Frames<Picture> {
  /** The least recently used first; the one shown last. */
  const kept: Kept<Picture>[] = []
  const clamped = (raster: StageRaster, frame: number) => Math.min(raster.frames.length - 1, Math.max(0, frame))
  // The same values are the same pictures, whatever the opacity of the raster that holds them.
  const find = (raster: StageRaster, frame: number) =>
    kept.findIndex((one) => one.values === raster.frames && one.frame === frame)
  const painted = (raster: StageRaster, frame: number): Kept<Picture> => {
    const at = find(raster, frame)
    if (at >= 0) return kept.splice(at, 1)[0]!
    const one = kept.length < KEPT ? { picture: blank(), values: null, frame: 0 } : kept.shift()!
    paint(one.picture, raster, frame)
    return Object.assign(one, { values: raster.frames, frame })
  }
  return {
    picture: (raster, frame) => {
      const one = painted(raster, clamped(raster, frame))
      kept.push(one)
      return one.picture
    },
    ahead: (raster, frame) => {
      for (const next of [frame - 1, frame + 1]) {
        if (!Number.isInteger(next) || next !== clamped(raster, next) || find(raster, next) >= 0) continue
        // Before the one that is shown, which stays the last to be painted over.
        kept.splice(-1, 0, painted(raster, next))
      }
    },
  }
}
