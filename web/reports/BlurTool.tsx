/**
 * Draws boxes over faces and plates; what is under them is made unreadable here, and the copy alone is sent to be published. Where a
 * person sees none, they say so.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { ReportPhoto } from '../../scenarios/api/reports.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import { type Box, blurBox, within } from './blur.ts'
import { text } from './text.ts'

const QUALITY = 0.85
/** Smaller ones are slips of the finger, pixels. */
const LEAST = 6
/** Of the picture, by one press of an arrow. */
const STEP = 0.01
/** A copy for the public is no larger. */
const MOST_PIXELS = 2000

export function BlurTool(props: { id: string; photo: ReportPhoto; onClose(): void; onSaved(): void }) {
  const { id, photo, onClose, onSaved } = props
  const { t } = useWords()
  const dialog = useRef<HTMLDialogElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const picture = useRef<ImageBitmap | null>(null)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [boxes, setBoxes] = useState<readonly Box[]>([])
  const [drawn, setDrawn] = useState<Box | null>(null)
  const [clean, setClean] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)

  useEffect(() => {
    dialog.current?.showModal()
    const stop = new AbortController()
    loadPicture(`/api/reports/cases/${id}/photos/${photo.hash}`, stop.signal).then(
      (loaded) => {
        if (stop.signal.aborted) return loaded.close()
        picture.current = loaded
        const scale = Math.min(1, MOST_PIXELS / Math.max(loaded.width, loaded.height))
        setSize({ width: Math.round(loaded.width * scale), height: Math.round(loaded.height * scale) })
      },
      (error) => {
        if (!stop.signal.aborted) setProblem(problemOf(error))
      },
    )
    return () => {
      stop.abort()
      picture.current?.close()
      picture.current = null
    }
  }, [id, photo.hash])

  // The picture as it will be published: what is under the boxes is gone already.
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { willReadFrequently: true })
    if (!context || !size || !picture.current) return
    context.drawImage(picture.current, 0, 0, size.width, size.height)
    if (boxes.length === 0) return
    const pixels = context.getImageData(0, 0, size.width, size.height)
    for (const box of boxes) blurBox(pixels, box)
    context.putImageData(pixels, 0, 0)
  }, [size, boxes])

  const save = async () => {
    setBusy(true)
    setProblem(null)
    try {
      const blob = await new Promise<Blob | null>((resolve) => canvas.current!.toBlob(resolve, 'image/jpeg', QUALITY))
      if (!blob) throw new Error('Expected the canvas to give a JPEG')
      await api.reports.blurred(id, photo.hash, new File([blob], 'che.jpg', { type: 'image/jpeg' }), boxes.length)
      onSaved()
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }

  const place = (event: PointerEvent): { x: number; y: number } => {
    const shown = canvas.current!.getBoundingClientRect()
    return {
      x: ((event.clientX - shown.left) / shown.width) * size!.width,
      y: ((event.clientY - shown.top) / shown.height) * size!.height,
    }
  }
  const from = useRef<{ x: number; y: number } | null>(null)
  const boxTo = (event: PointerEvent): Box | null => {
    if (!from.current || !size) return null
    const [a, b] = [from.current, place(event)]
    return within(
      { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) },
      size,
    )
  }
  const replace = (i: number, box: Box | null) =>
    setBoxes(boxes.flatMap((one, at) => (at !== i ? [one] : box ? [box] : [])))
  const byKeys = (i: number) => (event: KeyboardEvent) => {
    if (!size) return
    const box = boxes[i]!
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      return replace(i, null)
    }
    const step = Math.max(1, Math.round(STEP * Math.max(size.width, size.height)))
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (!move) return
    event.preventDefault()
    const [dx, dy] = move as [number, number]
    replace(
      i,
      event.shiftKey
        ? { ...box, width: Math.max(LEAST, box.width + dx), height: Math.max(LEAST, box.height + dy) }
        : { ...box, x: box.x + dx, y: box.y + dy },
    )
  }
  const addInMiddle = () => {
    if (!size) return
    const side = Math.round(Math.min(size.width, size.height) / 5)
    setBoxes([...boxes, { x: (size.width - side) / 2, y: (size.height - side) / 2, width: side, height: side }])
  }
  const share = (part: number, whole: number) => `${(100 * part) / whole}%`

  return (
    <dialog ref={dialog} className="reports-blur" aria-label={t(text.blurTitle)} onClose={onClose}>
      <div className="stack">
        <h2>{t(text.blurTitle)}</h2>
        <p className="hint">{t(text.blurHow)}</p>
        {problem ? <ProblemBanner problem={problem} /> : null}
        {size ? (
          <div className="reports-canvas">
            <canvas
              ref={canvas}
              width={size.width}
              height={size.height}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId)
                from.current = place(event)
              }}
              onPointerMove={(event) => setDrawn(boxTo(event))}
              onPointerUp={(event) => {
                const box = boxTo(event)
                from.current = null
                setDrawn(null)
                if (box && box.width >= LEAST && box.height >= LEAST) setBoxes([...boxes, box])
              }}
              onPointerCancel={() => {
                from.current = null
                setDrawn(null)
              }}
            />
            {[...boxes, ...(drawn ? [drawn] : [])].map((box, i) => (
              <button
                // biome-ignore lint/suspicious/noArrayIndexKey: a box has no name but its place in the row
                key={i}
                type="button"
                className="reports-box"
                aria-label={t(text.box, { n: i + 1 })}
                style={{
                  left: share(box.x, size.width),
                  top: share(box.y, size.height),
                  width: share(box.width, size.width),
                  height: share(box.height, size.height),
                }}
                onKeyDown={i < boxes.length ? byKeys(i) : undefined}
              />
            ))}
          </div>
        ) : problem ? null : (
          <p role="status">{t(text.loading)}</p>
        )}
        {boxes.length === 0 ? (
          <label className="row">
            <input type="checkbox" checked={clean} onChange={(event) => setClean(event.target.checked)} />
            {t(text.noFaces)}
          </label>
        ) : null}
        <div className="row">
          <button type="button" disabled={!size} onClick={addInMiddle}>
            {t(text.addBox)}
          </button>
          <button type="button" disabled={boxes.length === 0} onClick={() => setBoxes(boxes.slice(0, -1))}>
            {t(text.undo)}
          </button>
          <span className="grow" />
          <button type="button" onClick={() => dialog.current?.close()}>
            {t(text.cancel)}
          </button>
          <button
            type="button"
            className="primary"
            disabled={busy || !size || (boxes.length === 0 && !clean)}
            onClick={() => void save()}
          >
            {t(text.saveCopy)}
          </button>
        </div>
      </div>
    </dialog>
  )
}

async function loadPicture(address: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(address, { credentials: 'same-origin', signal })
  if (!response.ok)
    throw new Problem({ code: 'report/photo-lost', message: both('Không tải được ảnh', 'The photo cannot be loaded') })
  return createImageBitmap(await response.blob(), { imageOrientation: 'from-image' })
}
