/**
 * Trees of the delta: rows along streets with broad sidewalks, one kind a street; parks; banks; a few in orchards, so that
 * gardens are seen and the layer stays light.
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { boundsOf, pointInRing } from '../../../../scenarios/geometry.ts'
import { fork, random } from '../../../../scenarios/random.ts'
import type { Place } from '../homes.ts'
import { beside, evenly } from './course.ts'
import type { FreeGround } from './free.ts'
import { idAt, made, PointIndex, placeKey, pointAt } from './made.ts'
import { kerbOf, onBridge, type Run, rankOf, zoneOn } from './runs.ts'

interface Kind {
  readonly species: string
  /** Height and crown of a grown tree, m. */
  readonly height: number
  readonly crown: number
}
const kind = (species: string, height: number, crown: number): Kind => ({ species, height, crown })

const street = [
  kind('Sao đen', 14, 6),
  kind('Dầu rái', 15, 6),
  kind('Bằng lăng', 8, 5),
  kind('Phượng vĩ', 10, 8),
  kind('Me', 11, 8),
  kind('Giáng hương', 12, 7),
  kind('Viết', 9, 5),
  kind('Bàng Đài Loan', 10, 6),
  kind('Lim xẹt', 11, 7),
] as const
const park = [...street, kind('Cau vua', 10, 4), kind('Bàng', 10, 8), kind('Vú sữa', 9, 7)]
const bank = [
  kind('Dừa', 11, 6),
  kind('Bần chua', 8, 6),
  kind('Gáo', 12, 7),
  kind('Trâm bầu', 6, 4),
  kind('So đũa', 6, 3),
]
const garden = [
  kind('Dừa', 10, 6),
  kind('Xoài', 7, 6),
  kind('Mít', 8, 5),
  kind('Vú sữa', 8, 7),
  kind('Bưởi', 5, 4),
  kind('Chuối', 4, 3),
]

/** Sidewalks of this and more have trees, m. */
const SIDEWALK_METRES = 2.5
const SPACING = { main: 8, local: 10, bank: 65, park: 11 }
/** From the kerb to the trunk, m. */
const KERB_METRES = 1.2
/** Places of a row that stand empty. */
const GAP_SHARE = 0.12
/** From poles and lamps, m. */
const POST_METRES = 2.5
/** Orchards that show a tree. */
const GARDEN_SHARE = 0.3

export function makeTrees(
  seed: number,
  runs: readonly Run[],
  places: readonly Place[],
  posts: readonly XY[],
  free: FreeGround,
): Feature<'trees'>[] {
  const standing = new PointIndex<true>(10)
  for (const post of posts) standing.add(post, true)
  const out: Feature<'trees'>[] = []
  const plant = (
    point: XY,
    place: 'street' | 'park' | 'bank' | 'garden',
    kinds: readonly Kind[],
    chance: () => number,
  ) => {
    if (!free.at(point, 0.9) || standing.nearest(point, POST_METRES)) return
    standing.add(point, true)
    const { species, height, crown } = kinds[Math.floor(chance() * kinds.length)]!
    const size = 0.55 + 0.6 * chance()
    out.push(
      made<'trees'>(idAt('trees', point), pointAt(point), {
        species,
        heightMetres: Math.round(height * size * 10) / 10,
        crownMetres: Math.round(crown * size * 10) / 10,
        place,
      }),
    )
  }
  for (const run of runs) {
    if (run.name) alongStreet(seed, run, plant)
    else if (run.class === 'alley') alongBank(seed, run, plant)
  }
  for (const place of places) {
    if (place.landUse === 'DKV') inPark(seed, place, plant)
    else if (place.landUse === 'CLN' && place.lot.kind === 'orchard') {
      const chance = random(fork(seed, `garden/${place.lot.path}`))
      if (chance() < GARDEN_SHARE) plant(place.centre, 'garden', garden, chance)
    }
  }
  return out
}

type Plant = (
  point: XY,
  place: 'street' | 'park' | 'bank' | 'garden',
  kinds: readonly Kind[],
  chance: () => number,
) => void

function alongStreet(seed: number, run: Run, plant: Plant): void {
  const sidewalk = (run.redLineWidthMetres ?? 0) / 2 - kerbOf(run)
  if (sidewalk < SIDEWALK_METRES) return
  const own = street[Math.floor(street.length * random(fork(seed, `trees/${run.name}`))())]!
  const spacing = rankOf[run.class] > rankOf.local ? SPACING.main : SPACING.local
  for (const along of evenly(run.course.length, spacing)) {
    if (onBridge(run, along, 4) || zoneOn(run, along) === 'rural') continue
    const stand = run.course.at(along)
    for (const side of [1, -1]) {
      const point = beside(stand, side * (kerbOf(run) + KERB_METRES))
      const chance = random(fork(seed, `tree/${placeKey(point)}`))
      if (chance() > GAP_SHARE) plant(point, 'street', [own], chance)
    }
  }
}

/** On the side of the path where there is room. */
function alongBank(seed: number, run: Run, plant: Plant): void {
  for (const even of evenly(run.course.length, SPACING.bank)) {
    if (zoneOn(run, even) !== 'rural' || onBridge(run, even, 4)) continue
    const chance = random(fork(seed, `bank/${placeKey(run.course.at(even).point)}`))
    const stand = run.course.at(Math.max(0, Math.min(run.course.length, even + 20 * (chance() - 0.5))))
    plant(beside(stand, (chance() < 0.5 ? 1 : -1) * (run.widthMetres / 2 + 1)), 'bank', bank, chance)
  }
}

function inPark(seed: number, { lot }: Place, plant: Plant): void {
  const [x0, y0, x1, y1] = boundsOf(lot.ring)
  const step = SPACING.park
  for (let x = Math.ceil(x0 / step) * step; x < x1; x += step) {
    for (let y = Math.ceil(y0 / step) * step; y < y1; y += step) {
      const chance = random(fork(seed, `park/${x},${y}`))
      const point: XY = [x + 6 * (chance() - 0.5), y + 6 * (chance() - 0.5)]
      if (pointInRing(point, lot.ring)) plant(point, 'park', park, chance)
    }
  }
}
