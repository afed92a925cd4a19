/**
 * Demand fitted to counts: the gradient method of Spiess (1990, “A gradient approach for the O–D matrix adjustment
 * problem”). The misfit is half the sum of squares of modelled minus counted vehicles. Its gradient by the trips of a pair
 * is summed along the pair’s paths of the equilibrium, in their proportions; each pair changes by its own size times the
 * gradient, with the step that would be best if the proportions held. Then the network is assigned anew. A step that does
 * not lower the misfit is halved, so the fit only ever improves. Each class is fitted to its own counts.
 *
 * Pairs without trips keep none, and no pair leaves its prior by more than a factor: counts on some streets say little about
 * the whole matrix, and without that limit they would turn it into whatever meets them.
 */
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { CountFit, TrafficCount, TrafficInput, TrafficModel, TrafficResult } from '../../scenarios/traffic.ts'

/** Vehicles/h of one class counted on one link. */
export interface LinkCount {
  readonly link: number
  readonly class: number
  readonly vehiclesPerHour: number
}

export interface Fitted {
  /** Vehicles/h per class, as in the classes of the input. */
  readonly demand: readonly Float64Array[]
  /** The equilibrium of that demand, and of the prior, roughly (`ENOUGH_GAP`). */
  readonly result: TrafficResult
  readonly prior: TrafficResult
}

/** No pair leaves its prior by more. */
export const LARGEST_FACTOR = 4
const MOST_ROUNDS = 10
const MOST_HALVINGS = 4
/** Counts met so well, as a share of them (root mean square), are met. */
const GOOD_ENOUGH = 0.01
/** A round that gains less than this of the misfit is the last. */
const LEAST_GAIN = 0.05
/** Relative gap that is enough to compare volumes with counts. */
const ENOUGH_GAP = 1e-4
/** Iterations of one of its equilibria: a crowded city must not hold the fit up for hours. */
const MOST_ITERATIONS = 50

/** As a dialogue, so that each equilibrium is solved wherever its asker wants: it yields inputs and is handed their results. */
export function* fitToCounts(
  input: TrafficInput,
  counts: readonly LinkCount[],
): Generator<TrafficInput, Fitted, TrafficResult> {
  const priorDemand = input.classes.map(({ demand }) => demand)
  const rough = {
    ...input,
    relativeGap: Math.max(input.relativeGap, ENOUGH_GAP),
    maxIterations: Math.min(input.maxIterations, MOST_ITERATIONS),
  }
  const prior = yield rough
  const good = counts.reduce((sum, { vehiclesPerHour: c }) => sum + c * c, 0) * (GOOD_ENOUGH * GOOD_ENOUGH)
  let [demand, result, misfit] = [priorDemand, prior, misfitOf(prior, counts)]
  for (let round = 0; round < MOST_ROUNDS && misfit > good; round++) {
    const steps = input.classes.map((_, c) => stepOf(result, counts, c, input.network.zoneCount))
    const start = misfit
    for (let [halvings, share] = [0, 1]; halvings <= MOST_HALVINGS && misfit === start; halvings++, share /= 2) {
      const next = demand.map((trips, c) => changed(trips, priorDemand[c]!, steps[c]!, share))
      const classes = input.classes.map((own, c) => ({ ...own, demand: next[c]! }))
      const answer = yield { ...rough, classes, warm: result.paths }
      const left = misfitOf(answer, counts)
      if (left < start) [demand, result, misfit] = [next, answer, left]
    }
    if (misfit > start * (1 - LEAST_GAIN)) break
  }
  return { demand, result, prior }
}

/** Trips less a share of the step, within the factor about their prior. */
const changed = (trips: Float64Array, prior: Float64Array, step: Float64Array, share: number): Float64Array =>
  trips.map((t, pair) => {
    const [least, most] = [prior[pair]! / LARGEST_FACTOR, prior[pair]! * LARGEST_FACTOR]
    return Math.min(most, Math.max(least, t * (1 - share * step[pair]!)))
  })

const modelled = ({ classVolume }: TrafficResult, count: LinkCount): number => classVolume[count.class]![count.link]!

const misfitOf = (result: TrafficResult, counts: readonly LinkCount[]): number =>
  counts.reduce((sum, count) => sum + (modelled(result, count) - count.vehiclesPerHour) ** 2, 0)

