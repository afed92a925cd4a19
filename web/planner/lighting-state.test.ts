import { describe, expect, it } from 'vitest'
import type { LightingComparison } from '../../scenarios/lighting.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { scenarioHash } from '../../scenarios/scenario.ts'
import {
  drainageBodyOf,
  lightingHash,
  lightingOf,
  restoreDraft,
  trafficBodyOf,
  trafficHash,
  withSettings,
} from './draft.ts'
import { newDraftForTests } from './fixture.ts'
import { type Action, initialState, type PlannerState, reduce } from './state.ts'

const reached = (...actions: Action[]): PlannerState => actions.reduce(reduce, initialState(newDraftForTests()))
/** The reducer does not look inside. */
const comparison = {} as LightingComparison
const start: Action = { type: 'lighting/start', hash: 'a' }
const done: Action = { type: 'lighting/done', done: { hash: 'a', comparison } }

describe('the lighting part of the state', () => {
  it('goes from idle through running to done; a run that was overtaken is not heard', () => {
    const running = reached({ type: 'lighting/open' }, start, { type: 'lighting/progress', fraction: 0.4 })
    expect(running.lighting).toMatchObject({ opened: true, run: { status: 'running', hash: 'a', fraction: 0.4 } })
    expect(reduce(running, { type: 'lighting/done', done: { hash: 'b', comparison } }).lighting).toBe(running.lighting)
    expect(reduce(running, done).lighting).toMatchObject({ run: { status: 'done' }, done: { hash: 'a', comparison } })
    expect(reduce(running, done).traffic).toBe(running.traffic)
  })

  it('keeps the last results while the next run goes, is stopped or fails; another draft forgets them', () => {
    const problem = { code: 'x', message: { vi: '', en: '' } }
    for (const end of [{ type: 'lighting/cancelled' }, { type: 'lighting/failed', problem }] as const) {
      expect(reached(start, done, start, end).lighting.done).toEqual({ hash: 'a', comparison })
    }
    const night: Action = { type: 'lighting/view', view: { show: 'night' } }
    const other = reached({ type: 'lighting/open' }, night, start, done, {
      type: 'draft/open',
      draft: newDraftForTests(),
    })
    expect(other.lighting).toMatchObject({ opened: true, done: null, run: { status: 'idle' }, view: { show: 'night' } })
  })
})

describe('lighting in the draft', () => {
  const draft = newDraftForTests()
  const dark = withSettings(draft, { lighting: { ...defaultLighting, hour: 23 } })

  it('is by default where an old draft has none, and the draft still opens', () => {
    expect(lightingOf(draft)).toBe(defaultLighting)
    const store = { getItem: () => JSON.stringify(draft), setItem: () => {} }
    expect(restoreDraft(store, 'x')).toEqual(draft)
  })

  it('changes neither what drains nor what drives, and a storm changes no light', () => {
    expect(scenarioHash(drainageBodyOf(dark, 'c'))).toBe(scenarioHash(drainageBodyOf(draft, 'c')))
    expect(trafficHash(trafficBodyOf(dark, 'c'), null)).toBe(trafficHash(trafficBodyOf(draft, 'c'), null))
    expect(lightingHash('c', [], lightingOf(dark))).not.toBe(lightingHash('c', [], lightingOf(draft)))
    const longer = withSettings(dark, { horizonSeconds: 7200 })
    expect(lightingHash('c', [], lightingOf(longer))).toBe(lightingHash('c', [], lightingOf(dark)))
  })
})
