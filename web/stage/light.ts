/**
 * The lit ground: one mesh of patches for what is in view, finer near the camera, made anew when the camera rests; by night
 * the same mesh begins with a veil over the whole picture and ends with the glow of every lamp of the city, which keeps its size on
 * the screen from afar. Lines of equal illuminance are drawn on a canvas over it.
 */
import { BoundingSphere, Cartesian3, type Scene } from 'cesium'
import { BLOCK_METRES, type Blocks, blocksOf, cellFor, type Patches, patchesOf } from './light-patches.ts'
import { glowOf, luxColour } from './light-ramp.ts'
import { addMesh, type Mesh } from './mesh.ts'
import { type Place, seenGround } from './place.ts'
import type { Part } from './scene.ts'
import { canvasOver, screenOf } from './screen.ts'
import type { Surface } from './surface.ts'
import type { StageLight } from './types.ts'

/** Drawn at most; the farthest are left out where even patches so many times as coarse are more. */
const PATCHES = 80_000
const COARSEST = 16
const SETTLED_MS = 600
/** Of the view, from the top: what is in view reaches to the horizon, wherever that is. */
const ROWS = [0.02, 0.08, 0.14, 0.2, 0.26, 0.32, 0.4, 0.5, 0.75, 0.98]
/** Red, green, blue, alpha of the veil. */
const VEIL = [5, 8, 24, 214] as const
const FONT = '600 12px system-ui, sans-serif'

/** What a corner belongs to: `kind` of its vertex. */
const KIND = { patch: 0, veil: 1, glow: 2, out: 3, ring: 4 } as const

/** A glow is `half` metres wide to each side, but no smaller and no larger than so many pixels. */
const vertexShader = `
in vec3 position;
in vec4 shape;
in vec4 colour;
out vec4 v_colour;
out vec3 v_shape;
void main() {
  float kind = shape.x;
  v_colour = colour;
  v_shape = shape.xyz;
  if (kind > 0.5 && kind < 1.5) {
    gl_Position = vec4(position.xy, 0.0, 1.0);
    return;
  }
  gl_Position = czm_modelViewProjection * vec4(position, 1.0);
  if (kind < 1.5) return;
  float perMetre = 0.5 * czm_projection[1][1] * czm_viewport.w / max(gl_Position.w, 1.0);
  vec2 limits = czm_pixelRatio * (kind > 3.5 ? vec2(6.0, 18.0) : kind > 2.5 ? vec2(2.4, 9.0) : vec2(2.6, 90.0));
  float pixels = shape.w * perMetre;
  // Far away a lamp is a point of light that grows fainter, not smaller.
  if (kind < 3.5) v_colour.a *= clamp(sqrt(pixels / limits.x), kind > 2.5 ? 0.55 : 0.35, 1.0);
  gl_Position.xy += 2.0 * shape.yz * clamp(pixels, limits.x, limits.y) / czm_viewport.zw * gl_Position.w;
}`
const fragmentShader = `
in vec4 v_colour;
in vec3 v_shape;
void main() {
  float r = length(v_shape.yz);
  if (v_shape.x < 1.5) {
    float soft = v_shape.x > 0.5 ? 1.0 : 1.0 - smoothstep(0.4, 1.0, r);
    out_FragColor = vec4(v_colour.rgb, 1.0) * v_colour.a * soft;
    return;
  }
  if (r > 1.0) discard;
  if (v_shape.x > 2.5) {
    float rim = smoothstep(0.5, 0.62, r);
    float alpha = v_colour.a * (1.0 - smoothstep(0.86, 1.0, r));
    if (v_shape.x > 3.5) alpha *= smoothstep(0.6, 0.74, r);
    out_FragColor = vec4(mix(vec3(0.03, 0.04, 0.07), v_colour.rgb, rim) * alpha, alpha);
    return;
  }
  // Light is added: alpha stays 0.
  float halo = (1.0 - r) * (1.0 - r);
  float core = exp(-70.0 * r * r);
  vec3 light = v_colour.rgb * halo * halo * 0.75 + mix(v_colour.rgb, vec3(1.0), 0.75) * core;
  out_FragColor = vec4(light * v_colour.a, 0.0);
}`

/** Half the width of the mark of a lamp that is out, m, and its rim. */
const OUT = { half: 0.9, rgba: [239, 83, 80, 235] } as const
/** Around a lamp of the plan. */
const RING = { half: 2.4, rgba: [206, 128, 230, 255] } as const

