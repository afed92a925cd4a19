/**
 * Lines of an analysis over the streets: one mesh for all of them, in the engine's own picture. New colours and widths are two
 * buffers written over; the courses are made anew only when they are others.
 */
import { BoundingSphere, Cartesian3, type Scene } from 'cesium'
import { addMesh, type Mesh } from './mesh.ts'
import { GAP_PIXELS, ribbonsOf } from './ribbons.ts'
import type { Part } from './scene.ts'
import type { Surface } from './surface.ts'
import type { StageFlows } from './types.ts'

/**
 * The course and the reach across are turned into a step on the screen, so that a line is as wide as it is said to be in any
 * view. The derivative of the projection, not the difference of two projected points: it holds behind the camera too.
 */
const vertexShader = `
in vec3 position;
in vec3 course;
in vec4 colour;
in vec2 width;
out vec4 v_colour;
out float v_across;
out float v_half;
void main() {
  vec4 here = czm_modelViewProjection * vec4(position, 1.0);
  vec4 ahead = czm_modelViewProjection * vec4(course.xy, 0.0, 0.0);
  vec2 way = (ahead.xy * here.w - here.xy * ahead.w) * czm_viewport.zw;
  vec2 along = way / max(length(way), 1e-9);
  float half_ = 0.5 * width.x * czm_pixelRatio;
  float reach = sign(course.z) * (half_ + 0.5);
  vec2 step_ = vec2(along.y, -along.x) * abs(course.z) * (width.y * (half_ + ${GAP_PIXELS.toFixed(1)} * czm_pixelRatio) + reach);
  gl_Position = here + vec4(2.0 * step_ / czm_viewport.zw * here.w, 0.0, 0.0);
  v_colour = colour;
  v_across = reach;
  v_half = half_;
}`

/** Edges are softened over a pixel: the map is drawn without any smoothing of its own. */
const fragmentShader = `
in vec4 v_colour;
in float v_across;
in float v_half;
void main() {
  out_FragColor = vec4(v_colour.rgb, v_colour.a * clamp(v_half + 0.5 - abs(v_across), 0.0, 1.0));
}`

export function createFlows(scene: Scene, surface: Surface): Part {
  let shown: StageFlows | null = null
  let onTerrain: boolean | undefined
  let mesh: Mesh | null = null
  /** The ground may come to lie otherwise than the mesh. */
  let unsettled = false
  const clear = () => {
    mesh?.destroy()
    mesh = null
  }
  const draw = (flows: StageFlows | null) => {
    shown = flows
    if (!flows || flows.points.length === 0) return clear()
    const { colour, width } = styleOf(flows)
    if (mesh) {
      mesh.write('colour', colour)
      mesh.write('width', width)
    } else {
      mesh = meshOf(scene, surface, flows, colour, width)
      unsettled ||= !scene.globe.tilesLoaded
    }
  }
  const settled = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
    if (left > 0 || !unsettled) return
    unsettled = false
    surface.forget()
    clear()
    draw(shown)
    scene.requestRender()
  })
  return {
    update: ({ flows = null, terrain }) => {
      unsettled ||= terrain !== onTerrain
      onTerrain = terrain
      if (flows === shown) return
      if (!flows || !shown || !sameCourse(flows, shown)) clear()
      draw(flows)
    },
    destroy: () => {
      settled()
      clear()
    },
  }
}

function meshOf(scene: Scene, surface: Surface, flows: StageFlows, colour: Uint8Array, width: Float32Array): Mesh {
  const { points } = flows
  const { course, indices } = ribbonsOf(flows)
  const position = new Float32Array(3 * points.length)
  for (let i = 0; i < points.length; i += 2) {
    surface.put(points[i]!, points[i + 1]!, position, 3 * i)
    position.copyWithin(3 * i + 3, 3 * i, 3 * i + 3)
  }
  const around = BoundingSphere.fromVertices(position as unknown as number[], Cartesian3.ZERO, 3)
  return addMesh(scene, {
    attributes: {
      position: { values: position, size: 3 },
      course: { values: course, size: 3 },
      colour: { values: colour, size: 4 },
      width: { values: width, size: 2 },
    },
    indices,
    matrix: surface.matrix,
    sphere: BoundingSphere.transform(around, surface.matrix, new BoundingSphere()),
    vertexShader,
    fragmentShader,
  })
}

/** Colour, width and whether it runs beside the middle, of every vertex. */
function styleOf({ start, points, colours, widthPixels, beside }: StageFlows) {
  const colour = new Uint8Array(4 * points.length)
  const width = new Float32Array(2 * points.length)
  for (let k = 0; k + 1 < start.length; k++) {
    // Nothing is drawn of a line without width.
    const pixels = colours[4 * k + 3] === 0 ? 0 : widthPixels[k]!
    for (let vertex = start[k]!; vertex < start[k + 1]!; vertex++) {
      for (let part = 0; part < 4; part++) colour[4 * vertex + part] = colours[4 * k + part]!
      width[2 * vertex] = pixels
      width[2 * vertex + 1] = beside ? 1 : 0
    }
  }
  return { colour, width }
}

/** By value: results that come from a worker are other arrays each time. */
const sameCourse = (a: StageFlows, b: StageFlows): boolean =>
  (a.start === b.start && a.points === b.points) || (sameNumbers(a.start, b.start) && sameNumbers(a.points, b.points))

function sameNumbers(a: Int32Array | Float64Array, b: Int32Array | Float64Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
