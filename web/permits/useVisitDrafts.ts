/** The drafts of whoever is signed in, sent as soon as the server answers again. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Control } from '../../scenarios/api/control.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useSession } from '../shared/session.tsx'
import { problemOf } from '../shared/ui.tsx'
import { phoneStore, sendDraft, type VisitDraft } from './visit-drafts.ts'

export interface VisitDrafts {
  readonly drafts: readonly VisitDraft[]
  /** The device keeps nothing (a private window): a draft lasts as long as the page. */
  readonly problem: ProblemDetail | null
  save(draft: VisitDraft): Promise<void>
  remove(id: string): Promise<void>
  send(draft: VisitDraft): Promise<void>
}

/** @param onSent told of what the server answered for one of them */
export function useVisitDrafts(onSent?: (control: Control, draft: VisitDraft) => void): VisitDrafts {
  const { user, online } = useSession()
  const userId = user?.id ?? null
  const [drafts, setDrafts] = useState<readonly VisitDraft[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const told = useRef(onSent)
  told.current = onSent
  const sending = useRef(new Set<string>())

  const look = useCallback(async () => {
    if (userId === null) return setDrafts([])
    try {
      const all = await phoneStore.all()
      setDrafts(all.filter((draft) => draft.userId === userId).toSorted((a, b) => a.savedAt.localeCompare(b.savedAt)))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [userId])

  const send = useCallback(
    async (draft: VisitDraft) => {
      if (sending.current.has(draft.id)) return
      sending.current.add(draft.id)
      try {
        const control = await sendDraft(draft, phoneStore, api.permits)
        if (control) told.current?.(control, draft)
      } catch {
        // It stands with the draft why.
      } finally {
        sending.current.delete(draft.id)
        await look()
      }
    },
    [look],
  )

  useEffect(() => void look(), [look])
  useEffect(() => {
    if (online) for (const draft of drafts) if (draft.waiting) void send(draft)
  }, [online, drafts, send])

  return {
    drafts,
    problem,
    save: async (draft) => {
      try {
        await phoneStore.put(draft)
      } catch (error) {
        setProblem(problemOf(error))
      }
      await look()
    },
    remove: async (id) => {
      await phoneStore.remove(id)
      await look()
    },
    send,
  }
}
