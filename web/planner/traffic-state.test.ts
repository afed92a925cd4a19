import { describe, expect, it } from 'vitest'
import type { Job } from '../../scenarios/api/api.ts'
import type { TrafficComparison } from '../../scenarios/traffic.ts'
import { newDraftForTests } from './fixture.ts'
import { type Action, initialState, type PlannerState, reduce } from './state.ts'

const reached = (...actions: Action[]): PlannerState => actions.reduce(reduce, initialState(newDraftForTests()))
/** The reducer does not look inside. */
const comparison = {} as TrafficComparison
const start: Action = { type: 'traffic/start', hash: 'a' }

describe('the traffic part of the state', () => {
  it('goes from idle through running to done; a run that was overtaken is not heard', () => {
    const running = reached({ type: 'traffic/open' }, start, { type: 'traffic/progress', fraction: 0.4 })
    expect(running.traffic).toMatchObject({ opened: true, run: { status: 'running', hash: 'a', fraction: 0.4 } })
    expect(reduce(running, { type: 'traffic/done', done: { hash: 'b', comparison, dry: null } }).traffic).toBe(
      running.traffic,
    )
    const done = reduce(running, { type: 'traffic/done', done: { hash: 'a', comparison, dry: null } }).traffic
    expect(done.run).toEqual({ status: 'done' })
    expect(done.done).toEqual({ hash: 'a', comparison, dry: null })
  })

  it('keeps the last results while the next run goes, is stopped or fails', () => {
    const problem = { code: 'x', message: { vi: '', en: '' } }
    const done: Action = { type: 'traffic/done', done: { hash: 'a', comparison, dry: null } }
    for (const end of [{ type: 'traffic/cancelled' }, { type: 'traffic/failed', problem }] as const) {
      expect(reached(start, done, start, end).traffic.done).toEqual({ hash: 'a', comparison, dry: null })
    }
    const stopped = reached(start, { type: 'traffic/cancelled' })
    expect(reduce(stopped, { type: 'traffic/progress', fraction: 0.9 }).traffic).toBe(stopped.traffic)
  })

  it('takes two clicks for a route and one for a place to reach from, and none unasked', () => {
    const idle = reached()
    expect(reduce(idle, { type: 'traffic/point', at: [1, 2] }).traffic).toBe(idle.traffic)
    const route = reached(
      { type: 'traffic/ways', ways: { picking: 'from' } },
      { type: 'traffic/point', at: [1, 2] },
      { type: 'traffic/point', at: [3, 4] },
    )
    expect(route.traffic.ways).toMatchObject({ from: [1, 2], to: [3, 4], picking: null })
    const reach = reached({ type: 'traffic/ways', ways: { picking: 'reach' } }, { type: 'traffic/point', at: [5, 6] })
    expect(reach.traffic.ways).toMatchObject({ reach: { from: [5, 6] }, picking: null })
    expect(reach.traffic.view.show).toBe('reach')
  })

  it('another draft keeps what is looked at and drops what was computed', () => {
    const open: Action = { type: 'traffic/open' }
    const view: Action = { type: 'traffic/view', view: { show: 'speed', vehicles: true, playing: true } }
    const state = reached(open, view, start, { type: 'traffic/done', done: { hash: 'a', comparison, dry: null } })
    const other = reduce(state, { type: 'draft/open', draft: newDraftForTests() }).traffic
    expect(other).toMatchObject({ opened: true, done: null, run: { status: 'idle' } })
    expect(other.view).toMatchObject({ show: 'speed', vehicles: false, playing: false })
  })

  it('follows only its own job', () => {
    const job = { id: 'j1', state: 'queued', progress: 0 } as Job
    const state = reached({ type: 'traffic/server', server: { status: 'job', job } })
    expect(reduce(state, { type: 'traffic/job', job: { ...job, id: 'j2' } }).traffic).toBe(state.traffic)
    expect(reduce(state, { type: 'traffic/job', job: { ...job, progress: 0.5 } }).traffic.server).toMatchObject({
      job: { progress: 0.5 },
    })
  })
})
