/** What is at a place: the units that it lies in, and the house nearest to it. */
import type { XY } from '../frame.ts'
import { both } from '../text.ts'
import { type Answer, degrees, partAt, told, type Understood } from './candidate.ts'
import type { Gazetteer, House, Named } from './gazetteer.ts'

/** The house nearest to a place, within a kilometre. */
export type Nearest = (at: XY) => { named: Named; house: House; metres: number } | null

const CELL_METRES = 100
const FARTHEST_METRES = 1000

export function nearestOf({ names }: Gazetteer): Nearest {
  let cells: Map<string, { named: Named; house: House }[]> | null = null
  const cellOf = ([x, y]: XY) => [Math.floor(x / CELL_METRES), Math.floor(y / CELL_METRES)] as const
  const made = () => {
    const all = new Map<string, { named: Named; house: House }[]>()
    for (const named of names) {
      const houses =
        named.kind === 'locality' ? [{ at: named.at, number: '', parts: [], part: named.parts[0]! }] : named.houses
      for (const house of houses) {
        const key = cellOf(house.at).join(' ')
        const known = all.get(key)
        if (known) known.push({ named, house })
        else all.set(key, [{ named, house }])
      }
    }
    return all
  }
  return (at) => {
    cells ??= made()
    const [column, row] = cellOf(at)
    let best: { named: Named; house: House; metres: number } | null = null
    for (let reach = 0; reach <= FARTHEST_METRES / CELL_METRES; reach++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          if (Math.max(Math.abs(dx), Math.abs(dy)) !== reach) continue
          for (const one of cells.get(`${column + dx} ${row + dy}`) ?? []) {
            const metres = Math.hypot(one.house.at[0] - at[0], one.house.at[1] - at[1])
            if (!best || metres < best.metres) best = { ...one, metres }
          }
        }
      }
      // A nearer one could only be in the ring around this one.
      if (best && best.metres <= reach * CELL_METRES) break
    }
    return best && best.metres <= FARTHEST_METRES ? best : null
  }
}

export function placeAt(
  g: Gazetteer,
  nearest: Nearest,
  lon: number,
  lat: number,
  kind: 'coordinates' | 'grid',
  line: string | null,
): Answer {
  const at = g.projection.toLocal(lon, lat)
  const understood: Understood[] = line === null ? [] : [{ kind, text: line }]
  const part = partAt(g, at)
  if (!part) {
    const outside = both('Vị trí này nằm ngoài thành phố', 'This place lies outside the city')
    return { understood, ignored: [], outside, candidates: [] }
  }
  const near = nearest(at)
  const own = near?.house.part ?? part
  const from =
    near && (near.house.number === '' ? near.named.name : `${near.house.number} ${near.named.prefix}${near.named.name}`)
  const point = told(kind, `${degrees(lat)}, ${degrees(lon)}, ${part.tail}`, part.oldTail || null, lon, lat, part, 1)
  if (!near || !from) return { understood, ignored: [], outside: null, candidates: [point] }
  const [nearLon, nearLat] = g.projection.toWgs84(...near.house.at)
  const note = both(`Cách ${Math.round(near.metres)} m`, `${Math.round(near.metres)} m away`)
  const address = told(
    near.house.number === '' ? 'locality' : 'address',
    `${from}, ${own.tail}`,
    own.oldTail ? `${from}, ${own.oldTail}` : null,
    nearLon,
    nearLat,
    own,
    Math.max(0.3, 1 - near.metres / FARTHEST_METRES),
  )
  return { understood, ignored: [], outside: null, candidates: [point, { ...address, note }] }
}
