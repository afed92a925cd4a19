/**
 * Every street metre of a city, point by point: horizontal illuminance E = I(C, γ) h / d³ of every lamp within reach, times
 * maintenance factor and output. What each lamp gives to each point is kept, so that dimming, outages and hours are sums, and
 * a changed lamp alone is computed anew. The order of the sums is that of the lamps: the same bits, whole or in parts.
 */
import { digestArrays } from '../../scenarios/canonical.ts'
import type { CityLightingInput, CityLightingResult } from '../../scenarios/lighting.ts'
import { about } from './about.ts'
import { type Cells, cellsAround, createCells } from './cells.ts'
import { aimAt, createOptics, intensityToward } from './photometry.ts'
import { createShade, type Passage, passageFrom, type Shade } from './shade.ts'
import { type LampLight, type Lit, litBy } from './sums.ts'

/** Lamps a step. */
const STEP_LAMPS = 100
const CELL_METRES = 12

export interface CityLighting {
  readonly input: CityLightingInput
  /** Computes some lamps. */
  step(): void
  readonly done: boolean
  /** 0 … 1 */
  readonly progress: number
  /** One a lamp, once done. */
  readonly light: readonly LampLight[]
  /** @throws Error before `done` */
  result(): CityLightingResult
  /** What later computations of the same streets need of this one. */
  readonly memory: Memory
}

interface Memory {
  readonly input: CityLightingInput
  readonly cells: Cells
  readonly shade: Shade | null
  readonly byLamp: ReadonlyMap<string, LampLight>
  /** Once there was a result. */
  lit: Lit | undefined
}

/**
 * @param from of the same points and obstacles: its lamps that are the same are not computed again
 * @throws Error where arrays disagree
 */
export function createCityLighting(input: CityLightingInput, from?: CityLighting): CityLighting {
  checkInput(input)
  const { lamps, points } = input
  const count = lamps.x.length
  const known = from && sameWorld(from.input, input) ? from.memory : null
  const cells =
    known?.cells ??
    createCells(points.x.length, CELL_METRES, (i) => [points.x[i]!, points.y[i]!, points.x[i]!, points.y[i]!])
  const shade = known ? known.shade : input.obstacles && createShade(input.obstacles)
  const optics = input.luminaires.map(createOptics)
  const byLamp = new Map<string, LampLight>()
  const light: LampLight[] = []
  const found = new Int32Array(points.x.length)
  const given = new Float32Array(points.x.length)
  const memory: Memory = { input, cells, shade, byLamp, lit: undefined }
  let lookups = 0

  function lightOf(l: number): LampLight {
    const [x, y, h] = [lamps.x[l]!, lamps.y[l]!, lamps.height[l]!]
    const reach = input.reachHeights * h
    const { luminaire, flux, heading, tilt } = lamps
    const own = input.luminaires[luminaire[l]!]!
    const scale = (flux[l]! / own.fluxLumens) * input.maintenanceFactor
    const [eye, aim] = [optics[luminaire[l]!]!, aimAt(heading[l]!, tilt[l]!)]
    const passage: Passage | null = shade && passageFrom(shade, x, y, h, reach)
    let size = 0
    cellsAround(cells, x, y, reach, (first, last) => {
      for (let k = first; k < last; k++) {
        const p = cells.items[k]!
        const [dx, dy] = [points.x[p]! - x, points.y[p]! - y]
        const squared = dx * dx + dy * dy
        if (squared > reach * reach) continue
        const d2 = squared + h * h
        const lux = (scale * intensityToward(eye, aim, dx, dy, -h) * h) / (d2 * Math.sqrt(d2))
        lookups++
        if (lux === 0) continue
        const share = passage ? passage(points.x[p]!, points.y[p]!) : 1
        if (share === 0) continue
        found[size] = p
        given[size++] = lux * share
      }
    })
    return { points: found.slice(0, size), lux: given.slice(0, size) }
  }

  return {
    input,
    light,
    memory,
    step() {
      for (const end = Math.min(count, light.length + STEP_LAMPS); light.length < end; ) {
        const key = lampKey(input, light.length)
        const own = known?.byLamp.get(key) ?? lightOf(light.length)
        byLamp.set(key, own)
        light.push(own)
      }
    },
    get done() {
      return light.length === count
    },
    get progress() {
      return count === 0 ? 1 : light.length / count
    },
    result() {
      if (light.length < count) throw new Error(`Expected all ${count} lamps before the result, got ${light.length}`)
      memory.lit ??= litBy(input, light, known?.lit)
      const { illuminance, segments } = memory.lit
      const { average, minimum, uniformity, sidewalkAverage, sidewalkMinimum, darkMetres } = segments
      const header = {
        kernel: `${about.name}@${about.version}`,
        lamps: count,
        points: points.x.length,
        hour: input.hour,
        maintenanceFactor: input.maintenanceFactor,
        reachHeights: input.reachHeights,
        arrays: ['illuminance', ...Object.keys(segments)],
      }
      return {
        illuminance,
        segments,
        diagnostics: { lookups, cpuSeconds: 0, wallSeconds: 0 },
        digest: digestArrays(header, [
          illuminance,
          average,
          minimum,
          uniformity,
          sidewalkAverage,
          sidewalkMinimum,
          darkMetres,
        ]),
      }
    },
  }
}

const sameWorld = (a: CityLightingInput, b: CityLightingInput): boolean =>
  a.points === b.points &&
  a.obstacles === b.obstacles &&
  a.maintenanceFactor === b.maintenanceFactor &&
  a.reachHeights === b.reachHeights

/** What the light of a lamp depends on. */
function lampKey({ lamps, luminaires }: CityLightingInput, l: number): string {
  const { x, y, height, heading, tilt, flux, luminaire } = lamps
  return `${x[l]} ${y[l]} ${height[l]} ${heading[l]} ${tilt[l]} ${flux[l]} ${luminaires[luminaire[l]!]!.id}`
}

/** @throws Error naming array and place */
function checkInput({ lamps, points, luminaires, schedules }: CityLightingInput): void {
  const count = lamps.x.length
  for (const [name, array] of Object.entries(lamps)) {
    if (array.length !== count) throw new Error(`Expected ${name} of length ${count}, got ${array.length}`)
  }
  const within = (name: string, array: Int32Array, most: number) => {
    const bad = array.findIndex((value) => !(value >= 0 && value < most))
    if (bad >= 0) throw new Error(`Expected ${name}[${bad}] from 0 to ${most - 1}, got ${array[bad]}`)
  }
  within('luminaire', lamps.luminaire, luminaires.length)
  within('schedule', lamps.schedule, schedules.length)
  const low = lamps.height.findIndex((height) => !(height > 0))
  if (low >= 0) throw new Error(`Expected height[${low}] above 0, got ${lamps.height[low]}`)
  const [first, last, size] = [points.start[0], points.start.at(-1), points.x.length]
  if (first !== 0 || last !== size) throw new Error(`Expected segments from 0 to ${size}, got ${first} to ${last}`)
}
