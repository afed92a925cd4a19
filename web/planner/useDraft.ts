/** The draft beyond the screen: kept on this device, undone and redone by keys. */
import { useEffect, useRef, useState } from 'react'
import { keepDraft } from './draft.ts'
import type { Kept } from './ScenarioPanel.tsx'

const AUTOSAVE_MS = 400

/** Keeps the draft on this device a moment after each change, and at once when the page is left. */
export function useAutosave(draft: Parameters<typeof keepDraft>[2], city: string, restored: boolean): Kept {
  const [kept, setKept] = useState<Kept>({ at: null, refused: false, restored })
  const first = useRef(draft)
  useEffect(() => {
    if (draft === first.current && restored) return
    const keep = () => {
      const done = keepDraft(localStorage, city, draft)
      setKept({ at: Date.now(), refused: !done, restored: false })
    }
    const timer = setTimeout(keep, AUTOSAVE_MS)
    const leave = () => void keepDraft(localStorage, city, draft)
    addEventListener('pagehide', leave)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', leave)
    }
  }, [draft, city, restored])
  return kept
}

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) wherever one does not type. */
export function useUndoKeys(dispatch: (action: { type: 'edit/undo' } | { type: 'edit/redo' }) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return
      const key = event.key.toLowerCase()
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return
      if (key === 'z' || key === 'y') {
        event.preventDefault()
        dispatch({ type: key === 'y' || event.shiftKey ? 'edit/redo' : 'edit/undo' })
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [dispatch])
}
