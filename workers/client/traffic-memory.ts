/** What the traffic worker computed lately: the same question is not computed twice, and a baseline serves many scenarios. */
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, editsOfLayers, squash } from '../../scenarios/edit.ts'
import type { Grid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { TrafficComparison, TrafficOutcome } from '../../scenarios/traffic.ts'
import type { Floods } from '../traffic/compare.ts'
import { trafficLayers } from '../traffic/prepare.ts'
import { type Travel, travelOver } from '../traffic/travel.ts'

/** Comparisons that are kept: without water and with it, and the ones before. */
const KEPT = 4

/** An outcome under the number by which the door asks about it. */
export interface Numbered {
  readonly number: number
  readonly outcome: TrafficOutcome
  /** Of the body that it belongs to. */
  readonly seed: number
  travel(): Travel
}

interface Memory {
  readonly settings: string
  readonly edits: string
  readonly flood: Floods | null
  readonly baseline: Numbered
  readonly scenario: Numbered
}

export function createMemory() {
  let memories: Memory[] = []
  let last = 0
  const keyOf = ({ city, traffic, edits }: ScenarioBody) => ({
    settings: canonicalJson({ city, traffic }),
    edits: canonicalJson(squash(edits)),
  })

  function numbered(outcome: TrafficOutcome, seed: number, cityOf: () => City): Numbered {
    let travel: Travel | null = null
    return {
      number: ++last,
      outcome,
      seed,
      travel() {
        travel ??= travelOver(cityOf(), outcome.model, outcome.result.time)
        return travel
      },
    }
  }

  return {
    find(body: ScenarioBody, flood: Floods | null): Memory | undefined {
      const { settings, edits } = keyOf(body)
      const found = memories.find(
        (one) =>
          one.settings === settings &&
          one.edits === edits &&
          sameWater(one.flood?.baseline, flood?.baseline) &&
          sameWater(one.flood?.scenario, flood?.scenario),
      )
      if (found) memories = [found, ...memories.filter((one) => one !== found)]
      return found
    },
    baseline(body: ScenarioBody, flood: Floods | null): Numbered | undefined {
      const { settings } = keyOf(body)
      return memories.find((one) => one.settings === settings && sameWater(one.flood?.baseline, flood?.baseline))
        ?.baseline
    },
    keep(city: City, body: ScenarioBody, flood: Floods | null, { baseline, scenario }: TrafficComparison): Memory {
      const known = this.baseline(body, flood)
      const first = known?.outcome === baseline ? known : numbered(baseline, body.seed, () => city)
      const second =
        scenario === baseline
          ? first
          : numbered(scenario, body.seed, () => applyEdits(city, editsOfLayers(squash(body.edits), trafficLayers)))
      const memory = { ...keyOf(body), flood, baseline: first, scenario: second }
      memories = [memory, ...memories].slice(0, KEPT)
      return memory
    },
    outcomes: (): Numbered[] => [...new Set(memories.flatMap(({ baseline, scenario }) => [baseline, scenario]))],
    outcome(number: number): Numbered {
      const found = this.outcomes().find((one) => one.number === number)
      if (!found) throw new Error(`Expected an outcome that was told lately, got number ${number}`)
      return found
    },
  }
}

/** Grids come as copies: what they hold is compared. */
function sameWater(a: Grid | undefined, b: Grid | undefined): boolean {
  if (!a || !b) return a === b
  const same = (['columns', 'rows', 'cellSize', 'west', 'north'] as const).every((key) => a[key] === b[key])
  return same && a.data.every((depth, i) => Object.is(depth, b.data[i]))
}