export function createLight(scene: Scene, place: Place, surface: Surface): Part {
  const canvas = canvasOver(scene)
  const brush = canvas.getContext('2d')!
  let shown: StageLight | null = null
  let sorted: { of: StageLight['x']; blocks: Blocks } | null = null
  let mesh: Mesh | null = null
  let onTerrain: boolean | undefined
  let otherGround = false

  const draw = () => {
    mesh?.destroy()
    mesh = null
    if (!shown) return
    if (sorted?.of !== shown.x) sorted = { of: shown.x, blocks: blocksOf(shown) }
    mesh = meshOf(scene, surface, patchesInView(scene, place, shown, sorted.blocks), shown)
    scene.requestRender()
  }
  const paint = () => {
    if (shown && shown.isolux.length > 0) paintLines(scene, surface, canvas, brush, shown)
  }
  const rendered = scene.postRender.addEventListener(paint)
  const moved = scene.camera.moveEnd.addEventListener(draw)
  /** The ground comes in bursts: when the last is over, its levels are asked anew. */
  let settling: ReturnType<typeof setTimeout> | undefined
  const settled = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    clearTimeout(settling)
    if (left > 0 || !shown) return
    settling = setTimeout(() => {
      surface.forget(otherGround ? undefined : place.toLocal(scene.camera.positionWC))
      otherGround = false
      draw()
    }, SETTLED_MS)
  })
  return {
    over: canvas,
    update: ({ light = null, terrain }) => {
      const sameGround = terrain === onTerrain
      otherGround ||= !sameGround
      onTerrain = terrain
      if (light === shown && sameGround) return
      const onlyLines =
        light &&
        shown &&
        light.lux === shown.lux &&
        light.night === shown.night &&
        light.lamps === shown.lamps &&
        sameGround
      shown = light
      canvas.style.display = light && light.isolux.length > 0 ? '' : 'none'
      if (!onlyLines) draw()
    },
    destroy: () => {
      clearTimeout(settling)
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
  const seen = seenGround(scene, place, ROWS)
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

function meshOf(scene: Scene, surface: Surface, patches: readonly Patches[], light: StageLight): Mesh | null {
  const { night, lamps } = light
  const shining = night ? [...lamps.ids.keys()].filter((l) => lamps.lumens[l]! > 0 || lamps.out[l]) : []
  const rings = shining.filter((l) => lamps.planned[l]).length
  const count = patches.reduce((sum, of) => sum + of.length / 4, 0) + (night ? 1 : 0) + shining.length + rings
  if (count === 0) return null
  const position = new Float32Array(12 * count)
  const shape = new Float32Array(16 * count)
  const colour = new Uint8Array(16 * count)
  const indices = new Uint32Array(6 * count)
  const middle = new Float64Array(3)
  let k = 0
  /** Corners south-west, south-east, north-west, north-east; `spread` on the ground, or by the shader. */
  const quad = (kind: number, up: number, spread: number, half: number, rgba: readonly number[]) => {
    for (let c = 0; c < 4; c++) {
      const [right, ahead] = [c & 1 ? 1 : -1, c & 2 ? 1 : -1]
      position.set([middle[0]! + right * spread, middle[1]! + ahead * spread, middle[2]! + up], 12 * k + 3 * c)
      shape.set([kind, right, ahead, half], 16 * k + 4 * c)
      colour.set(rgba, 16 * k + 4 * c)
    }
    indices.set([4 * k, 4 * k + 1, 4 * k + 2, 4 * k + 2, 4 * k + 1, 4 * k + 3], 6 * k)
    k++
  }
  if (night) quad(KIND.veil, 0, 1, 0, VEIL)
  for (const of of patches) {
    for (let i = 0; i < of.length; i += 4) {
      surface.put(of[i]!, of[i + 1]!, middle, 0)
      quad(KIND.patch, 0, of[i + 2]!, 0, [...luxColour(of[i + 3]!, night), 255])
    }
  }
  // What is out is marked over what shines.
  for (const l of shining.toSorted((a, b) => lamps.out[a]! - lamps.out[b]!)) {
    surface.put(lamps.x[l]!, lamps.y[l]!, middle, 0)
    if (lamps.planned[l]) quad(KIND.ring, lamps.height[l]!, 0, RING.half, RING.rgba)
    if (lamps.out[l]) quad(KIND.out, lamps.height[l]!, 0, OUT.half, OUT.rgba)
    else quad(KIND.glow, lamps.height[l]!, 0, ...glowOf(lamps.lumens[l]!, lamps.sodium[l] === 1))
  }
  const around = BoundingSphere.fromVertices(position as unknown as number[], Cartesian3.ZERO, 3)
  return addMesh(scene, {
    attributes: {
      position: { values: position, size: 3 },
      shape: { values: shape, size: 4 },
      colour: { values: colour, size: 4 },
    },
    indices,
    matrix: surface.matrix,
    sphere: BoundingSphere.transform(around, surface.matrix, new BoundingSphere()),
    vertexShader,
    fragmentShader,
    premultiplied: true,
    under: true,
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
