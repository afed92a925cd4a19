/**
 * Doubly constrained gravity model: trips t(i,j) = a(i) b(j) O(i) D(j) exp(−beta c(i,j)). The margins are met by Furness’s
 * iterations (1965), beta so that the mean cost is the one that is asked for (Hyman 1969, Environment and Planning 1: steps
 * of a secant, kept within a bracket).
 */
import { pow } from '../../scenarios/elementary.ts'

export interface Gravity {
  /** Trips from zone to zone, zones × zones, by origin; those within a zone on the diagonal. */
  readonly trips: Float64Array
  /** 1/s */
  readonly beta: number
  /** Mean cost that was reached. */
  readonly meanCost: number
}

/** Largest relative error of a margin. */
const MARGIN_ERROR = 1e-9
const MOST_ROUNDS = 5000
const MEAN_ERROR = 1e-6
const MOST_STEPS = 60
const MOST_FAILURES = 4
/** The farthest pair has exp(−this) at least, so that no factor leaves the range of numbers. */
const LARGEST_EXPONENT = 300
/** Where margins cannot be met factors run away: they are held here, and the rows alone are met. */
const LARGEST_FACTOR = 1e150

/**
 * @param cost zones × zones; Infinity: no way, no trips
 * @param meanCost where even trips without deterrence are shorter, beta stays 0; where it is (nearly) shorter than the
 * margins allow, beta stops before Furness’s rounds no longer meet them. Margins that ways in one direction alone leave no
 * trips for are met as nearly as the rounds come.
 */
export function gravity(
  origins: Float64Array,
  destinations: Float64Array,
  cost: Float64Array,
  meanCost: number,
): Gravity {
  const largest = LARGEST_EXPONENT / cost.reduce((most, c) => (c < Infinity && c > most ? c : most), 0)
  let columns = new Float64Array(destinations.length).fill(1)
  /** Null where the margins are not met, though they are without deterrence. */
  const at = (beta: number): Gravity | null => {
    const found = balance(deterrence(cost, origins.length, beta), origins, destinations, columns)
    if (!found.met && beta > 0) return null
    columns = found.columns
    return { trips: found.trips, beta, meanCost: meanOf(found.trips, cost) }
  }
  let low = at(0)!
  if (!(low.meanCost > meanCost)) return low
  let high: Gravity | null = null
  for (let [failed, more] = [0, 1 / meanCost]; !high && failed < MOST_FAILURES && low.beta < largest; ) {
    const next = at(Math.min(low.beta + more, largest))
    if (!next) failed++
    else if (next.meanCost <= meanCost) high = next
    else low = next
    more *= next ? 2 : 0.25
  }
  if (!high) return low
  let best: Gravity = high
  for (let step = 0; step < MOST_STEPS && Math.abs(best.meanCost - meanCost) > MEAN_ERROR * meanCost; step++) {
    const share = (low.meanCost - meanCost) / (low.meanCost - high.meanCost)
    // Every third step halves the bracket: a secant alone may creep from one side.
    const next = at(low.beta + (high.beta - low.beta) * (step % 3 === 2 ? 0.5 : share))
    if (!next) break
    best = next
    if (best.meanCost > meanCost) low = best
    else high = best
  }
  return best
}

/** Trips within a zone cost half of what the nearest other zone does. The matrix with such a diagonal. */
export function withIntrazonal(cost: Float64Array, zones: number): Float64Array {
  const out = cost.slice()
  for (let i = 0; i < zones; i++) {
    let least = Infinity
    for (let j = 0; j < zones; j++) if (j !== i) least = Math.min(least, cost[i * zones + j]!, cost[j * zones + i]!)
    out[i * zones + i] = least < Infinity ? least / 2 : 0
  }
  return out
}

/** Each row up to a factor, which the balancing takes up: the nearest zone has exp(0). */
function deterrence(cost: Float64Array, zones: number, beta: number): Float64Array {
  const out = new Float64Array(cost.length)
  for (let i = 0; i < zones; i++) {
    const row = cost.subarray(i * zones, i * zones + zones)
    const least = row.reduce((a, b) => (a < b ? a : b), Infinity)
    for (let j = 0; j < zones; j++) {
      const c = row[j]!
      if (c < Infinity) out[i * zones + j] = pow(Math.E, -beta * (c - least))
    }
  }
  return out
}

/**
 * Furness: the seed with rows and columns multiplied so that they sum to the origins and destinations. Where the seed falls
 * apart into groups without a way between them, each group’s destinations are scaled to its origins; an origin or
 * destination without any partner gets no trips.
 * @param start factors of columns to start from
 * @returns trips, the factors found, and whether the margins are met
 */
export function balance(
  seed: Float64Array,
  origins: Float64Array,
  destinations: Float64Array,
  start: Float64Array = new Float64Array(destinations.length).fill(1),
): { readonly trips: Float64Array; readonly columns: Float64Array<ArrayBuffer>; readonly met: boolean } {
  const n = origins.length
  const columns = start.slice()
  const wanted = scaledByGroup(seed, origins, destinations)
  const rows = new Float64Array(n)
  const sums = new Float64Array(n)
  let [met, held] = [false, false]
  for (let round = 0; round < MOST_ROUNDS && !met; round++) {
    let worst = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let j = 0; j < n; j++) sum += seed[i * n + j]! * columns[j]!
      const next = sum > 0 ? origins[i]! / sum : 0
      // Columns are met as the last round left them; how far the rows were off is how far their factors move.
      if (next > 0) worst = Math.max(worst, Math.abs(rows[i]! / next - 1))
      rows[i] = next
    }
    met = worst <= MARGIN_ERROR && !held
    if (met || round === MOST_ROUNDS - 1) break
    sums.fill(0)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) sums[j]! += seed[i * n + j]! * rows[i]!
    }
    held = false
    for (let j = 0; j < n; j++) {
      const next = sums[j]! > 0 ? wanted[j]! / sums[j]! : 0
      columns[j] = next > 0 ? Math.min(LARGEST_FACTOR, Math.max(1 / LARGEST_FACTOR, next)) : 0
      held ||= columns[j] !== next
    }
  }
  const trips = seed.map((weight, k) => weight * rows[Math.floor(k / n)]! * columns[k % n]!)
  return { trips, columns, met }
}

/** Destinations with the sum of the origins that they can be reached from. */
function scaledByGroup(seed: Float64Array, origins: Float64Array, destinations: Float64Array): Float64Array {
  const n = origins.length
  // Groups of origins 0 … n − 1 and destinations n … 2n − 1.
  const parent = Int32Array.from({ length: 2 * n }, (_, k) => k)
  const find = (k: number): number => {
    while (parent[k] !== k) k = parent[k] = parent[parent[k]!]!
    return k
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (seed[i * n + j]! > 0 && origins[i]! > 0 && destinations[j]! > 0) parent[find(n + j)] = find(i)
    }
  }
  const starting = new Float64Array(2 * n)
  const ending = new Float64Array(2 * n)
  for (let k = 0; k < n; k++) {
    starting[find(k)]! += origins[k]!
    ending[find(n + k)]! += destinations[k]!
  }
  return destinations.map((trips, j) => {
    const group = find(n + j)
    return ending[group]! > 0 ? (trips * starting[group]!) / ending[group]! : 0
  })
}

function meanOf(trips: Float64Array, cost: Float64Array): number {
  let [sum, all] = [0, 0]
  for (let k = 0; k < trips.length; k++) {
    if (trips[k]! === 0) continue
    sum += trips[k]! * cost[k]!
    all += trips[k]!
  }
  return all > 0 ? sum / all : 0
}
