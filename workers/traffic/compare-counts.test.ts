import { describe, expect, test } from 'vitest'
import type { Edit } from '../../scenarios/edit.ts'
import type { TrafficComparison, TrafficCount, TrafficSettings } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { body } from '../../test/arbitraries/city.ts'
import { town } from '../../test/town.ts'
import { createComparison } from './compare.ts'

const settings: TrafficSettings = { ...defaultTraffic, relativeGap: 1e-8 }
const closed: Edit = { kind: 'road.state', target: 'h1', from: 'open', to: 'closed' }

function compare(traffic: TrafficSettings, edits: Edit[] = []): { comparison: TrafficComparison; progress: number[] } {
  const run = createComparison(town(), { ...body(edits), traffic }, null, { threads: 1, clock: () => 0 })
  const progress: number[] = []
  while (!run.done) {
    run.step()
    progress.push(run.progress)
  }
  return { comparison: run.result(), progress }
}

describe('a comparison with counts', () => {
  const plain = compare(settings).comparison.baseline
  const link = plain.result.classVolume[0]!.findIndex((v, a) => plain.model.links.road[a]! >= 0 && v > 20)
  const count: TrafficCount = {
    road: plain.model.links.roads[plain.model.links.road[link]!]!,
    direction: plain.model.links.backward[link] ? 'backward' : 'forward',
    class: 'motorbike',
    vehiclesPerHour: 1.3 * plain.result.classVolume[0]![link]!,
  }
  const { comparison, progress } = compare({ ...settings, counts: [count] }, [closed])
  const { baseline, scenario } = comparison

  test('fits the baseline and says so', () => {
    expect(plain.model.calibrated).toBe(false)
    expect(baseline.summary.indicators.calibrated).toBe(true)
    const [fit] = baseline.model.fit!.counts
    expect(Math.abs(fit!.after - fit!.vehiclesPerHour)).toBeLessThan(0.3 * Math.abs(fit!.before - fit!.vehiclesPerHour))
    expect(baseline.result.relativeGap).toBeLessThanOrEqual(1e-8)
  })

  test('gives the scenario the same trips', () => {
    expect(scenario.model.classes.map(({ demand }) => [...demand])).toEqual(
      baseline.model.classes.map(({ demand }) => [...demand]),
    )
    expect(scenario.model.fit).toEqual(baseline.model.fit)
    expect(scenario.result.digest).not.toBe(baseline.result.digest)
  })

  test('tells a progress that only rises', () => {
    expect(progress.every((p, i) => p >= (progress[i - 1] ?? 0))).toBe(true)
    expect(progress.at(-1)).toBe(1)
  })
})
