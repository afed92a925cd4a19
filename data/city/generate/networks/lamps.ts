/**
 * Street lighting: lamps on all named streets and the lanes of the old centre, laid out by the width of the carriageway (usual practice, TCXDVN 259:2001:
 * arrangement, height of poles, spacing ≤ 3.5 heights), LED or old high-pressure sodium by street; cabinets for 40–80 lamps.
 */
import type { Feature } from '../../../../scenarios/city/dataset.ts'
import type { XY } from '../../../../scenarios/frame.ts'
import { fork, random } from '../../../../scenarios/random.ts'
import { bearing, beside, evenly } from './course.ts'
import type { FreeGround } from './free.ts'
import { idAt, made, pointAt } from './made.ts'
import { eastOf, kerbOf, onBridge, type Run, rankOf, zoneOn } from './runs.ts'

interface Layout {
  /** For carriageways up to this, m. */
  readonly width: number
  readonly arrangement: 'one-side' | 'staggered' | 'opposite'
  readonly heightMetres: number
  readonly spacingMetres: number
  readonly ledWatts: number
  readonly sodiumWatts: number
  readonly overhangMetres: number
}

export const layouts: readonly Layout[] = [
  {
    width: 5,
    arrangement: 'one-side',
    heightMetres: 6,
    spacingMetres: 30,
    ledWatts: 50,
    sodiumWatts: 70,
    overhangMetres: 1,
  },
  {
    width: 7.5,
    arrangement: 'one-side',
    heightMetres: 8,
    spacingMetres: 28,
    ledWatts: 80,
    sodiumWatts: 150,
    overhangMetres: 1.5,
  },
  {
    width: 10,
    arrangement: 'one-side',
    heightMetres: 9.5,
    spacingMetres: 33,
    ledWatts: 110,
    sodiumWatts: 250,
    overhangMetres: 1.8,
  },
  {
    width: 13,
    arrangement: 'staggered',
    heightMetres: 10,
    spacingMetres: 34,
    ledWatts: 120,
    sodiumWatts: 250,
    overhangMetres: 2,
  },
  {
    width: 99,
    arrangement: 'opposite',
    heightMetres: 10.5,
    spacingMetres: 36,
    ledWatts: 150,
    sodiumWatts: 250,
    overhangMetres: 2,
  },
]
/** lm/W: LED luminaires 120–150; sodium lamps of 70, 150 and 250 W give 6 000, 15 000 and 28 000 lm. */
const LED_EFFICACY = 130
const sodiumLumens: Record<number, number> = { 70: 6000, 150: 15_000, 250: 28_000 }
/** Share of streets of the old town that still have sodium lamps, and of lamps that are out. */
const SODIUM_SHARE = 0.3
const OUT_SHARE = 0.02
const TILT_DEGREES = 5
/** From the kerb to the pole, m. */
const KERB_METRES = 0.5
const CABINET_LAMPS = { usual: 60, most: 80, least: 40 }
const CIRCUIT_LAMPS = 20
/** Short streets share cabinets within squares of this, m. */
const DISTRICT_METRES = 600

export interface Lighting {
  readonly lamps: Feature<'lamps'>[]
  readonly cabinets: Feature<'cabinets'>[]
}

interface Pole {
  readonly run: Run
  readonly along: number
  readonly point: XY
  readonly heading: number
  readonly layout: Layout
}

export function makeLighting(seed: number, runs: readonly Run[], free: FreeGround): Lighting {
  const lit = runs.filter(isLit)
  const out: Lighting = { lamps: [], cabinets: [] }
  const counts = new Map<string, number>()
  for (const group of groupsOf(lit.map((run) => polesOf(run, free)))) addGroup(out, group, counts, seed, free)
  return out
}

/** All named streets, and the lanes (hẻm) of the old centre. */
const isLit = (run: Run): boolean =>
  run.name !== null
    ? rankOf[run.class] >= rankOf.local
    : run.class === 'alley' && zoneOn(run, run.course.length / 2) === 'core'

export const layoutOf = (widthMetres: number): Layout => layouts.find(({ width }) => widthMetres <= width)!

function polesOf(run: Run, free: FreeGround): Pole[] {
  const layout = layoutOf(run.widthMetres)
  const east = eastOf(run)
  return evenly(run.course.length, layout.spacingMetres).flatMap((even, k) => {
    const sides = layout.arrangement === 'opposite' ? [1, -1] : layout.arrangement === 'staggered' && k % 2 ? [-1] : [1]
    return sides.flatMap((side): Pole[] => {
      const left = side * east * (kerbOf(run) + KERB_METRES)
      for (const shift of [0, 2, -2, 4, -4]) {
        const along = even + shift
        if (along < 0 || along > run.course.length || onBridge(run, along)) continue
        const stand = run.course.at(along)
        const point = beside(stand, left)
        if (!free.at(point, 0.15)) continue
        const [dx, dy] = stand.heading
        const across: XY = left > 0 ? [dy, -dx] : [-dy, dx]
        return [{ run, along, point, heading: bearing(across), layout }]
      }
      return []
    })
  })
}

