/** What lies over the map: at its side on wide screens; from below, at one of three heights, on phones. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'

export const heights = ['low', 'half', 'full'] as const
export type Height = (typeof heights)[number]

const text = {
  label: both('Thông tin', 'Information'),
  handle: both('Chiều cao khung thông tin: {height}', 'Height of the information: {height}'),
  low: both('thấp', 'low'),
  half: both('vừa', 'middle'),
  full: both('cao', 'high'),
}

const PHONE = '(max-width: 799px)'

export function Sheet(props: {
  height: Height
  onHeight(height: Height): void
  /** Pixels of the map that it lies over. */
  onCovered(pixels: number): void
  children: ReactNode
}) {
  const { height, onHeight, onCovered, children } = props
  const { t } = useWords()
  const sheet = useRef<HTMLElement>(null)
  const drag = useRef<{ y: number; height: number; moved: boolean } | null>(null)
  const [dragged, setDragged] = useState<number | null>(null)

  useEffect(() => {
    const phone = matchMedia(PHONE)
    // Where it is so high that nothing is left of the map, the map's middle stays where it is.
    const tell = () => onCovered(phone.matches && height !== 'full' ? (sheet.current?.offsetHeight ?? 0) : 0)
    tell()
    const seen = new ResizeObserver(tell)
    seen.observe(sheet.current!)
    return () => seen.disconnect()
  }, [height, onCovered])

  const step = (by: number) => {
    const next = heights[heights.indexOf(height) + by]
    if (next) onHeight(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (!by) return
    event.preventDefault()
    step(by)
  }
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { y: event.clientY, height: sheet.current!.offsetHeight, moved: false }
  }
  const onPointerMove = (event: PointerEvent) => {
    const from = drag.current
    if (!from) return
    const by = from.y - event.clientY
    if (Math.abs(by) > 6) from.moved = true
    if (from.moved) setDragged(Math.max(80, from.height + by))
  }
  const onPointerUp = () => {
    const from = drag.current
    if (!from?.moved) return
    setDragged(null)
    const share = (dragged ?? 0) / innerHeight
    onHeight(share < 0.3 ? 'low' : share < 0.7 ? 'half' : 'full')
  }
  const onClick = () => {
    // A drag ends with a click of its own.
    const moved = drag.current?.moved
    drag.current = null
    if (!moved) onHeight(height === 'full' ? 'low' : heights[heights.indexOf(height) + 1]!)
  }

  return (
    <main
      id="main"
      ref={sheet}
      className={`sheet ${height}`}
      aria-label={t(text.label)}
      style={dragged === null ? undefined : { height: dragged, transition: 'none' }}
    >
      <button
        type="button"
        className="sheet-handle"
        aria-label={t(text.handle, { height: t(text[height]) })}
        onClick={onClick}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={onPointerUp}
      >
        <span />
      </button>
      <div className="sheet-body">{children}</div>
    </main>
  )
}
