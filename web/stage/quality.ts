/**
 * How finely the picture is drawn. Without a graphics card a frame costs by the pixel: while the view moves it is drawn at half
 * resolution, and once, sharp, when it rests; never finer than the screen, where the page is shown at less than its size.
 */
import type { CesiumWidget } from 'cesium'

const software = /llvmpipe|softpipe|swiftshader|software|basic render/i
const MOVING_SCALE = 0.5

/** Draws by the rules above from now on. @returns how to stop */
export function adaptQuality(widget: CesiumWidget): () => void {
  const { scene } = widget
  if (!software.test(rendererOf(scene.canvas))) return () => {}
  const scale = (part: number) => {
    const to = part * Math.min(1, devicePixelRatio)
    if (widget.resolutionScale === to) return
    widget.resolutionScale = to
    scene.requestRender()
  }
  scale(1)
  const started = scene.camera.moveStart.addEventListener(() => scale(MOVING_SCALE))
  const ended = scene.camera.moveEnd.addEventListener(() => scale(1))
  return () => {
    started()
    ended()
  }
}

function rendererOf(canvas: HTMLCanvasElement): string {
  const gl = canvas.getContext('webgl2')
  const about = gl?.getExtension('WEBGL_debug_renderer_info')
  return gl && about ? String(gl.getParameter(about.UNMASKED_RENDERER_WEBGL)) : ''
}
