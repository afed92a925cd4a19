import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { createGrid, type Grid } from '../../scenarios/grid.ts'
import type { TrafficOutcome } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { narrowedStreets, streetCities } from '../../test/arbitraries/towns.ts'
import { createComparison, type Floods } from './compare.ts'

const dry = (edits: readonly Edit[]) => ({ edits: [...edits], traffic: { ...defaultTraffic, relativeGap: 1e-4 } })
const wet = (edits: readonly Edit[]) => ({
  edits: [...edits],
  traffic: { ...defaultTraffic, relativeGap: 1e-4, flood: true },
})
const options = (baseline?: TrafficOutcome) => ({ threads: 1, clock: () => 0, baseline })

function compared(city: City, body: ReturnType<typeof dry>, flood: Floods | null, baseline?: TrafficOutcome) {
  const comparison = createComparison(city, body, flood, options(baseline))
  const progress = [comparison.progress]
  while (!comparison.done) {
    comparison.step()
    progress.push(comparison.progress)
  }
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect([progress[0], progress.at(-1)]).toEqual([0, 1])
  return comparison.result()
}

const water = (metres: number): Grid => {
  const spec = { columns: 60, rows: 60, cellSize: 10, west: -100, north: 500 }
  return createGrid(spec, new Float32Array(3600).fill(metres))
}

it('is the baseline itself where nothing was edited, or edited and taken back', () => {
  fc.assert(
    fc.property(streetCities, (city) => {
      const [road] = city.layers.roads.values()
      const close = { kind: 'road.state', target: road?.id ?? '', from: 'open', to: 'closed' } as const
      const twice = road ? [close, { ...close, from: 'closed', to: 'open' } as const] : []
      const { baseline, scenario } = compared(city, dry(twice), null)
      expect(scenario).toBe(baseline)
    }),
    { numRuns: 20 },
  )
})

it('gives the same bits whether the baseline was known or not', () => {
  fc.assert(
    fc.property(narrowedStreets, ({ city, edits }) => {
      const { baseline } = compared(city, dry([]), null)
      const [fresh, onwards] = [compared(city, dry(edits), null), compared(city, dry(edits), null, baseline)]
      expect(onwards.baseline).toBe(baseline)
      expect([fresh.baseline.result.digest, fresh.scenario.result.digest]).toEqual([
        baseline.result.digest,
        onwards.scenario.result.digest,
      ])
    }),
    { numRuns: 20 },
  )
})

it('has a scenario of its own under water, which closes streets', () => {
  fc.assert(
    fc.property(streetCities, (city) => {
      const { baseline, scenario } = compared(city, wet([]), { baseline: water(0), scenario: water(2) })
      const deep = (link: number) => scenario.model.depth![link]! >= 2
      const volume = scenario.result.volume.filter((_, link) => deep(link))
      expect(volume.every((units) => units === 0)).toBe(true)
      expect(baseline.model.depth!.every((depth) => depth === 0)).toBe(true)
    }),
    { numRuns: 20 },
  )
})

it('refuses water that was not asked for, and its lack, and an answer too early', () => {
  const [city] = fc.sample(streetCities, { numRuns: 1, seed: 1 })
  const flood = { baseline: water(0), scenario: water(1) }
  expect(() => createComparison(city!, dry([]), flood, options())).toThrow('Expected no flood')
  expect(() => createComparison(city!, wet([]), null, options())).toThrow('Expected the water of both sides')
  expect(() => createComparison(city!, { edits: [], traffic: undefined }, null, options())).toThrow('traffic settings')
  expect(() => createComparison(city!, dry([]), null, options()).result()).toThrow('Expected a comparison that is done')
})
