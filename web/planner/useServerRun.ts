/** A run on the server: the scenario is saved as it is computed, then the job is asked for; or it is stopped. */
import type { Dispatch } from 'react'
import type { RunKind } from '../../scenarios/run.ts'
import { api } from '../shared/api.ts'
import { problemOf } from '../shared/ui.tsx'
import { type Draft, isSaved, lightingOf, trafficOf, withSettings } from './draft.ts'
import type { Action, ServerState } from './state.ts'
import type { Stored } from './useStored.ts'

export function useServerRun(given: {
  draft: Draft
  cityHash: string
  /** Of the browser's own runs of the draft as it stands; null where there is none. */
  digests: { readonly [kind in RunKind]: string | null }
  save: Stored['save']
  dispatch: Dispatch<Action>
}) {
  const { draft, cityHash, digests, save, dispatch } = given

  async function start(kind: RunKind): Promise<void> {
    const tell = (server: ServerState) =>
      dispatch(kind === 'drainage' ? { type: 'server', server } : { type: `${kind}/server`, server })
    tell({ status: 'asking' })
    // Scenarios from before there was traffic, or lighting, are stored with what they were computed with.
    const own = { traffic: { traffic: trafficOf(draft) }, lighting: { lighting: lightingOf(draft) }, drainage: {} }
    const asked = withSettings(draft, own[kind])
    if (asked !== draft) dispatch({ type: 'draft/settings', settings: asked.settings })
    const saved = isSaved(asked, cityHash) || (await save(asked)) !== null
    if (!saved) return tell({ status: 'idle' })
    try {
      const asking = { kind, scenarioId: draft.id, body: null, clientDigest: digests[kind] }
      tell({ status: 'job', job: await api.runs.start(asking) })
    } catch (error) {
      tell({ status: 'failed', problem: problemOf(error) })
    }
  }
  /** @throws what the server says */
  async function cancel(kind: RunKind, id: string): Promise<void> {
    const job = await api.jobs.cancel(id)
    dispatch(kind === 'drainage' ? { type: 'server/job', job } : { type: `${kind}/job`, job })
  }
  return { start, cancel }
}
