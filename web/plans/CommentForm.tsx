/** Writing a comment: on the plan as a whole, on one of its changes, or on a place that is touched on the map. */
import { type ReactNode, useState } from 'react'
import type { Anchor } from '../../scenarios/api/plans.ts'
import { slotOf } from '../../scenarios/edit.ts'
import type { EditLine } from '../../scenarios/edit-lines.ts'
import type { XY } from '../../scenarios/frame.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { text as common } from './text.ts'
import { useAttempt } from './useAttempt.ts'

const text = {
  about: both('Góp ý về', 'About'),
  placed: both('Đã đặt điểm: {x}, {y} (VN-2000)', 'Place set: {x}, {y} (VN-2000)'),
  place: both('Chạm vào bản đồ để đặt điểm.', 'Touch the map to set the place.'),
} as const

/** The point that is being set on the map, shared by the forms of the page. */
export interface Pin {
  readonly at: XY | null
  readonly placing: boolean
  start(): void
  stop(): void
}

export function CommentForm(props: {
  label: string
  field: string
  lines: readonly EditLine[]
  /** The line that is chosen on the page, from 0; −1: none. */
  chosen: number
  pin: Pin
  submit: string
  children?: ReactNode
  onSend(text: string, anchor: Anchor): Promise<unknown>
}) {
  const { label, field, lines, chosen, pin, submit, children, onSend } = props
  const { t, number } = useWords()
  const [words, setWords] = useState('')
  /** `whole`, `place`, or the number of a line. */
  const [about, setAbout] = useState<string | null>(null)
  const { busy, problem, attempt } = useAttempt()
  const now = about ?? (chosen >= 0 ? `${chosen}` : 'whole')
  const anchorOf = (): Anchor => {
    if (now === 'whole') return null
    if (now === 'place') return pin.at ? { x: round(pin.at[0]), y: round(pin.at[1]) } : null
    const line = lines[Number(now)]
    return line ? { slot: slotOf(line[0]) } : null
  }
  const send = async () => {
    const went = await attempt(() => onSend(words.trim(), anchorOf()))
    if (!went) return
    setWords('')
    setAbout(null)
    pin.stop()
  }
  return (
    <form
      className="stack comment-form"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field label={field}>
        {(id) => (
          <textarea
            id={id}
            rows={3}
            required
            maxLength={4000}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      <Field label={t(text.about)}>
        {(id) => (
          <select
            id={id}
            value={now}
            onChange={({ target }) => {
              setAbout(target.value)
              if (target.value === 'place') pin.start()
              else pin.stop()
            }}
          >
            <option value="whole">{t(common.whole)}</option>
            <option value="place">{t(common.onMap)}</option>
            {lines.map((line, i) => (
              <option key={slotOf(line[0])} value={i}>
                {t(common.edit, { n: number(i + 1) })}
              </option>
            ))}
          </select>
        )}
      </Field>
      {now === 'place' ? (
        <p className="small soft" role="status">
          {pin.at ? t(text.placed, { x: number(pin.at[1], 1), y: number(pin.at[0], 1) }) : t(text.place)}
        </p>
      ) : null}
      {children}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={busy || (now === 'place' && !pin.at)}>
          {submit}
        </button>
      </div>
    </form>
  )
}

const round = (metres: number) => Math.round(metres * 100) / 100