/** Lamps of one cabinet: a stretch of a long street, or the short streets of a district. */
function groupsOf(rows: readonly (readonly Pole[])[]): Pole[][] {
  const districts = new Map<string, Pole[]>()
  const groups: Pole[][] = []
  for (const poles of rows) {
    if (poles.length === 0) continue
    if (poles.length >= CABINET_LAMPS.least)
      groups.push(...shared(poles, Math.round(poles.length / CABINET_LAMPS.usual)))
    else {
      const [x, y] = poles[poles.length >> 1]!.point
      const key = `${Math.floor(x / DISTRICT_METRES)},${Math.floor(y / DISTRICT_METRES)}`
      districts.set(key, [...(districts.get(key) ?? []), ...poles])
    }
  }
  for (const poles of districts.values()) groups.push(...shared(poles, Math.ceil(poles.length / CABINET_LAMPS.most)))
  return groups
}

function shared(poles: readonly Pole[], parts: number): Pole[][] {
  const n = Math.max(1, parts)
  return Array.from({ length: n }, (_, k) =>
    poles.slice(Math.floor((k * poles.length) / n), Math.floor(((k + 1) * poles.length) / n)),
  )
}

function addGroup(
  to: Lighting,
  poles: readonly Pole[],
  counts: Map<string, number>,
  seed: number,
  free: FreeGround,
): void {
  const street = commonest(poles.map(({ run }) => run.name ?? 'hẻm'))
  const number = (counts.get(street) ?? 0) + 1
  counts.set(street, number)
  const own = poles.filter(({ run }) => (run.name ?? 'hẻm') === street)
  const point = cabinetPlace(own[own.length >> 1]!, free)
  const cabinetId = idAt('cabinets', point, street)
  const circuits = Math.min(4, Math.ceil(poles.length / CIRCUIT_LAMPS))
  to.cabinets.push(
    made<'cabinets'>(cabinetId, pointAt(point), { name: `TCS ${street} ${number}`, circuits, lamps: poles.length }),
  )
  const code = `${initialsOf(street)}${number}`
  const used = new Array<number>(circuits).fill(0)
  for (const [i, pole] of poles.entries()) {
    const circuit = Math.floor((i * circuits) / poles.length)
    used[circuit]!++
    to.lamps.push(
      lampOf(pole, { cabinetId, circuit, number: `${code}-${circuit + 1}-${padded(used[circuit]!)}` }, seed),
    )
  }
}

function lampOf(
  { run, along, point, heading, layout }: Pole,
  { cabinetId, circuit, number }: { cabinetId: string; circuit: number; number: string },
  seed: number,
): Feature<'lamps'> {
  const zone = zoneOn(run, along)
  const isOld = zone === 'core' || zone === 'town'
  const isSodium = isOld && random(fork(seed, `lighting/${run.name ?? run.key}`))() < SODIUM_SHARE
  const powerWatts = isSodium ? layout.sodiumWatts : layout.ledWatts
  const id = idAt('lamps', point)
  return made<'lamps'>(id, pointAt(point), {
    number,
    cabinetId,
    circuit: circuit + 1,
    street: run.name,
    roadClass: run.class,
    source: isSodium ? 'HPS' : 'LED',
    powerWatts,
    fluxLumens: isSodium ? sodiumLumens[powerWatts]! : powerWatts * LED_EFFICACY,
    heightMetres: layout.heightMetres,
    overhangMetres: layout.overhangMetres,
    tiltDegrees: TILT_DEGREES,
    headingDegrees: heading,
    arrangement: layout.arrangement,
    state: random(fork(seed, id))() < OUT_SHARE ? 'out' : 'on',
  })
}

/** Beside a lamp, farther from the kerb. */
function cabinetPlace({ run, along, point }: Pole, free: FreeGround): XY {
  const [cx, cy] = run.course.at(along).point
  const length = Math.hypot(point[0] - cx, point[1] - cy)
  const [nx, ny] = [(point[0] - cx) / length, (point[1] - cy) / length]
  for (const shift of [1.5, -1.5, 3, -3, 5, -5]) {
    for (const out of [0.6, 0, 1.2]) {
      const p: XY = [point[0] + nx * out - ny * shift, point[1] + ny * out + nx * shift]
      if (free.at(p, 0.3)) return p
    }
  }
  return [point[0] - ny, point[1] + nx]
}

function commonest(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}

/** As painted: Trần Hưng Đạo THĐ, Đường số 12 ĐS12, 30/4 30/4. */
export const initialsOf = (street: string): string =>
  street
    .split(/[\s–-]+/)
    .map((word) => (/^\d/.test(word) ? word : (word[0] ?? '').toLocaleUpperCase('vi')))
    .join('')

const padded = (n: number): string => String(n).padStart(2, '0')
