/**
 * The engine of the 3D picture (three), wrapped once: made on a canvas, told what to show and where the sun stands, disposed
 * of. It draws only when something changed, so that a laptop without a graphics card stays cool.
 */
import {
  BufferAttribute,
  BufferGeometry,
  Color,
  DirectionalLight,
  DoubleSide,
  EdgesGeometry,
  ExtrudeGeometry,
  FrontSide,
  Group,
  HemisphereLight,
  type Light,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  MeshLambertMaterial,
  PCFShadowMap,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  Shape,
  ShapeGeometry,
  Vector3,
  WebGLRenderer,
} from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js'
import type { XY } from '../../scenarios/frame.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { pathsOf } from './SitePlan.tsx'
import type { Prism } from './shades.ts'
import { type Sun, sunDirection } from './sun.ts'
import type { Triangles } from './triangles.ts'
import { bandAlong, type View3d } from './view3d.ts'

export interface MassingScene {
  show(view: View3d): void
  shine(sun: Sun): void
  /** In VN-2000 metres. */
  highlight(geometry: RuleLine['geometry']): void
  theme(dark: boolean): void
  /** Radians about the middle; a factor of distance. */
  turn(round: number, up: number): void
  zoom(factor: number): void
  home(): void
  resize(): void
  /** What is seen now, as PNG. */
  picture(): Promise<Blob | null>
  dispose(): void
}

const COLOURS = {
  light: { sky: 0xdfe9ee, ground: 0xd9ddd2, road: 0xb9bcbd, water: 0x9cc3d4, neighbour: 0xe6e3dc, edge: 0x77736a },
  dark: { sky: 0x15211f, ground: 0x2c3830, road: 0x4a5152, water: 0x2d5666, neighbour: 0x6c7370, edge: 0x1c2220 },
} as const
const BUILDING = 0x1b8aa0
/** The form's massing over the file's. */
const MASSING = 0xd35400
const LOT = 0xe9c46a
const RED = 0xc62828
const MARK = 0xff00c8
/** Side of the shadow map, cells, and half the width that it covers, m. */
const SHADOW = { cells: 1024, reach: 75 } as const
const GROUND_METRES = 400

