/**
 * The lit ground: one mesh of patches for what is in view, finer near the camera, made anew when the camera rests; by night
 * the same mesh begins with a veil over the whole picture. Lines of equal illuminance are drawn on a canvas over it.
 */
import { BoundingSphere, Cartesian3, type Scene } from 'cesium'
import { BLOCK_METRES, type Blocks, blocksOf, cellFor, type Patches, patchesOf } from './light-patches.ts'
import { luxColour } from './light-ramp.ts'
import { addMesh, type Mesh } from './mesh.ts'
import { type Place, seenGround } from './place.ts'
import type { Part } from './scene.ts'
import { canvasOver, screenOf } from './screen.ts'
import type { Surface } from './surface.ts'
import type { StageLight } from './types.ts'

/** Drawn at most; the farthest are left out where even patches so many times as coarse are more. */
const PATCHES = 80_000
const COARSEST = 16
/** Red, green, blue, alpha of the veil. */
const VEIL = [4, 7, 20, 205] as const
const FONT = '600 12px system-ui, sans-serif'

const vertexShader = `
in vec3 position;
in float veil;
in vec4 colour;
out vec4 v_colour;
void main() {
  gl_Position = veil > 0.5 ? vec4(position.xy, 0.0, 1.0) : czm_modelViewProjection * vec4(position, 1.0);
  v_colour = colour;
}`
const fragmentShader = `
in vec4 v_colour;
void main() {
  out_FragColor = v_colour;
}`

export function createLight(scene: Scene, place: Place, surface: Surface): Part {
  const canvas = canvasOver(scene)
  const brush = canvas.getContext('2d')!
  let shown: StageLight | null = null
  let sorted: { of: StageLight['x']; blocks: Blocks } | null = null
  let mesh: Mesh | null = null
  let onTerrain: boolean | undefined

  const draw = () => {
    mesh?.destroy()
    mesh = null
    if (!shown) return
    if (sorted?.of !== shown.x) sorted = { of: shown.x, blocks: blocksOf(shown) }
    mesh = meshOf(scene, surface, patchesInView(scene, place, shown, sorted.blocks), shown.night)
    scene.requestRender()
  }
  const paint = () => {
    if (shown && shown.isolux.length > 0) paintLines(scene, surface, canvas, brush, shown)
  }
  const rendered = scene.postRender.addEventListener(paint)
  const moved = scene.camera.moveEnd.addEventListener(draw)
  const settled = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    if (left > 0 || !shown) return
    surface.forget()
    draw()
  })
  return {
    over: canvas,
    update: ({ light = null, terrain }) => {
      const sameGround = terrain === onTerrain
      onTerrain = terrain
      if (light === shown && sameGround) return
      const onlyLines = light && shown && light.lux === shown.lux && light.night === shown.night && sameGround
      shown = light
      canvas.style.display = light && light.isolux.length > 0 ? '' : 'none'
      if (!onlyLines) draw()
    },
    destroy: () => {
      if (!scene.isDestroyed()) {
        rendered()
        moved()
        settled()
      }
      mesh?.destroy()
      canvas.remove()
    },
  }
}

/** Of the blocks in view, the nearest first. */
function patchesInView(scene: Scene, place: Place, light: StageLight, { blocks }: Blocks): Patches[] {
  const seen = seenGround(scene, place)
  if (!seen) return []
  const { camera, canvas } = scene
  const [cx, cy] = place.toLocal(camera.positionWC)
  const height = Math.max(1, camera.positionCartographic.height)
  // Of the engine's picture a pixel at one metre's distance; the view is 60° along its longer side.
  const perMetre = (2 * Math.tan(Math.PI / 6)) / Math.max(canvas.clientWidth, canvas.clientHeight)
  const [x0, y0, x1, y1] = seen
  const near = blocks
    .filter(
      ({ x, y }) => x > x0 - BLOCK_METRES && x < x1 + BLOCK_METRES && y > y0 - BLOCK_METRES && y < y1 + BLOCK_METRES,
    )
    .map((block) => ({ block, distance: Math.hypot(block.x - cx, block.y - cy, height) }))
    .sort((a, b) => a.distance - b.distance)
  // Where that is too much for one mesh, everything is drawn coarser: nothing in view is left out before the coarsest.
  for (let coarser = 1; ; coarser *= 2) {
    const patches: Patches[] = []
    let left = PATCHES
    for (const { block, distance } of near) {
      const of = patchesOf(light, block.points, cellFor(distance * perMetre * coarser))
      left -= of.length / 4
      if (left < 0) break
      patches.push(of)
    }
    if (left >= 0 || coarser >= COARSEST) return patches
  }
}

