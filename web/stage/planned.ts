/**
 * Streets of the plan: new and widened ones at their width, bridges lifted off the ground, arrows where a direction is new, a sign
 * where a turn is banned. In the colour of what is proposed.
 */
import {
  BillboardCollection,
  type Cartesian3,
  Cartographic,
  ClassificationType,
  Color,
  ColorGeometryInstanceAttribute,
  CorridorGeometry,
  GeometryInstance,
  GroundPrimitive,
  PerInstanceColorAppearance,
  Primitive,
  type Scene,
} from 'cesium'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { directionOf } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import { arrowsOn, banSpot } from './arrows.ts'
import type { Place } from './place.ts'
import type { Part } from './scene.ts'
import { createShapes, type Shape } from './shapes.ts'

const COLOUR = Color.fromCssColorString('#8e24aa')
const ON_GROUND = COLOUR.withAlpha(0.6)
/** The deck of a bridge: so far above the higher of its ends, so thick, m. */
const DECK_METRES = 3
const THICK_METRES = 0.8
const ARROW_EVERY_METRES = 40

type Road = Feature<'roads'>

export function createPlanned(scene: Scene, place: Place): Part {
  const arrows = createShapes(scene, place)
  let ground: GroundPrimitive | null = null
  let bridges: Primitive | null = null
  let signs: BillboardCollection | null = null
  let known: readonly unknown[] = []
  const clear = () => {
    if (scene.isDestroyed()) return
    if (ground) scene.groundPrimitives.remove(ground)
    if (bridges) scene.primitives.remove(bridges)
    if (signs) scene.primitives.remove(signs)
    ground = null
    bridges = null
    signs = null
  }
  const show = (city: City, base: City | null) => {
    const changed = changedRoads(city, base)
    const drawn = changed.filter(({ road, was }) => !was || was.properties.widthMetres !== road.properties.widthMetres)
    const decks = drawn.filter(({ road, was }) => !was && road.properties.bridge)
    const flat = drawn.filter((one) => !decks.includes(one))
    if (flat.length > 0)
      ground = scene.groundPrimitives.add(
        flatOf(
          flat.map(({ road }) => road),
          place,
        ),
      )
    if (decks.length > 0)
      bridges = scene.primitives.add(
        decksOf(
          decks.map(({ road }) => road),
          place,
        ),
      )
    const bans = [...city.turnBans].filter((ban) => !base?.turnBans.has(ban)).flatMap((ban) => spotOfBan(ban, city))
    if (bans.length > 0) signs = scene.primitives.add(signsOf(bans, place))
  }
  return {
    update: ({ city, base = null }) => {
      const key = [city?.layers.roads, city?.turnBans, base]
      if (key.every((value, i) => value === known[i])) return
      known = key
      clear()
      if (city) show(city, base)
      arrows.show(key, () => (city ? changedRoads(city, base).flatMap(arrowsOf) : []))
    },
    destroy: () => {
      clear()
      arrows.destroy()
    },
  }
}

interface Changed {
  readonly road: Road
  /** Null: it is new. */
  readonly was: Road | null
}

function changedRoads(city: City, base: City | null): Changed[] {
  if (!base || city.layers.roads === base.layers.roads) return []
  return [...city.layers.roads.values()].flatMap((road) => {
    const was = base.layers.roads.get(road.id) ?? null
    return road === was ? [] : [{ road, was }]
  })
}

function arrowsOf({ road, was }: Changed): Shape[] {
  const direction = directionOf(road)
  if (direction === 'both' || (was && directionOf(was) === direction)) return []
  return linesOf(road.geometry).flatMap((line) => {
    const course = direction === 'forward' ? line : line.toReversed()
    const size = Math.max(3, road.properties.widthMetres / 3)
    return arrowsOn(course, ARROW_EVERY_METRES, size).map((points) => ({
      points,
      closed: false,
      stroke: '#4a148c',
      width: 4,
    }))
  })
}

const colour = (of: Color) => ({ color: ColorGeometryInstanceAttribute.fromColor(of) })

function flatOf(roads: readonly Road[], place: Place): GroundPrimitive {
  const geometryInstances = roads.flatMap(({ geometry, properties: { widthMetres: width } }) =>
    linesOf(geometry).map(
      (line) =>
        new GeometryInstance({
          geometry: new CorridorGeometry({ positions: positions(line, place), width }),
          attributes: colour(ON_GROUND),
        }),
    ),
  )
  return new GroundPrimitive({
    geometryInstances,
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: true }),
    allowPicking: false,
    classificationType: ClassificationType.TERRAIN,
  })
}

function decksOf(roads: readonly Road[], place: Place): Primitive {
  const geometryInstances = roads.flatMap(({ geometry, properties: { widthMetres: width } }) =>
    linesOf(geometry).map((line) => {
      const levels = [line[0]!, line.at(-1)!].map(([x, y]) => place.groundAt(x, y) ?? 0)
      const [x, y] = line[0]!
      const { height } = Cartographic.fromCartesian(place.toCartesian(x, y, Math.max(...levels) + DECK_METRES))
      return new GeometryInstance({
        geometry: new CorridorGeometry({
          positions: positions(line, place),
          width,
          height,
          extrudedHeight: height - THICK_METRES,
          vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT,
        }),
        attributes: colour(COLOUR),
      })
    }),
  )
  return new Primitive({
    geometryInstances,
    appearance: new PerInstanceColorAppearance({ closed: true, translucent: false }),
    allowPicking: false,
  })
}

const positions = (line: readonly XY[], place: Place): Cartesian3[] => line.map(([x, y]) => place.toCartesian(x, y, 0))

/** The roads of a ban, where both are at hand. */
function spotOfBan(ban: string, city: City): XY[] {
  const lines = ban
    .split(' > ')
    .map((id) => city.layers.roads.get(id))
    .map((road) => (road ? linesOf(road.geometry)[0] : null))
  const spot = lines[0] && lines[1] ? banSpot(lines[0], lines[1]) : null
  return spot ? [spot] : []
}

function signsOf(spots: readonly XY[], place: Place): BillboardCollection {
  const signs = new BillboardCollection()
  const image = noTurn()
  for (const [x, y] of spots) {
    const position = place.toCartesian(x, y, (place.groundAt(x, y) ?? 0) + 2)
    signs.add({ position, image, disableDepthTestDistance: Number.POSITIVE_INFINITY })
  }
  return signs
}

/** A round sign: an arrow that turns, struck out in red. */
function noTurn(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = 30
  canvas.height = 30
  const brush = canvas.getContext('2d')!
  brush.arc(15, 15, 12.5, 0, 2 * Math.PI)
  brush.fillStyle = '#ffffff'
  brush.fill()
  brush.lineWidth = 2.5
  brush.strokeStyle = '#101820'
  brush.stroke(new Path2D('M12 23V15a3 3 0 0 1 3-3h5M17 8l4 4-4 4'))
  brush.lineWidth = 3.5
  brush.strokeStyle = '#c62828'
  brush.stroke()
  brush.stroke(new Path2D('M6.5 6.5 23.5 23.5'))
  return canvas
}