/** @throws Error where the browser has no WebGL */
export function createMassingScene(canvas: HTMLCanvasElement): MassingScene {
  const renderer = new WebGLRenderer({ canvas, antialias: true, powerPreference: 'low-power' })
  renderer.setPixelRatio(Math.min(devicePixelRatio, 1.5))
  renderer.shadowMap.enabled = true
  renderer.shadowMap.type = PCFShadowMap
  renderer.shadowMap.autoUpdate = false
  const scene = new Scene()
  const camera = new PerspectiveCamera(40, 1, 0.5, 1500)
  const controls = new OrbitControls(camera, canvas)
  controls.maxPolarAngle = Math.PI / 2 - 0.02
  controls.minDistance = 4
  controls.maxDistance = 400
  const sky = new HemisphereLight(0xffffff, 0x9a9a8a, 1.5)
  const sunLight = new DirectionalLight(0xfff4e0, 2.6)
  sunLight.castShadow = true
  sunLight.shadow.mapSize.set(SHADOW.cells, SHADOW.cells)
  sunLight.shadow.bias = -0.0006
  sunLight.shadow.normalBias = 0.2
  Object.assign(sunLight.shadow.camera, {
    left: -SHADOW.reach,
    right: SHADOW.reach,
    top: SHADOW.reach,
    bottom: -SHADOW.reach,
    near: 1,
    far: 600,
  })
  const city = new Group()
  const mark = new Group()
  scene.add(sky, sunLight, sunLight.target, city, mark)

  let view: View3d | null = null
  let dark = false
  let frame = 0
  let gone = false
  const draw = () => {
    frame = 0
    if (!gone) renderer.render(scene, camera)
  }
  const soon = () => {
    if (frame === 0 && !gone) frame = requestAnimationFrame(draw)
  }
  controls.addEventListener('change', soon)

  /** About the middle of the lot, at the height of the ground there. */
  const home = () => {
    if (!view) return
    const height = Math.max(4, topOf(view) - view.groundMetres)
    const span = Math.max(height, ...view.lot.map(([x, y]) => Math.hypot(x, y) * 1.6))
    controls.target.set(0, view.groundMetres + height * 0.4, 0)
    // From the street, a little aside: the front is seen, and one flank.
    const turn = (streetSide(view) ?? -2.1) + 0.5
    camera.position.set(Math.cos(turn) * span * 2.4, view.groundMetres + span * 1.4, -Math.sin(turn) * span * 2.4)
    controls.update()
    soon()
  }

  const build = () => {
    empty(city)
    if (!view) return
    const colours = COLOURS[dark ? 'dark' : 'light']
    scene.background = new Color(colours.sky)
    const { groundMetres } = view
    const flat = (corners: number[], up: number, colour: number, opacity = 1) => {
      if (corners.length > 0) city.add(flatMesh(corners, groundMetres + up, colour, opacity))
    }
    const plane = new PlaneGeometry(GROUND_METRES * 2, GROUND_METRES * 2).rotateX(-Math.PI / 2)
    const ground = new Mesh(plane, new MeshLambertMaterial({ color: colours.ground }))
    ground.position.y = groundMetres
    ground.receiveShadow = true
    city.add(ground)
    for (const ring of view.water) flat(filled(ring), 0.02, colours.water)
    flat(
      view.roads.flatMap(({ line, widthMetres }) => bandAlong(line, widthMetres)),
      0.05,
      colours.road,
    )
    flat(filled(view.lot), 0.08, LOT, 0.55)
    flat(bandAlong([...view.lot, view.lot[0]!], 0.15), 0.1, LOT)
    flat(
      view.redLines.flatMap((line) => bandAlong(line, 0.25)),
      0.12,
      RED,
    )
    solid(city, view.neighbours, colours.neighbour, colours.edge)
    ghost(city, view.replaced, colours.edge)
    if (view.triangles) {
      faces(city, view.triangles, BUILDING)
      ghost(city, view.parts, MASSING)
    } else solid(city, view.parts, BUILDING, 0x0a3a44)
    renderer.shadowMap.needsUpdate = true
  }

  const context = (event: Event) => event.preventDefault()
  canvas.addEventListener('webglcontextlost', context)
  const again = () => {
    build()
    soon()
  }
  canvas.addEventListener('webglcontextrestored', again)

  return {
    show(next) {
      const moved = view?.origin.join() !== next.origin.join()
      view = next
      build()
      if (moved) home()
      soon()
    },
    shine(sun) {
      const [east, north, up] = sunDirection(sun)
      const height = view?.groundMetres ?? 0
      sunLight.position.set(east * 200, height + Math.max(0.02, up) * 200, -north * 200)
      sunLight.target.position.set(0, height, 0)
      // Low light is weak; below the horizon there is only the sky, dim.
      sunLight.intensity = up > 0 ? 2.6 * Math.min(1, up * 4) : 0
      sunLight.castShadow = up > 0
      sky.intensity = up > 0 ? 1.1 + 0.5 * Math.min(1, up * 2) : 0.5
      renderer.shadowMap.needsUpdate = true
      soon()
    },
    highlight(geometry) {
      empty(mark)
      if (view && geometry) {
        const [ox, oy] = view.origin
        const corners: number[] = []
        for (const { line, close, point } of pathsOf(geometry)) {
          const local = line.map(([x, y]): XY => [x - ox, y - oy])
          if (point) corners.push(...bandAlong(circle(local[0]!, 0.6), 0.35))
          else corners.push(...bandAlong(close ? [...local, local[0]!] : local, 0.35))
        }
        if (corners.length > 0) {
          const drawn = flatMesh(corners, view.groundMetres + 0.25, MARK, 0.9)
          drawn.renderOrder = 10
          const material = drawn.material as MeshBasicMaterial
          material.depthTest = false
          mark.add(drawn)
        }
      }
      soon()
    },
    theme(next) {
      if (dark === next) return
      dark = next
      build()
      soon()
    },
    turn(round, up) {
      const away = new Vector3().subVectors(camera.position, controls.target)
      const distance = away.length()
      const polar = Math.max(0.05, Math.min(controls.maxPolarAngle, Math.acos(away.y / distance) - up))
      const azimuth = Math.atan2(away.x, away.z) + round
      away.setFromSphericalCoords(distance, polar, azimuth)
      camera.position.copy(controls.target).add(away)
      controls.update()
      soon()
    },
    zoom(factor) {
      const away = new Vector3().subVectors(camera.position, controls.target)
      away.setLength(Math.max(controls.minDistance, Math.min(controls.maxDistance, away.length() * factor)))
      camera.position.copy(controls.target).add(away)
      controls.update()
      soon()
    },
    home,
    resize() {
      const { clientWidth: width, clientHeight: height } = canvas
      if (width === 0 || height === 0) return
      renderer.setSize(width, height, false)
      camera.aspect = width / height
      camera.updateProjectionMatrix()
      soon()
    },
    picture() {
      // In the same turn: the browser lets go of what was drawn after it.
      renderer.render(scene, camera)
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
    },
    dispose() {
      gone = true
      cancelAnimationFrame(frame)
      canvas.removeEventListener('webglcontextlost', context)
      canvas.removeEventListener('webglcontextrestored', again)
      controls.dispose()
      empty(city)
      empty(mark)
      for (const light of [sky, sunLight] as Light[]) light.dispose()
      renderer.dispose()
      renderer.forceContextLoss()
    },
  }
}

/** Direction of the nearest red line from the middle of the lot, radians from the east; null where there is none. */
function streetSide({ redLines }: View3d): number | null {
  let [least, side]: [number, number | null] = [Infinity, null]
  for (const line of redLines) {
    for (let i = 1; i < line.length; i++) {
      const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!]
      const [dx, dy] = [bx - ax, by - ay]
      const t = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)))
      const [x, y] = [ax + t * dx, ay + t * dy]
      if (Math.hypot(x, y) >= least) continue
      least = Math.hypot(x, y)
      side = Math.atan2(y, x)
    }
  }
  return side
}

