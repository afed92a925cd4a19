/** The draft and the server: saving, opening what is stored there, beginning anew. */
import { type Dispatch, useState } from 'react'
import type { SavedScenario } from '../../scenarios/api/api.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { maySave, useSession } from '../shared/session.tsx'
import { problemOf } from '../shared/ui.tsx'
import { branchDraft, type Draft, isSaved, openDraft, scenarioOf } from './draft.ts'
import type { Saving } from './ScenarioPanel.tsx'
import type { Action } from './state.ts'
import { text } from './text.ts'

export type Stored = ReturnType<typeof useStored>

export function useStored(given: {
  draft: Draft
  cityHash: string
  dispatch: Dispatch<Action>
  /** Before another draft takes the place of this one. */
  leave(): void
}) {
  const { draft, cityHash, dispatch, leave } = given
  const { t } = useWords()
  const { user, refresh } = useSession()
  const [saving, setSaving] = useState<Saving>({ status: 'idle' })
  const [otherCity, setOtherCity] = useState(false)

  async function save(draft: Draft): Promise<SavedScenario | null> {
    if (!maySave(user)) {
      setSaving({ status: 'sign-in' })
      return null
    }
    setSaving({ status: 'saving' })
    try {
      const scenario = scenarioOf(draft, cityHash)
      const saved =
        draft.revision === null
          ? await api.scenarios.create(scenario)
          : await api.scenarios.save(scenario, draft.revision)
      dispatch({ type: 'draft/saved', id: draft.id, revision: saved.revision, savedHash: hashRecord(scenario) })
      setOtherCity(false)
      setSaving({ status: 'saved', revision: saved.revision })
      return saved
    } catch (error) {
      const problem = problemOf(error)
      setSaving(problem.code === 'session/none' ? { status: 'sign-in' } : { status: 'failed', problem })
      void refresh()
      return null
    }
  }
  /** @param foreign it was made on other city data */
  function replace(draft: Draft, foreign = false) {
    leave()
    setOtherCity(foreign)
    setSaving({ status: 'idle' })
    dispatch({ type: 'draft/open', draft })
  }
  function openAs({ scenario, revision }: Pick<SavedScenario, 'scenario' | 'revision'>, branch: boolean): void {
    const opened = openDraft(scenario, revision)
    const draft = branch ? branchDraft(opened, t(text.branchTitle, { title: opened.title })) : opened
    replace(draft, scenario.body.city !== cityHash)
  }
  /** @throws what the server says */
  async function open(id: string, branch: boolean): Promise<void> {
    openAs(await api.scenarios.get(id), branch)
  }
  const saved = isSaved(draft, cityHash)
  return { saving, otherCity, changedSinceSave: draft.revision !== null && !saved, save, replace, open, openAs }
}
