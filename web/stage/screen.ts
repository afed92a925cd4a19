/**
 * Places on the ground as pixels of the picture, by the camera as it stands: for what is drawn over the picture without the
 * engine, which then need not draw anything anew.
 */
import { Matrix4, type Scene } from 'cesium'
import type { Surface } from './surface.ts'

export interface Screen {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  /** Writes x · w, y · w, w of a place in local metres: CSS pixels once divided by w; w is below 1 where it is not before the camera. */
  put(x: number, y: number, to: Float64Array): void
}

export function screenOf(scene: Scene, surface: Surface): Screen {
  const { camera, canvas } = scene
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  const toView = Matrix4.multiply(camera.frustum.projectionMatrix, camera.viewMatrix, new Matrix4())
  const m = Matrix4.toArray(Matrix4.multiply(toView, surface.matrix, toView))
  const metres = new Float64Array(3)
  return {
    width,
    height,
    put: (x, y, to) => {
      surface.put(x, y, metres, 0)
      const east = metres[0]!
      const north = metres[1]!
      const up = metres[2]!
      const w = m[3]! * east + m[7]! * north + m[11]! * up + m[15]!
      to[0] = ((m[0]! * east + m[4]! * north + m[8]! * up + m[12]! + w) * width) / 2
      to[1] = ((w - m[1]! * east - m[5]! * north - m[9]! * up - m[13]!) * height) / 2
      to[2] = w
    },
  }
}

/** A canvas over the engine's own; the pointer goes through it. */
export function canvasOver(scene: Scene): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;display:none'
  scene.canvas.parentElement!.append(canvas)
  return canvas
}
