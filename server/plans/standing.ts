/** Whether edits apply to the city as it stands, with what was built since its data were made; and where they lie in it. */
import { setImmediate as breathe } from 'node:timers/promises'
import type { City } from '../../scenarios/city/city.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { applyEdit, describeEdit, type Edit, imposeEdits, layerOf, shapeOf, slotOf } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, type Geometry, grow } from '../../scenarios/geometry.ts'
import { placeOf } from '../../scenarios/plans/places.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { readCity } from '../../tiles/read/index.ts'
import { readStanding } from '../city-version.ts'
import type { House } from '../house.ts'
import { type Refusal, refuse } from '../http.ts'

export interface Examined {
  readonly stale: readonly { readonly edit: Edit; readonly problem: ProblemDetail }[]
  /** By slot, m in the local frame. */
  readonly places: Readonly<Record<string, Geometry>>
}

/** Around what is drawn: an object that lies on its edge is read too. */
const MARGIN_METRES = 10
const AT_A_TIME = 50

/** @param edits one a slot */
export async function examineEdits(
  { db, tiles }: Pick<House, 'db' | 'tiles'>,
  edits: readonly Edit[],
): Promise<Examined> {
  const touched = new Set(edits.map(layerOf))
  const layers = layerIds.filter((layer): layer is LayerId => touched.has(layer))
  const open = await tiles.open()
  // What brings its own shape is looked for there; other objects may lie anywhere.
  const shapes = edits.map(shapeOf)
  const drawn = shapes.every((shape) => shape !== null)
  const area = drawn ? grow(boundsOf(shapes.flat() as XY[]), MARGIN_METRES) : open.manifest.city.bounds
  const city = await readCity(open, area, undefined, { layers, ground: false })
  // What was built a moment ago may not be in the tiles yet. Fills are part of the ground, and leave their slot free.
  const { edits: built } = await readStanding(db)
  const targets = new Set(edits.map(({ target }) => target))
  const late = built.filter(({ kind, target }) => kind !== 'ground.level' && targets.has(target))
  let standing = impose(city, late)
  const places: Record<string, Geometry> = {}
  for (const edit of edits) {
    const place = placeOf(standing, edit)
    if (place) places[slotOf(edit)] = place
  }
  const stale: { edit: Edit; problem: ProblemDetail }[] = []
  const own = new Set<unknown>()
  for (const [index, edit] of edits.entries()) {
    if (index % AT_A_TIME === 0) await breathe() // others are answered meanwhile
    try {
      standing = applyEdit(standing, edit, own)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      stale.push({ edit, problem: error.detail })
    }
  }
  return { stale, places }
}

/** What was built and is of layers that were not read concerns none of the edits. */
const impose = (city: City, built: readonly Edit[]): City =>
  built.reduce((before, edit) => {
    try {
      return imposeEdits(before, [edit])
    } catch (error) {
      if (error instanceof Problem) return before
      throw error
    }
  }, city)

const NAMED = 10

/** Names the edits that no longer fit. */
export function staleRefusal(stale: Examined['stale']): Refusal {
  const some = stale.slice(0, NAMED).map(({ edit }) => describeEdit(edit))
  const more = stale.length > NAMED ? ` (+${stale.length - NAMED})` : ''
  return refuse(
    409,
    'plan/stale',
    both(
      `Thay đổi không còn khớp với hiện trạng: ${some.map(({ vi }) => vi).join('; ')}${more}`,
      `Edits that no longer fit the city as it stands: ${some.map(({ en }) => en).join('; ')}${more}`,
    ),
    stale
      .slice(0, NAMED)
      .map(({ edit }) => slotOf(edit))
      .join(', '),
  )
}
