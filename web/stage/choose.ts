/** What a click means in the select tool: the building or model under the pixel, or what the windows of the city hold there. */
import { Cartesian2, type Cartesian3, Cesium3DTileFeature, type Scene, SceneTransforms } from 'cesium'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { type Provenance, provenances } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import { matches } from './filter.ts'
import type { Finder } from './finder.ts'
import type { Hit, Shown } from './pick.ts'
import type { Place } from './place.ts'
import { lampOfPick } from './planned-lamps.ts'
import { reason } from './reason.ts'
import { ribbonUnder } from './ribbons.ts'
import { layerOfTileset } from './tileset.ts'
import type { Picked, StageFlows, StageLamps, StageProps } from './types.ts'

/** How far beside a point or a line a click may fall, pixels. */
export const NEAR_PIXELS = 8
const BESIDE_FLOW_PIXELS = 3
/** How far from a light on the screen, and, seen slantwise, how far behind it on the ground a click may fall. */
const [GLOW_PIXELS, GLOW_METRES] = [9, 60]
/** Width of the square in which a wire or a lamp is hit, pixels. */
const REACH_PIXELS = 5

export interface Chooser {
  /** CSS pixels of the canvas. Answers by `onPick`; only the last of several clicks is answered. */
  choose(left: number, top: number): void
}

export function createChooser(scene: Scene, place: Place, finder: Finder, now: () => StageProps): Chooser {
  let asked = 0
  const choose = async (left: number, top: number) => {
    const turn = ++asked
    const { layers, filters, city, flows, light, onPick } = now()
    const solid =
      (flows && flowUnder(flows, place, left, top)) ??
      (light?.night ? glowUnder(light.lamps, scene, place, left, top) : null) ??
      solidAt(scene, left, top)
    const at = solid?.at ?? (solid?.position ? place.toLocal(solid.position) : place.groundUnder(left, top)?.at)
    if (!at) return onPick(null)
    const near = NEAR_PIXELS * place.metresPerPixel(left, top)
    let hit: Hit | null = null
    try {
      hit = solid ? await finder.byId(solid.id, at, city) : await finder.at(at, near, city, shownBy(layers, filters))
    } catch (error) {
      if (turn === asked) now().onProblem(asProblem(error))
    }
    if (turn !== asked) return
    const [lon, lat] = place.toWgs84(...at)
    const where = { x: at[0], y: at[1], lon, lat, height: place.groundAt(...at) ?? null }
    now().onPick({ ...(hit ? fromHit(hit) : solid ? fromTile(solid) : ground), at: where })
  }
  return { choose: (left, top) => void choose(left, top) }
}

const shownBy = (layers: StageProps['layers'], filters: StageProps['filters']): Shown => ({
  layer: (layer) => layers[layer]?.visible === true,
  feature: (layer, { properties, provenance, buildState }) => {
    const filter = filters?.[layer]
    return !filter || matches(filter, { ...properties, provenance, buildState })
  },
})

type Found = Omit<Picked, 'at'>
const ground: Found = { layer: 'ground', id: null, properties: {}, provenance: null }

const fromHit = ({ layer, feature: { id, properties, provenance } }: Hit): Found => ({
  layer,
  id,
  properties: { ...properties },
  provenance,
})

/** What the 3D tile itself carries, where the window has no such object. */
function fromTile({ layer, id, properties: { id: _, provenance, ...properties } }: Solid): Found {
  return { layer, id, properties, provenance: provenances.find((known) => known === provenance) ?? null }
}

/** An object of a tileset, a lamp of the plan or of the night, or a street under a line of an analysis. */
interface Solid {
  readonly layer: LayerId
  readonly id: string
  readonly properties: Record<string, unknown> & { provenance?: Provenance }
  readonly position: Cartesian3 | undefined
  /** Where it stands, where that is known. */
  readonly at?: XY
}

const lampSolid = (id: string, at: XY): Solid => ({ layer: 'lamps', id, properties: {}, position: undefined, at })

/** A street by the line that an analysis draws over it, before all else: it is seen through what stands before it. */
function flowUnder(flows: StageFlows, place: Place, left: number, top: number): Solid | null {
  const at = place.groundUnder(left, top)?.at
  const line = at ? ribbonUnder(flows, at, place.metresPerPixel(left, top), BESIDE_FLOW_PIXELS) : -1
  const id = flows.ids[line]
  return id ? { layer: 'roads', id, properties: {}, position: undefined } : null
}

/** The lamp of the night whose glow or mark is nearest to a pixel. */
function glowUnder({ ids, x, y, height }: StageLamps, scene: Scene, place: Place, left: number, top: number) {
  const ground = place.groundUnder(left, top)?.at
  if (!ground) return null
  const [reach, spot] = [GLOW_METRES + NEAR_PIXELS * place.metresPerPixel(left, top), new Cartesian2()]
  let [nearest, least] = [-1, GLOW_PIXELS]
  for (let l = 0; l < ids.length; l++) {
    if (Math.abs(x[l]! - ground[0]) > reach || Math.abs(y[l]! - ground[1]) > reach) continue
    const position = place.toCartesian(x[l]!, y[l]!, (place.groundAt(x[l]!, y[l]!) ?? 0) + height[l]!)
    const at = SceneTransforms.worldToWindowCoordinates(scene, position, spot)
    const pixels = at ? Math.hypot(at.x - left, at.y - top) : Number.POSITIVE_INFINITY
    if (pixels < least) [nearest, least] = [l, pixels]
  }
  return nearest < 0 ? null : lampSolid(ids[nearest]!, [x[nearest]!, y[nearest]!])
}

function solidAt(scene: Scene, left: number, top: number): Solid | null {
  const where = new Cartesian2(left, top)
  const picked: unknown = scene.pick(where, REACH_PIXELS, REACH_PIXELS)
  const planned = lampOfPick(picked)
  if (planned) return lampSolid(planned.lamp, planned.at)
  const layer = picked instanceof Cesium3DTileFeature && layerOfTileset(picked.tileset)
  if (!layer) return null
  const properties = Object.fromEntries(picked.getPropertyIds().map((id) => [id, picked.getProperty(id)]))
  return { layer, id: String(properties.id ?? ''), properties, position: scene.pickPosition(where) }
}

const asProblem = (error: unknown): ProblemDetail =>
  error instanceof Problem
    ? error.detail
    : {
        code: 'stage/pick',
        message: both(`Không đọc được đối tượng${reason(error)}`, `The feature could not be read${reason(error)}`),
      }
