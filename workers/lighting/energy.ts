/** Energy of lamps and what it costs (EN 13201-5): by all, street, cabinet and circuit; lamps that are out and what they leave dark. */
import type {
  LightingEnergy,
  LightingModel,
  LightingOutage,
  LightingOutcome,
  LightingSettings,
  SegmentLight,
} from '../../scenarios/lighting.ts'
import { fullHours, outputAt } from './dimming.ts'
import type { LampLight } from './sums.ts'

/** Lamps that are out take no power. */
export function energyOf(model: LightingModel, settings: LightingSettings): LightingOutcome['energy'] {
  const { lamps, schedules } = model.input
  const hours = schedules.map(fullHours)
  const total = empty()
  const [streets, cabinets, circuits] = [new Map<string, Sum>(), new Map<string, Sum>(), new Map<string, Sum>()]
  const sumOf = (sums: Map<string, Sum>, key: string): Sum => {
    const sum = sums.get(key) ?? empty()
    sums.set(key, sum)
    return sum
  }
  for (let l = 0; l < lamps.x.length; l++) {
    const { cabinet, circuit } = model.lampCircuit[l]!
    const street = model.segments[model.lampSegment[l]!]?.name
    const to = [
      total,
      ...(street ? [sumOf(streets, street)] : []),
      ...(cabinet === null ? [] : [sumOf(cabinets, cabinet)]),
      ...(cabinet === null || circuit === null ? [] : [sumOf(circuits, `${cabinet} ${circuit}`)]),
    ]
    for (const sum of to) {
      sum.lamps++
      if (!lamps.working[l]) {
        sum.lampsOut++
        continue
      }
      sum.powerWatts += lamps.power[l]!
      sum.kilowattHours += (lamps.power[l]! * hours[lamps.schedule[l]!]!) / 1000
    }
  }
  const priced = ({ kilowattHours, ...sum }: Sum): LightingEnergy => ({
    ...sum,
    kilowattHours,
    cost: kilowattHours * settings.tariff,
    co2Kilograms: kilowattHours * settings.co2Factor,
  })
  const all = (sums: Map<string, Sum>) =>
    new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, s]) => [k, priced(s)]))
  return { total: priced(total), streets: all(streets), cabinets: all(cabinets), circuits: all(circuits) }
}

type Sum = Omit<LightingEnergy, 'cost' | 'co2Kilograms'>
const empty = (): Sum => ({ lamps: 0, lampsOut: 0, powerWatts: 0, kilowattHours: 0 })

/**
 * Lamps that are out, with the street metres that each would light up: rows whose average is below the limit and would not be
 * with this lamp at the output of the hour.
 * @param light of every lamp at full output
 */
export function outagesOf(
  model: LightingModel,
  light: readonly LampLight[],
  illuminance: Float32Array,
): LightingOutage[] {
  const { lamps, points, schedules, hour, darkLux } = model.input
  const outages: LightingOutage[] = []
  for (let l = 0; l < lamps.x.length; l++) {
    if (lamps.working[l]) continue
    const output = hour === null ? 1 : outputAt(schedules[lamps.schedule[l]!]!, hour)
    const { points: at, lux } = light[l]!
    const more = new Map<number, number>()
    for (let k = 0; k < at.length; k++) more.set(at[k]!, output * lux[k]!)
    const rows = new Set<number>()
    let darkMetres = 0
    for (const p of at) {
      // A dark row has a dark point.
      if (points.kind[p] !== 0 || illuminance[p]! >= darkLux) continue
      const [first, last] = rowAround(model, p)
      if (rows.has(first)) continue
      rows.add(first)
      let [now, then, count] = [0, 0, 0]
      for (let q = first; q <= last; q++) {
        if (points.kind[q] !== 0) continue
        now += illuminance[q]!
        then += illuminance[q]! + (more.get(q) ?? 0)
        count++
      }
      if (now / count < darkLux && then / count >= darkLux) darkMetres += points.rowMetres[segmentOf(model, p)]!
    }
    outages.push({ lamp: model.lampIds[l]!, ...model.lampCircuit[l]!, segment: model.lampSegment[l]!, darkMetres })
  }
  return outages
}

/** First and last point of a point’s row. */
function rowAround(model: LightingModel, p: number): [number, number] {
  const { row, start } = model.input.points
  const s = segmentOf(model, p)
  let [first, last] = [p, p]
  while (first > start[s]! && row[first - 1] === row[p]) first--
  while (last + 1 < start[s + 1]! && row[last + 1] === row[p]) last++
  return [first, last]
}

function segmentOf({ input: { points } }: LightingModel, p: number): number {
  let [low, high] = [0, points.start.length - 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (points.start[middle]! <= p) low = middle
    else high = middle
  }
  return low
}

/** EN 13201-5 over the streets that have lamps, at the hour computed: D_P, W/(lx·m²); D_E, kWh/(m²·a); 0 where there is no light. */
export function performanceOf(
  { segments, input: { lamps, schedules, hour } }: LightingModel,
  { average, sidewalkAverage }: Pick<SegmentLight, 'average' | 'sidewalkAverage'>,
  { kilowattHours }: LightingEnergy,
): { powerDensity: number; annualEnergyPerSquareMetre: number } {
  const outputs = schedules.map((schedule) => (hour === null ? 1 : outputAt(schedule, hour)))
  let powerWatts = 0
  for (let l = 0; l < lamps.power.length; l++) {
    powerWatts += lamps.working[l]! * lamps.power[l]! * outputs[lamps.schedule[l]!]!
  }
  let [lux, area] = [0, 0]
  for (const [s, { section, lengthMetres, carriagewayMetres, sidewalkMetres }] of segments.entries()) {
    if (section < 0) continue
    const [road, walks] = [lengthMetres * carriagewayMetres, 2 * lengthMetres * sidewalkMetres]
    area += road + walks
    lux += average[s]! * road + Math.max(0, sidewalkAverage[s]!) * walks
  }
  return {
    powerDensity: lux > 0 ? powerWatts / lux : 0,
    annualEnergyPerSquareMetre: area > 0 ? kilowattHours / area : 0,
  }
}
