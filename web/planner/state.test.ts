import { describe, expect, it } from 'vitest'
import type { Job } from '../../scenarios/api/api.ts'
import { newDraftForTests } from './fixture.ts'
import type { Comparison } from './run.ts'
import { type Action, initialState, type PlannerState, reduce } from './state.ts'

const reached = (...actions: Action[]): PlannerState => actions.reduce(reduce, initialState(newDraftForTests()))
/** The reducer looks at nothing but its times. */
const comparison = { times: Float64Array.of(0, 600, 1200) } as Comparison
const start: Action = { type: 'run/start', hash: 'a' }
const close: Action = {
  type: 'edit/add',
  edits: [{ kind: 'road.state', target: 'r1', from: 'open', to: 'closed' }],
}

describe('the planner’s state', () => {
  it('goes from idle through running to done, and keeps each side’s progress', () => {
    const running = reached(start, { type: 'run/progress', side: 'scenario', fraction: 0.4 })
    expect(running.run).toEqual({ status: 'running', hash: 'a', baseline: 0, scenario: 0.4 })
    const done = reduce(running, { type: 'run/done', comparison })
    expect(done.run).toEqual({ status: 'done' })
    expect(done.comparison).toBe(comparison)
  })

  it('hears no late news of a run that was stopped', () => {
    const stopped = reached(start, { type: 'run/cancelled' })
    expect(reduce(stopped, { type: 'run/progress', side: 'baseline', fraction: 0.9 })).toBe(stopped)
    expect(reduce(stopped, { type: 'run/done', comparison })).toBe(stopped)
  })

  it('keeps the results of the last run while the next one goes or fails', () => {
    const problem = { code: 'x', message: { vi: '', en: '' } }
    const failed = reached(start, { type: 'run/done', comparison }, start, { type: 'run/failed', problem })
    expect(failed.comparison).toBe(comparison)
    expect(failed.run).toEqual({ status: 'failed', problem })
  })

  it('plays to the last frame and rests there', () => {
    let state = reached(
      start,
      { type: 'run/done', comparison },
      { type: 'view', view: { playing: true, maximum: false } },
    )
    for (let i = 0; i < 5; i++) state = reduce(state, { type: 'view/tick' })
    expect(state.view).toMatchObject({ frame: 2, playing: false })
  })

  it('is the same state where nothing can be undone or redone', () => {
    const state = reached()
    expect(reduce(state, { type: 'edit/undo' })).toBe(state)
    expect(reduce(state, { type: 'edit/redo' })).toBe(state)
    expect(reached(close, { type: 'edit/undo' }, { type: 'edit/redo' }).draft.log).toHaveLength(1)
  })

  it('marks as saved only the draft that was saved', () => {
    const state = reached(close)
    const saved = { type: 'draft/saved', revision: 3, savedHash: 'h' } as const
    expect(reduce(state, { ...saved, id: 'another' })).toBe(state)
    expect(reduce(state, { ...saved, id: state.draft.id }).draft).toMatchObject({ revision: 3, savedHash: 'h' })
  })

  it('a branch is a new scenario of the one it was taken from', () => {
    const first = reached(close, { type: 'draft/saved', id: reached().draft.id, revision: 1, savedHash: 'h' })
    const branch = reduce(first, { type: 'draft/branch', title: 'Nhánh' }).draft
    expect(branch).toMatchObject({ parentId: first.draft.id, revision: null, savedHash: null, title: 'Nhánh' })
    expect(branch.id).not.toBe(first.draft.id)
    expect(branch.log).toEqual(first.draft.log)
  })

  it('follows only its own job', () => {
    const job = { id: 'j1', state: 'queued', progress: 0 } as Job
    const state = reached({ type: 'server', server: { status: 'job', job } })
    expect(reduce(state, { type: 'server/job', job: { ...job, id: 'j2' } })).toBe(state)
    expect(reduce(state, { type: 'server/job', job: { ...job, progress: 0.5 } }).server).toMatchObject({
      job: { progress: 0.5 },
    })
  })
})