/** By how much of itself each pair falls: step length × gradient, zones × zones. */
function stepOf(result: TrafficResult, counts: readonly LinkCount[], of: number, zones: number): Float64Array {
  const { paths } = result
  const own = counts.filter((count) => count.class === of)
  const gradient = new Float64Array(zones * zones)
  if (own.length === 0) return gradient
  const excess = new Float64Array(result.volume.length)
  const counted = new Uint8Array(result.volume.length)
  for (const count of own) {
    excess[count.link]! += modelled(result, count) - count.vehiclesPerHour
    counted[count.link] = 1
  }
  const pairOf = (path: number) => paths.origin[path]! * zones + paths.destination[path]!
  const served = new Float64Array(zones * zones)
  for (let p = 0; p < paths.flow.length; p++) {
    if (paths.class[p] !== of) continue
    let sum = 0
    for (let k = paths.start[p]!; k < paths.start[p + 1]!; k++) sum += excess[paths.links[k]!]!
    gradient[pairOf(p)]! += paths.flow[p]! * sum
    served[pairOf(p)]! += paths.flow[p]!
  }
  for (let pair = 0; pair < gradient.length; pair++) if (served[pair]! > 0) gradient[pair]! /= served[pair]!

  // How the volumes would change with a step of 1, and the step that then brings them nearest to the counts.
  const change = new Float64Array(result.volume.length)
  for (let p = 0; p < paths.flow.length; p++) {
    if (paths.class[p] !== of) continue
    for (let k = paths.start[p]!; k < paths.start[p + 1]!; k++) {
      if (counted[paths.links[k]!]) change[paths.links[k]!]! -= paths.flow[p]! * gradient[pairOf(p)]!
    }
  }
  let [towards, length] = [0, 0]
  for (const count of own) {
    towards += change[count.link]! * (count.vehiclesPerHour - modelled(result, count))
    length += change[count.link]! ** 2
  }
  const steepest = gradient.reduce((most, g) => Math.max(most, g), 0)
  const best = length > 0 ? towards / length : 0
  const step = steepest > 0 ? Math.min(best, 1 / steepest) : best
  return gradient.map((g) => g * step)
}

/**
 * The model with its demand fitted to counts, and its equilibrium, roughly.
 * @param input of the model
 * @throws Problem `traffic/count` where a count names a road or class that the network does not have
 */
export function* calibrated(
  model: TrafficModel,
  input: TrafficInput,
  counts: readonly TrafficCount[],
): Generator<TrafficInput, { readonly model: TrafficModel; readonly result: TrafficResult }, TrafficResult> {
  const onLinks = counts.map((count) => linkCount(model, count))
  const { demand, result, prior } = yield* fitToCounts(input, onLinks)
  const adjustment = demand.map((trips, c) => {
    const before = input.classes[c]!.demand
    return trips.map((t, pair) => (before[pair]! > 0 ? t / before[pair]! : 1))
  })
  const volumes = (of: TrafficResult) => onLinks.map((count) => modelled(of, count))
  const fit = countFit(counts, volumes(prior), volumes(result))
  const classes = model.classes.map((own, c) => ({ ...own, demand: demand[c]! }))
  return { model: { ...model, classes, adjustment, calibrated: true, fit }, result }
}

/** The model of a scenario with its trips multiplied as those of the fitted baseline were; zones go by their ids. */
export function adjustedLike(fitted: TrafficModel, model: TrafficModel): TrafficModel {
  const { adjustment, fit } = fitted
  if (!adjustment) return model
  const place = new Map(fitted.zones.map(({ id }, z) => [id, z]))
  const at = model.zones.map(({ id }) => place.get(id) ?? -1)
  const n = at.length
  const own = adjustment.map((factors) =>
    Float64Array.from({ length: n * n }, (_, pair) => {
      const [i, j] = [at[Math.floor(pair / n)]!, at[pair % n]!]
      return i < 0 || j < 0 ? 1 : factors[i * place.size + j]!
    }),
  )
  const classes = model.classes.map((given, c) => {
    return { ...given, demand: given.demand.map((trips, pair) => trips * own[c]![pair]!) }
  })
  return { ...model, classes, adjustment: own, calibrated: true, fit }
}

/** A count stands at the middle of its road: on the longest of the links that the road has in that direction. */
function linkCount({ links, network, classes }: TrafficModel, count: TrafficCount): LinkCount {
  const road = links.roads.indexOf(count.road)
  let [link, longest] = [-1, -1]
  for (let a = 0; a < links.road.length; a++) {
    if (links.road[a] !== road || road < 0) continue
    if ((links.backward[a] === 1) !== (count.direction === 'backward') || network.length[a]! <= longest) continue
    ;[link, longest] = [a, network.length[a]!]
  }
  const of = classes.findIndex(({ id }) => id === count.class)
  if (link >= 0 && of >= 0) return { link, class: of, vehiclesPerHour: count.vehiclesPerHour }
  throw new Problem({
    code: 'traffic/count',
    message: both(
      'Số liệu đếm xe nêu một tuyến đường, chiều đường hoặc loại xe không có trong mạng lưới',
      'A count names a road, direction or class that the network does not have',
    ),
    place: `${count.road}, ${count.direction}, ${count.class}`,
    expected: 'a road of the city that is open to traffic in that direction',
  })
}

/** GEH (UK DMRB): √(2 (m − c)² / (m + c)), m and c in vehicles/h; R² = 1 − Σ(m − c)² / Σ(c − mean)². */
export function countFit(
  counts: readonly TrafficCount[],
  before: readonly number[],
  after: readonly number[],
): CountFit {
  const mean = counts.reduce((sum, count) => sum + count.vehiclesPerHour, 0) / counts.length
  let [left, spread] = [0, 0]
  const rows = counts.map((count, i) => {
    const [m, c] = [after[i]!, count.vehiclesPerHour]
    left += (m - c) ** 2
    spread += (c - mean) ** 2
    return { ...count, before: before[i]!, after: m, geh: m + c > 0 ? Math.sqrt((2 * (m - c) ** 2) / (m + c)) : 0 }
  })
  return {
    counts: rows,
    shareUnderGeh5: rows.length > 0 ? rows.filter(({ geh }) => geh < 5).length / rows.length : 1,
    rSquared: spread > 0 ? 1 - left / spread : left > 0 ? 0 : 1,
  }
}