function meshOf(scene: Scene, surface: Surface, patches: readonly Patches[], night: boolean): Mesh | null {
  const count = patches.reduce((sum, of) => sum + of.length / 4, 0) + (night ? 1 : 0)
  if (count === 0) return null
  const position = new Float32Array(12 * count)
  const veil = new Float32Array(4 * count)
  const colour = new Uint8Array(16 * count)
  const indices = new Uint32Array(6 * count)
  const middle = new Float64Array(3)
  let k = 0
  /** Corners south-west, south-east, north-west, north-east. */
  const quad = (east: number, north: number, up: number, half: number, rgba: readonly number[]) => {
    for (let c = 0; c < 4; c++) {
      position.set([east + (c & 1 ? half : -half), north + (c & 2 ? half : -half), up], 12 * k + 3 * c)
      colour.set(rgba, 16 * k + 4 * c)
    }
    indices.set([4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 2, 4 * k + 1, 4 * k + 3], 6 * k)
    k++
  }
  if (night) {
    veil.fill(1, 0, 4)
    quad(0, 0, 0, 1, VEIL)
  }
  for (const of of patches) {
    for (let i = 0; i < of.length; i += 4) {
      surface.put(of[i]!, of[i + 1]!, middle, 0)
      quad(middle[0]!, middle[1]!, middle[2]!, of[i + 2]!, [...luxColour(of[i + 3]!, night), 255])
    }
  }
  const around = BoundingSphere.fromVertices(position as unknown as number[], Cartesian3.ZERO, 3)
  return addMesh(scene, {
    attributes: {
      position: { values: position, size: 3 },
      veil: { values: veil, size: 1 },
      colour: { values: colour, size: 4 },
    },
    indices,
    matrix: surface.matrix,
    sphere: BoundingSphere.transform(around, surface.matrix, new BoundingSphere()),
    vertexShader,
    fragmentShader,
  })
}

function paintLines(
  scene: Scene,
  surface: Surface,
  canvas: HTMLCanvasElement,
  brush: CanvasRenderingContext2D,
  { isolux, night }: StageLight,
): void {
  const screen = screenOf(scene, surface)
  canvas.width = Math.round(screen.width * devicePixelRatio)
  canvas.height = Math.round(screen.height * devicePixelRatio)
  brush.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
  brush.font = FONT
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  const [ink, paper] = night ? ['#ffe9b8', '#10121c'] : ['#1d1233', '#ffffff']
  const at = new Float64Array(3)
  const taken: [number, number][] = []
  const labels: { text: string; x: number; y: number }[] = []
  brush.strokeStyle = ink
  brush.lineWidth = 1.2
  for (const { lux, lines } of isolux) {
    for (const line of lines) {
      brush.beginPath()
      let pen = false
      line.forEach(([x, y], k) => {
        screen.put(x, y, at)
        const before = at[2]! >= 1
        const [left, top] = [at[0]! / at[2]!, at[1]! / at[2]!]
        if (before && pen) brush.lineTo(left, top)
        else if (before) brush.moveTo(left, top)
        pen = before
        if (!before || k !== line.length >> 1 || line.length < 12) return
        if (taken.some(([a, b]) => Math.abs(a - left) < 60 && Math.abs(b - top) < 40)) return
        taken.push([left, top])
        labels.push({ text: String(lux), x: left, y: top })
      })
      brush.stroke()
    }
  }
  brush.strokeStyle = paper
  brush.fillStyle = ink
  brush.lineWidth = 3.5
  for (const { text, x, y } of labels) {
    brush.strokeText(text, x, y)
    brush.fillText(text, x, y)
  }
}
