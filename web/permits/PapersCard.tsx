/** The papers that the case gives as it stands: some at once, some with a few words more. */
import { type FormEvent, useState } from 'react'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { SOON_DAYS } from '../../scenarios/permits/clock.ts'
import { availablePapers } from '../../scenarios/permits/papers/available.ts'
import { completionRecord, startNotice } from '../../scenarios/permits/papers/control.ts'
import {
  apology,
  controlSheet,
  intakeReceipt,
  intakeRefusal,
  refusalNotice,
  supplementRequest,
} from '../../scenarios/permits/papers/desk.ts'
import { type FeeTable, feeReceipt, type Payment } from '../../scenarios/permits/papers/fee.ts'
import { impactRuns } from '../../scenarios/permits/papers/impact-runs.ts'
import { type Paper, type PaperContext, type PaperKind, paperTitles } from '../../scenarios/permits/papers/paper.ts'
import { permitPaper } from '../../scenarios/permits/papers/permit.ts'
import { checkReportPaper } from '../../scenarios/permits/papers/report.ts'
import { workingCalendar } from '../../scenarios/permits/working-days.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { paperText as text } from './paper-text.ts'
import { paperPdf } from './papers-pdf.ts'
import { usePaperContext } from './usePaperContext.ts'

interface Ask {
  readonly key: string
  readonly label: Bilingual
  readonly type: 'text' | 'date' | 'how'
  readonly optional?: true
}

/** What a paper needs besides the case. */
const asks: Partial<Record<PaperKind, readonly Ask[]>> = {
  apology: [
    { key: 'again', label: text.again, type: 'date' },
    { key: 'reason', label: text.reason, type: 'text' },
  ],
  fee: [
    { key: 'serial', label: text.serial, type: 'text' },
    { key: 'how', label: text.how, type: 'how' },
    { key: 'collector', label: text.collector, type: 'text' },
  ],
  permit: [
    { key: 'landPapers', label: text.landPapers, type: 'text' },
    { key: 'workId', label: text.workId, type: 'text', optional: true },
  ],
}

type Values = Readonly<Record<string, string>>

export function PapersCard({ permit }: { permit: PermitCase }) {
  const { t } = useWords()
  const [open, setOpen] = useState<PaperKind | null>(null)
  const [making, setMaking] = useState<PaperKind | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const kinds = availablePapers(permit)
  const { setting, settingNow } = usePaperContext(permit)

  async function make(kind: PaperKind, paperOf: (context: PaperContext, fees: FeeTable) => Promise<Paper>) {
    setMaking(kind)
    setProblem(null)
    try {
      const { context, fees } = await settingNow()
      const pdf = await paperPdf(await paperOf(context, fees), context.at)
      giveFile(`${permit.code}-${kind}.pdf`, pdf)
      setOpen(null)
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setMaking(null)
    }
  }
  const press = (kind: PaperKind) => {
    setProblem(null)
    if (asks[kind]) setOpen(open === kind ? null : kind)
    else void make(kind, (context) => paperAtOnce(kind, context))
  }

  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      <div className="row">
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            {...(asks[kind] ? { 'aria-expanded': open === kind } : {})}
            disabled={making !== null}
            onClick={() => press(kind)}
          >
            {making === kind ? t(text.making) : t(paperTitles[kind])}
          </button>
        ))}
      </div>
      {open && asks[open] && kinds.includes(open) ? (
        <AskForm
          key={open}
          kind={open}
          busy={making !== null}
          feeAssumed={setting.status === 'ready' && setting.value.fees.resolution === null}
          onMake={(values) => void make(open, async (context, fees) => paperWith(open, context, values, fees))}
        />
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

function AskForm(props: { kind: PaperKind; busy: boolean; feeAssumed: boolean; onMake(values: Values): void }) {
  const { kind, busy, feeAssumed, onMake } = props
  const { t } = useWords()
  const [values, setValues] = useState<Values>({ how: 'portal' })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onMake(values)
  }
  return (
    <form className="stack" aria-label={t(paperTitles[kind])} onSubmit={submit}>
      {asks[kind]?.map(({ key, label, type, optional }) => {
        const set = (value: string) => setValues((old) => ({ ...old, [key]: value }))
        return (
          <Field key={key} label={t(label)}>
            {(id) =>
              type === 'how' ? (
                <select id={id} value={values[key]} onChange={(event) => set(event.target.value)}>
                  {Object.entries(text.hows).map(([how, title]) => (
                    <option key={how} value={how}>
                      {t(title)}
                    </option>
                  ))}
                </select>
              ) : (
                <input
                  id={id}
                  type={type}
                  value={values[key] ?? ''}
                  required={!optional}
                  maxLength={200}
                  onChange={(event) => set(event.target.value)}
                />
              )
            }
          </Field>
        )
      })}
      {kind === 'fee' && feeAssumed ? <Banner kind="warning">{t(text.feeAssumed)}</Banner> : null}
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(text.make)}
        </button>
      </div>
    </form>
  )
}

function paperWith(kind: PaperKind, context: PaperContext, values: Values, fees: FeeTable): Paper {
  const value = (key: string): string => values[key]?.trim() ?? ''
  switch (kind) {
    case 'apology':
      return apology(context, value('again'), value('reason'))
    case 'fee':
      return feeReceipt(
        context,
        {
          serial: value('serial'),
          at: context.at,
          how: value('how') as Payment['how'],
          collector: value('collector'),
        },
        fees,
      )
    case 'permit':
      return permitPaper(context, { landPapers: value('landPapers'), workId: value('workId') || null })
    default:
      throw new Error(`Expected a paper that asks for more, got ${kind}`)
  }
}

async function paperAtOnce(kind: PaperKind, context: PaperContext): Promise<Paper> {
  switch (kind) {
    case 'receipt':
      // The secret code is told once, when the case is filed.
      return intakeReceipt(context, null)
    case 'start-notice':
      return startNotice(context)
    case 'completion':
      return completionRecord(context, await api.permits.control(context.permit.id))
    case 'supplement':
      return supplementRequest(context)
    case 'intake-refusal':
      return intakeRefusal(context)
    case 'refusal':
      return refusalNotice(context)
    case 'control': {
      const { years, hours } = await api.permits.calendar()
      return controlSheet(context, { calendar: workingCalendar(years), desk: hours, soonDays: SOON_DAYS })
    }
    case 'check-report':
      return checkReportPaper(context, impactRuns(context.permit.impact))
    default:
      throw new Error(`Expected a paper that can be made at once, got ${kind}`)
  }
}
