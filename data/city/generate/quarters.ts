/**
 * Khu vực and ấp: where their limits run is not known, so each former unit is parted into as many as it had, of about as many
 * households each, by a balanced power diagram (Aurenhammer 1987: nearest place, less a weight) of its homes. The drawn limits
 * and what an address says are the same cut. New numbers go on from one former unit to the next (inferred, facts §6.3).
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { formerUnits, units } from '../facts/places.ts'
import { feature, surface } from './features.ts'
import type { FormerUnit } from './former.ts'
import type { Place } from './homes.ts'
import { alongU, cut, direction, type OpenRing, turned } from './plane.ts'

/** Rounds in which places move to the middle of their homes, and rounds in which only weights change. */
const [MOVING, SETTLING] = [40, 160]
/** Households of a self-governing group (tổ nhân dân tự quản); the real ones are not known: assumed. */
const GROUP_HOUSEHOLDS = 40
/** The towns' axis, from south-west to north-east: numbers start at its north-eastern end. */
const axis = turned(0.55)

interface Quarter {
  readonly code: string
  /** In its former unit, from 1. */
  readonly former: number
  /** In the unit of today. */
  readonly now: number
  readonly site: XY
  readonly weight: number
}
type Home = { point: XY; households: number; path: string }

export class SubUnits {
  readonly #quarters = new Map<string, readonly Quarter[]>()
  readonly #groups = new Map<string, number>()
  readonly #households = new Map<Quarter, number>()

  constructor(former: readonly FormerUnit[], places: readonly Place[]) {
    for (const { code } of former) {
      const homes = places.flatMap(({ former: f, building, centre, lot }): Home[] =>
        f.code === code && building?.households
          ? [{ point: centre, households: building.households, path: lot.path }]
          : [],
      )
      const quarters = numbered(code, balanced(homes, formerUnits.find((f) => f.code === code)!.subunits))
      this.#quarters.set(code, quarters)
      for (const quarter of quarters)
        this.#group(
          quarter,
          homes.filter((home) => nearest(home.point, quarters) === quarter),
        )
    }
  }

  /** The quarter's number in the former unit, and in the unit of today. */
  of(code: string, p: XY): { former: number; now: number } {
    return nearest(p, this.#quarters.get(code)!)
  }

  /** Tổ of a home, null where nobody lives. */
  groupOf({ lot }: Place): number | null {
    return this.#groups.get(lot.path) ?? null
  }

  features(former: readonly FormerUnit[]): Feature<'subunits'>[] {
    return former.flatMap(({ code, unitCode, rings }) => {
      const quarters = this.#quarters.get(code)!
      const fact = formerUnits.find((f) => f.code === code)!
      const kind = units.find((u) => u.code === unitCode)!.kind === 'xã' ? 'ấp' : 'khu vực'
      const word = kind === 'ấp' ? 'Ấp' : 'Khu vực'
      return quarters.map((quarter) =>
        feature('subunits', `${code}/${quarter.former}`, surface(cellOf(quarter, quarters, rings)), {
          name: `${word} ${quarter.now} (${fact.subunit} ${quarter.former}, ${fact.name} cũ)`,
          kind,
          number: quarter.now,
          unitCode,
          oldUnitCode: code,
          households: this.#households.get(quarter)!,
        }),
      )
    })
  }

  #group(quarter: Quarter, homes: readonly Home[]): void {
    let households = 0
    for (const home of homes.toSorted((a, b) => alongU(axis, b.point) - alongU(axis, a.point))) {
      this.#groups.set(home.path, 1 + Math.floor(households / GROUP_HOUSEHOLDS))
      households += home.households
    }
    this.#households.set(quarter, households)
  }
}

type Site = { site: XY; weight: number }
const squared = (a: XY, b: XY): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2

function nearest<S extends Site>(p: XY, sites: readonly S[]): S {
  let [best, least] = [sites[0]!, Infinity]
  for (const place of sites) {
    const power = squared(p, place.site) - place.weight
    if (power < least) [best, least] = [place, power]
  }
  return best
}

/** Places that have about as many households each: Lloyd's rounds, then weights that grow where too few live. */
function balanced(homes: readonly Home[], count: number): Site[] {
  const sorted = homes.toSorted((a, b) => alongU(axis, b.point) - alongU(axis, a.point))
  const all = homes.reduce((s, h) => s + h.households, 0)
  const slice = (i: number) => sorted.slice((i * sorted.length) / count, ((i + 1) * sorted.length) / count)
  let sites = Array.from({ length: count }, (_, i): Site => ({ site: middle(slice(i)), weight: 0 }))
  const width = squared(sites[0]!.site, sites.at(-1)!.site) / count ** 2
  for (let round = 0; round < MOVING + SETTLING; round++) {
    const own = new Map<Site, Home[]>(sites.map((site) => [site, []]))
    for (const home of homes) own.get(nearest(home.point, sites))!.push(home)
    sites = sites.map((place) => {
      const mine = own.get(place)!
      const lack = 1 - (mine.reduce((s, h) => s + h.households, 0) * count) / all
      const site = round < MOVING && mine.length > 0 ? middle(mine) : place.site
      return { site, weight: place.weight + (round < MOVING ? 0.1 : 0.25) * width * lack }
    })
  }
  return sites
}

const middle = (homes: readonly Home[]): XY => [
  homes.reduce((s, h) => s + h.point[0], 0) / homes.length,
  homes.reduce((s, h) => s + h.point[1], 0) / homes.length,
]

function numbered(code: string, sites: readonly Site[]): Quarter[] {
  const fact = formerUnits.find((f) => f.code === code)!
  const before = formerUnits
    .slice(0, formerUnits.indexOf(fact))
    .filter((f) => f.nowPartOf === fact.nowPartOf)
    .reduce((s, f) => s + f.subunits, 0)
  return sites
    .toSorted((a, b) => alongU(axis, b.site) - alongU(axis, a.site))
    .map((site, i) => ({ ...site, code, former: i + 1, now: before + i + 1 }))
}

/** The part of a former unit that is nearer to a quarter than to any other: cut by one straight line for each other. */
function cellOf(own: Quarter, quarters: readonly Quarter[], rings: readonly OpenRing[]): OpenRing[] {
  return quarters.reduce<OpenRing[]>(
    (cell, other) => {
      if (other === own) return cell
      const [dx, dy] = direction(own.site, other.site)
      const frame = turned(Math.atan2(dy, dx))
      const gap = Math.hypot(other.site[0] - own.site[0], other.site[1] - own.site[1])
      const limit = alongU(frame, own.site) + (gap * gap + own.weight - other.weight) / (2 * gap)
      return cell.flatMap((ring) => cut(ring, frame, limit)[0])
    },
    [...rings],
  )
}
