/** The draft of a report: kept on the device at every change, so that nothing typed is lost. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { REPORT_PHOTOS } from '../../../scenarios/reports/report.ts'
import { DRAFT_KEY, type Draft, emptyDraft, get, type KeptPhoto, put } from './store.ts'

const TYPING_MS = 300

export interface DraftInHand {
  readonly draft: Draft
  /** False until what was kept has been read. */
  readonly ready: boolean
  /** False: the browser refused to keep it (no room, or forbidden); it is in the form alone. */
  readonly saved: boolean
  change(more: Partial<Draft>): void
  /** To the draft as it stands then, for a photo that took its time. False: there are enough. */
  addPhoto(photo: KeptPhoto): boolean
  /** It is among what is to be sent. */
  done(): void
  clear(): Promise<void>
}

/** For the form to begin with, where something comes back to be changed. */
export const setDraft = (draft: Draft): Promise<void> => put('draft', DRAFT_KEY, draft)

/** Whether something is being written that a person would miss. */
export async function isDraftBegun(): Promise<boolean> {
  const draft = await get('draft', DRAFT_KEY)
  return draft !== undefined && (draft.text.trim() !== '' || draft.photos.length > 0)
}

export function useDraft(): DraftInHand {
  const [draft, show] = useState<Draft>(emptyDraft)
  const [ready, setReady] = useState(false)
  const [saved, setSaved] = useState(true)
  const now = useRef(emptyDraft)
  const unsaved = useRef<ReturnType<typeof setTimeout> | null>(null)
  /** False: what is on disk could not be read, and is not written over. */
  const readable = useRef(true)

  const save = useCallback(async () => {
    if (unsaved.current === null) return
    clearTimeout(unsaved.current)
    unsaved.current = null
    if (!readable.current) return
    await put('draft', DRAFT_KEY, now.current).then(
      () => setSaved(true),
      () => setSaved(false),
    )
  }, [])

  useEffect(() => {
    let stopped = false
    const reading = get('draft', DRAFT_KEY).catch(() => {
      readable.current = false
      setSaved(false)
      return undefined
    })
    void reading.then((kept) => {
      if (stopped) return
      // What was typed while it was read goes on top.
      now.current = { ...emptyDraft, ...kept, ...(now.current === emptyDraft ? {} : now.current) }
      show(now.current)
      setReady(true)
    })
    const leave = () => void save()
    addEventListener('pagehide', leave)
    document.addEventListener('visibilitychange', leave)
    return () => {
      stopped = true
      removeEventListener('pagehide', leave)
      document.removeEventListener('visibilitychange', leave)
      leave()
    }
  }, [save])

  const change = useCallback(
    (more: Partial<Draft>) => {
      now.current = { ...now.current, ...more }
      show(now.current)
      if (unsaved.current !== null) clearTimeout(unsaved.current)
      unsaved.current = setTimeout(() => void save(), TYPING_MS)
    },
    [save],
  )
  const addPhoto = useCallback(
    (photo: KeptPhoto) => {
      const { photos } = now.current
      if (photos.length >= REPORT_PHOTOS) return false
      change({ photos: [...photos, photo] })
      return true
    },
    [change],
  )
  const done = useCallback(() => {
    if (unsaved.current !== null) clearTimeout(unsaved.current)
    unsaved.current = null
    now.current = emptyDraft
    show(emptyDraft)
  }, [])
  const clear = useCallback(async () => {
    done()
    await put('draft', DRAFT_KEY, undefined)
  }, [done])
  return { draft, ready, saved, change, addPhoto, done, clear }
}