/** Takes everything out of a group, and its memory back. */
function empty(group: Group): void {
  for (const child of [...group.children] as (Mesh | LineSegments)[]) {
    group.remove(child)
    child.geometry.dispose()
    for (const material of [child.material].flat()) material.dispose()
  }
}

const shapeOf = (ring: readonly XY[]): Shape => {
  const shape = new Shape()
  ring.forEach(([x, y], i) => {
    if (i === 0) shape.moveTo(x, y)
    else shape.lineTo(x, y)
  })
  return shape
}

const extruded = (bodies: readonly Prism[]) =>
  bodies
    .filter(({ ring, baseMetres, topMetres }) => ring.length >= 3 && topMetres > baseMetres)
    .map(({ ring, baseMetres, topMetres }) =>
      new ExtrudeGeometry(shapeOf(ring), { depth: topMetres - baseMetres, bevelEnabled: false })
        .rotateX(-Math.PI / 2)
        .translate(0, baseMetres, 0),
    )

/** Upright prisms of one colour in one mesh, with their edges. */
function solid(group: Group, bodies: readonly Prism[], colour: number, edge: number): void {
  const parts = extruded(bodies)
  if (parts.length === 0) return
  const merged = mergeGeometries(parts)
  for (const part of parts) part.dispose()
  const mesh = new Mesh(merged, new MeshLambertMaterial({ color: colour, shadowSide: FrontSide }))
  mesh.castShadow = true
  mesh.receiveShadow = true
  const edges = new LineSegments(new EdgesGeometry(merged, 30), new LineBasicMaterial({ color: edge }))
  group.add(mesh, edges)
}

/** What is not there any more, or said otherwise: its edges, and a breath of its sides. */
function ghost(group: Group, bodies: readonly Prism[], colour: number): void {
  const parts = extruded(bodies)
  if (parts.length === 0) return
  const merged = mergeGeometries(parts)
  for (const part of parts) part.dispose()
  const sides = new MeshBasicMaterial({ color: colour, transparent: true, opacity: 0.12, depthWrite: false })
  const edges = new LineBasicMaterial({ color: colour, transparent: true, opacity: 0.8 })
  group.add(new Mesh(merged, sides), new LineSegments(new EdgesGeometry(merged, 30), edges))
}

/** More edges than these take long to find, and only blacken the picture. */
const MOST_WITH_EDGES = 20_000

/** The triangles of a building's file. */
function faces(group: Group, { positions, indices }: Triangles, colour: number): void {
  const turned = new Float32Array(positions.length)
  for (let i = 0; i < positions.length; i += 3) turned.set([positions[i]!, positions[i + 2]!, -positions[i + 1]!], i)
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(turned, 3))
  geometry.setIndex(new BufferAttribute(indices, 1))
  geometry.computeVertexNormals()
  const material = new MeshLambertMaterial({
    color: colour,
    flatShading: true,
    side: DoubleSide,
    shadowSide: DoubleSide,
  })
  const mesh = new Mesh(geometry, material)
  mesh.castShadow = true
  mesh.receiveShadow = true
  group.add(mesh)
  if (indices.length / 3 <= MOST_WITH_EDGES)
    group.add(new LineSegments(new EdgesGeometry(geometry, 30), new LineBasicMaterial({ color: 0x0a3a44 })))
}

/** Highest of the building, m above datum. */
function topOf({ parts, triangles }: View3d): number {
  let top = Math.max(-Infinity, ...parts.map(({ topMetres }) => topMetres))
  if (triangles) for (const corner of triangles.indices) top = Math.max(top, triangles.positions[corner * 3 + 2]!)
  return top
}

function flatMesh(corners: readonly number[], height: number, colour: number, opacity: number): Mesh {
  const positions = new Float32Array((corners.length / 2) * 3)
  const normals = new Float32Array(positions.length)
  for (let i = 0; i < corners.length / 2; i++) {
    positions.set([corners[2 * i]!, height, -corners[2 * i + 1]!], 3 * i)
    normals[3 * i + 1] = 1
  }
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(positions, 3))
  geometry.setAttribute('normal', new BufferAttribute(normals, 3))
  const common = { color: colour, side: DoubleSide, transparent: opacity < 1, opacity }
  const mesh = new Mesh(
    geometry,
    colour === MARK || colour === RED ? new MeshBasicMaterial(common) : new MeshLambertMaterial(common),
  )
  mesh.receiveShadow = opacity === 1
  return mesh
}

/** Triangles of a surface, x and y of each corner. */
function filled(ring: readonly XY[]): number[] {
  if (ring.length < 3) return []
  const surface = new ShapeGeometry(shapeOf(ring))
  const [positions, index] = [surface.getAttribute('position'), surface.getIndex()!]
  const out: number[] = []
  for (let i = 0; i < index.count; i++) out.push(positions.getX(index.getX(i)), positions.getY(index.getX(i)))
  surface.dispose()
  return out
}

const circle = ([x, y]: XY, radius: number): XY[] =>
  Array.from(
    { length: 17 },
    (_, i): XY => [x + radius * Math.cos((i * Math.PI) / 8), y + radius * Math.sin((i * Math.PI) / 8)],
  )
