/** A ring on the site plan, drawn corner by corner or typed as X and Y: a neighbour, a source of pollution. */
import { useMemo, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Field } from '../shared/ui.tsx'
import { parseTable, surveyOf } from './corners.ts'
import { useDraft } from './form.tsx'
import { SitePlan } from './SitePlan.tsx'

const text = {
  plan: both('Chạm từng góc trên mặt bằng', 'Tap each corner on the plan'),
  corners: both('Góc (X Y, mỗi dòng một góc)', 'Corners (X Y, a line each)'),
  hint: both(
    'Vẽ bằng tay là giả định: quy tắc không quyết định gì trên đó. Nhập tọa độ đo đạc thì là số liệu quan trắc.',
    'What is drawn by hand is assumed, and no rule decides anything on it. Typed survey coordinates are observed.',
  ),
  wider: both('Nhìn rộng hơn', 'Look farther'),
  nearer: both('Nhìn gần hơn', 'Look nearer'),
  undo: both('Bỏ góc cuối', 'Take the last corner back'),
  done: both('Xong', 'Done'),
  cancel: both('Bỏ', 'Cancel'),
  open: both('Cần ít nhất ba góc, không tự cắt.', 'At least three corners that do not cross.'),
}

const VIETNAM = [100_000, 900_000, 900_000, 2_700_000] as const
/** Metres shown around the lot; null: as the lot asks. */
const REACHES = [null, 50, 150, 500, 1500] as const

export interface DrawnRing {
  /** Closed. */
  readonly ring: XY[]
  readonly byHand: boolean
}

export function Drawn(props: { label: string; onDone(drawn: DrawnRing): void; onCancel(): void }) {
  const { label, onDone, onCancel } = props
  const { t } = useWords()
  const rows = useDraft((draft) => draft.corners)
  const neighbours = useDraft((draft) => draft.check.neighbours)
  const buffers = useDraft((draft) => draft.check.buffers)
  const [corners, setCorners] = useState('')
  const [byHand, setByHand] = useState(false)
  const [reach, setReach] = useState(0)
  const lot = useMemo(() => surveyOf(rows, VIETNAM).ring, [rows])
  const lines = corners.split('\n').filter((line) => line.trim() !== '')
  const points = parseTable(corners).rows.flatMap(({ x, y }): XY[] =>
    Number.isFinite(Number(x)) && Number.isFinite(Number(y)) && x && y ? [[Number(y), Number(x)]] : [],
  )
  const { ring } = surveyOf(parseTable(corners).rows, VIETNAM)
  const others = [...(neighbours ?? []), ...(buffers ?? []).map(({ name, ring: footprint }) => ({ name, footprint }))]
  return (
    <fieldset className="stack around-row">
      <legend>{label}</legend>
      <p className="small soft">{t(text.hint)}</p>
      {lot ? (
        <>
          <SitePlan
            label={t(text.plan)}
            reachMetres={REACHES[reach] ?? null}
            shapes={{
              lot,
              neighbours: others,
              drawn: points,
            }}
            onTap={([y, x]) => {
              setByHand(true)
              setCorners([...lines, `${x.toFixed(2)} ${y.toFixed(2)}`].join('\n'))
            }}
          />
          <div className="row">
            <button type="button" disabled={reach === 0} onClick={() => setReach(reach - 1)}>
              {t(text.nearer)}
            </button>
            <button type="button" disabled={reach === REACHES.length - 1} onClick={() => setReach(reach + 1)}>
              {t(text.wider)}
            </button>
            <button
              type="button"
              disabled={lines.length === 0}
              onClick={() => setCorners(lines.slice(0, -1).join('\n'))}
            >
              {t(text.undo)}
            </button>
          </div>
        </>
      ) : null}
      <Field label={t(text.corners)} {...(lines.length > 0 && !ring ? { hint: t(text.open) } : {})}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            spellCheck={false}
            maxLength={4000}
            value={corners}
            onChange={({ target }) => setCorners(target.value)}
          />
        )}
      </Field>
      <div className="row">
        <button type="button" className="primary" disabled={!ring} onClick={() => ring && onDone({ ring, byHand })}>
          {t(text.done)}
        </button>
        <button type="button" onClick={onCancel}>
          {t(text.cancel)}
        </button>
      </div>
    </fieldset>
  )
}
