/** Edits of many lamps at once: a street is changed lamp by lamp, so that each can be undone and reviewed. */
import type { City } from './city/city.ts'
import type { Feature } from './city/dataset.ts'
import { type Edit, lampOf, type PlannedLamp } from './edit.ts'
import type { XY } from './frame.ts'
import { lineLength } from './geometry.ts'
import { stableId } from './ids.ts'
import type { Metres } from './units.ts'

type Lamp = Feature<'lamps'>
type Luminaire = Pick<PlannedLamp, 'source' | 'powerWatts' | 'fluxLumens' | 'luminaire'>
type Pole = Pick<PlannedLamp, 'heightMetres' | 'overhangMetres' | 'tiltDegrees'>

/** Lamps of one row stand no farther apart, m, and look the same way within so many degrees. */
const ROW = { metres: 90, degrees: 60 }

/** In the order of their ids. */
export const lampsOfStreet = ({ layers }: City, street: string): Lamp[] =>
  [...layers.lamps.values()].filter(({ properties }) => properties.street === street)

/** Other luminaires on the same poles; lamps that have them already are left alone. */
export const luminaireEdits = (lamps: readonly Lamp[], to: Luminaire): Edit[] =>
  lamps.flatMap(({ id, properties }): Edit[] => {
    const { source, powerWatts, fluxLumens, luminaire } = properties
    const same =
      source === to.source && powerWatts === to.powerWatts && fluxLumens === to.fluxLumens && luminaire === to.luminaire
    const from = { source, powerWatts, fluxLumens, ...(luminaire === undefined ? {} : { luminaire }) }
    return same ? [] : [{ kind: 'lamp.luminaire', target: id, from, to }]
  })

export const poleEdits = (lamps: readonly Lamp[], change: Partial<Pole>): Edit[] =>
  lamps.flatMap(({ id, properties: { heightMetres, overhangMetres, tiltDegrees } }): Edit[] => {
    const from = { heightMetres, overhangMetres, tiltDegrees }
    const to = { ...from, ...change }
    const same = (Object.keys(from) as (keyof Pole)[]).every((key) => from[key] === to[key])
    return same ? [] : [{ kind: 'lamp.pole', target: id, from, to }]
  })

export const stateEdits = (lamps: readonly Lamp[], to: 'on' | 'out'): Edit[] =>
  lamps.flatMap(({ id, properties: { state } }): Edit[] =>
    state === to ? [] : [{ kind: 'lamp.state', target: id, from: state, to }],
  )

/**
 * The same rows of lamps with another spacing: the old lamps are taken away, new ones stand evenly from the first to the last
 * pole of each row, each like the old one nearest to it. A single lamp stays.
 */
export function spacingEdits(lamps: readonly Lamp[], spacingMetres: Metres): Edit[] {
  const standing = lamps.map((lamp) => ({ ...lampOf(lamp), lamp }))
  return rowsOf(standing).flatMap((places): Edit[] => {
    if (places.length < 2) return []
    const line = places.map(({ at }) => at)
    const row = places.map(({ lamp }) => lamp)
    const length = lineLength(line)
    const steps = Math.max(1, Math.round(length / spacingMetres))
    const removed = row.map((lamp): Edit => ({ kind: 'lamp.new', target: lamp.id, from: lampOf(lamp), to: null }))
    const added = Array.from({ length: steps + 1 }, (_, k): Edit => {
      const at = along(line, (k * length) / steps)
      const like = row.reduce((best, lamp) => (apart(placeOf(lamp), at) < apart(placeOf(best), at) ? lamp : best))
      const { provenance: _provenance, ...old } = lampOf(like)
      const to: PlannedLamp = { ...old, at, state: 'on', number: `${old.number}*` }
      return { kind: 'lamp.new', target: `new:lamp/${stableId('lamp', at.join(' ')).slice(-12)}`, from: null, to }
    })
    return [...removed, ...added]
  })
}

/** Mean distance from lamp to lamp in the rows that these stand in, m; null where each stands alone. */
export function spacingOf(lamps: readonly Standing[]): Metres | null {
  const rows = rowsOf(lamps)
  const metres = rows.reduce((sum, row) => sum + lineLength(row.map(({ at }) => at)), 0)
  const gaps = lamps.length - rows.length
  return gaps > 0 ? metres / gaps : null
}

type Standing = Pick<PlannedLamp, 'at' | 'headingDegrees'>

/** Rows from end to end: from the lamp farthest out, always on to the nearest that looks the same way. */
function rowsOf<L extends Standing>(lamps: readonly L[]): L[][] {
  const left = new Set(lamps)
  const rows: L[][] = []
  while (left.size > 0) {
    const [anyone] = left
    const start = walk(anyone!, new Set(left)).at(-1)!
    const row = walk(start, left)
    rows.push(row)
  }
  return rows
}

/** Takes the lamps that it meets out of `left`. */
function walk<L extends Standing>(start: L, left: Set<L>): L[] {
  const row = [start]
  left.delete(start)
  for (;;) {
    const last = row.at(-1)!
    let [next, least]: [L | null, number] = [null, ROW.metres]
    for (const lamp of left) {
      const turn = Math.abs(((lamp.headingDegrees - last.headingDegrees + 540) % 360) - 180)
      const metres = apart(lamp.at, last.at)
      if (turn <= ROW.degrees && metres < least) [next, least] = [lamp, metres]
    }
    if (!next) return row
    row.push(next)
    left.delete(next)
  }
}

const placeOf = ({ geometry }: Lamp): XY => geometry.coordinates as XY
const apart = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

/** Place at a length along a line, to the millimetre. */
function along(line: readonly XY[], metres: number): XY {
  let left = metres
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const length = apart(a, b)
    if (left > length && i < line.length - 1) {
      left -= length
      continue
    }
    const share = length > 0 ? left / length : 0
    return [rounded(a[0] + share * (b[0] - a[0])), rounded(a[1] + share * (b[1] - a[1]))]
  }
  return line[0]!
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
