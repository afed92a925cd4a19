/** The works on site in the case: what happened in time, what was measured over the permit, visits, matters, the city's change. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Control, Visit } from '../../scenarios/api/control.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { buildStateTitles } from '../../scenarios/city-changes.ts'
import type { FigureLine } from '../../scenarios/permits/control/figures.ts'
import { matterEventTitles, orderTitles } from '../../scenarios/permits/control/matter.ts'
import { visitPaper } from '../../scenarios/permits/papers/control.ts'
import { type PermitEvent, stateTitles } from '../../scenarios/permits/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api, listen } from '../shared/api.ts'
import { dataUrlOf, giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { lastStateOf, purposeTitles, controlText as text } from './control-text.ts'
import { DraftList } from './DraftList.tsx'
import { day } from './days.ts'
import { FigureTable } from './FigureTable.tsx'
import { MatterCard, RecordForm } from './MatterCard.tsx'
import { titleOfEvent } from './names.ts'
import { paperPdf } from './papers-pdf.ts'
import { SitePlan, shapesOf } from './SitePlan.tsx'
import { usePaperContext } from './usePaperContext.ts'
import { useVisitDrafts } from './useVisitDrafts.ts'
import { metresFrom, newDraft, VisitForm } from './VisitForm.tsx'
import type { VisitDraft } from './visit-drafts.ts'

/** Of the case's own history, what belongs to the works. */
const OF_WORKS: ReadonlySet<PermitEvent | 'file'> = new Set([
  ...(['issue', 'register', 'start', 'adjust', 'extend', 'complete', 'lapse', 'revoke'] as const),
])

export function ControlCard({ permit, onChange }: { permit: PermitCase; onChange(): Promise<void> }) {
  const { t } = useWords()
  const { user } = useSession()
  const [control, setControl] = useState<Control | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [writing, setWriting] = useState<VisitDraft | null>(null)
  const load = useCallback(async () => {
    try {
      setControl(await api.permits.control(permit.id))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [permit.id])
  // Also where the case has moved on: what may be done has changed with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again at each revision
  useEffect(() => void load(), [load, permit.revision])
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'permit' && event.id === permit.id) void load()
      }),
    [permit.id, load],
  )
  /** What may be done with the case hangs on what was found. */
  const took = async (next: Control) => {
    setControl(next)
    await onChange()
  }
  const drafts = useVisitDrafts((next, draft) => {
    if (draft.permitId === permit.id) void took(next)
  })
  const ours = drafts.drafts.filter((draft) => draft.permitId === permit.id && draft.id !== writing?.id)
  const started = permit.state === 'under-construction' || permit.state === 'completed'
  if (control && !control.mayVisit && control.visits.length === 0 && control.changes.length === 0 && ours.length === 0)
    return problem ? <ProblemBanner problem={problem} /> : null
  const close = () => setWriting(null)
  return (
    <section className="card stack" aria-label={t(started ? text.title : text.before)}>
      <div className="row">
        <h2 className="grow">{t(started ? text.title : text.before)}</h2>
        {control?.mayVisit && user && !writing ? (
          <button
            type="button"
            className="primary"
            onClick={() => setWriting(newDraft(permit, user.id, user.displayName))}
          >
            {t(text.newVisit)}
          </button>
        ) : null}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {drafts.problem ? <ProblemBanner problem={drafts.problem} /> : null}
      <DraftList drafts={ours} onOpen={setWriting} onSend={drafts.send} />
      {writing ? (
        <VisitForm
          key={writing.id}
          permit={permit}
          initial={writing}
          onKeep={drafts.save}
          onSend={async (draft) => {
            await drafts.save(draft)
            close()
          }}
          onDiscard={async () => {
            await drafts.remove(writing.id)
            close()
          }}
          onClose={close}
        />
      ) : null}
      {control ? <Found control={control} permit={permit} onChange={took} /> : null}
    </section>
  )
}

function Found(props: { control: Control; permit: PermitCase; onChange(next: Control): Promise<void> }) {
  const { control, permit, onChange } = props
  const { t } = useWords()
  const { visits, matters, unfinished, noChanges } = control
  const latest = useMemo(() => latestOf(visits), [visits])
  const outline = visits.findLast(({ measured }) => measured.outline)?.measured.outline
  const standing = visits.flatMap(({ position, photos, startedAt }) => [
    ...(position ? [{ at: [position.easting, position.northing] as [number, number], title: startedAt }] : []),
    ...photos.flatMap(({ place }) => (place ? [{ at: place, title: startedAt }] : [])),
  ])
  const shown = lastStateOf(control)
  return (
    <>
      {unfinished ? (
        <Banner kind="warning">
          <strong>{t(text.unfinished)}.</strong> {t(unfinished.message)}
          {unfinished.code === 'permit/matter-open' ? ` (${unfinished.place})` : ''}
        </Banner>
      ) : null}
      {permit.permitNumber || permit.notice ? (
        <p className="small">
          {t(text.change)}:{' '}
          {shown ? (
            <span className={`badge build ${shown.buildState}`}>{t(buildStateTitles[shown.buildState])}</span>
          ) : (
            <span className="soft">{noChanges ? t(noChanges) : '–'}</span>
          )}
        </p>
      ) : null}
      {matters.length > 0 ? <h3>{t(text.matters)}</h3> : null}
      {matters.toReversed().map((matter) => (
        <MatterCard key={matter.id} matter={matter} visits={visits} permit={permit} onChange={onChange} />
      ))}
      {latest.length > 0 ? (
        <>
          <h3>{t(text.compared)}</h3>
          <div className="compared">
            <FigureTable lines={latest} label={t(text.compared)} />
            <SitePlan
              label={t(text.plan)}
              shapes={{
                ...shapesOf(permit.application.check, null),
                ...(outline ? { measured: [outline] } : {}),
                points: standing,
              }}
            />
          </div>
        </>
      ) : null}
      <h3>{t(text.timeline)}</h3>
      <Timeline control={control} permit={permit} onChange={onChange} />
    </>
  )
}

/** The last measure of each figure, as it was judged then. */
function latestOf(visits: readonly Visit[]): FigureLine[] {
  const found = new Map<string, FigureLine>()
  for (const { lines } of visits) for (const line of lines) if (line.measured !== null) found.set(line.key, line)
  return [...found.values()]
}

function Timeline(props: { control: Control; permit: PermitCase; onChange(next: Control): Promise<void> }) {
  const { control, permit, onChange } = props
  const words = useWords()
  const { t, dateTime, number } = words
  const { visits, matters } = control
  const entries = [
    ...permit.history.flatMap(({ event, at, state, ledgerSequence }) =>
      OF_WORKS.has(event)
        ? [
            {
              at,
              key: `case ${ledgerSequence}`,
              body: (
                <div className="row">
                  <strong>{t(titleOfEvent(event))}</strong> <span className="soft grow">→ {t(stateTitles[state])}</span>
                  <time className="small soft" dateTime={at}>
                    {dateTime(at)}
                  </time>
                </div>
              ),
            },
          ]
        : [],
    ),
    ...visits.map((visit) => ({
      at: visit.startedAt,
      key: `visit ${visit.id}`,
      body: <VisitEntry visit={visit} permit={permit} control={control} onChange={onChange} />,
    })),
    ...matters.flatMap((matter) =>
      matter.steps.map((step) => ({
        at: step.at,
        key: `matter ${matter.id} ${step.ledgerSequence}`,
        body: (
          <>
            <div className="row">
              <strong className="grow">
                {step.event === 'record' ? t(text.record) : t(matterEventTitles[step.event])} · {matter.number}
              </strong>
              <time className="small soft" dateTime={step.at}>
                {dateTime(step.at)}
              </time>
            </div>
            <div className="small soft">
              {step.by} · {t(text.ledger, { n: number(step.ledgerSequence) })}
              {step.event === 'order' && matter.order
                ? ` · ${matter.orderNumber}: ${matter.order.kinds.map((kind) => t(orderTitles[kind])).join(', ')}`
                : ''}
              {step.due && (step.event === 'order' || step.event === 'prolong')
                ? ` · ${t(text.orderBy, { day: day(step.due, words) })}`
                : ''}
            </div>
            {step.note ? <p className="note">{step.note}</p> : null}
          </>
        ),
      })),
    ),
  ].sort((a, b) => b.at.localeCompare(a.at))
  if (entries.length === 0) return <p className="soft">{t(text.nothing)}</p>
  return (
    <ol className="timeline" aria-label={t(text.timeline)}>
      {entries.map(({ key, body }) => (
        <li key={key}>{body}</li>
      ))}
    </ol>
  )
}

function VisitEntry(props: {
  visit: Visit
  permit: PermitCase
  control: Control
  onChange(next: Control): Promise<void>
}) {
  const { visit, permit, control, onChange } = props
  const { t, dateTime, number } = useWords()
  const { settingNow } = usePaperContext(permit)
  const [recording, setRecording] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const beyond = visit.lines.filter(({ within }) => within === false)
  const { words } = visit
  const photo = (hash: string) => `/api/permits/${permit.id}/attachments/${hash}`
  const print = async () => {
    try {
      setProblem(null)
      const images = await Promise.all(
        visit.photos.map(async ({ hash }): Promise<[string, string]> => {
          const answer = await fetch(photo(hash), { credentials: 'same-origin' })
          return [hash, await dataUrlOf(new Blob([await answer.arrayBuffer()], { type: 'image/jpeg' }))]
        }),
      )
      const { context } = await settingNow()
      giveFile(`${permit.code}-kiem-tra.pdf`, await paperPdf(visitPaper(context, visit, new Map(images)), context.at))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const lot = permit.application.check.site.ring
  return (
    <>
      <div className="row">
        <strong className="grow">{t(purposeTitles[visit.purpose])}</strong>
        <time className="small soft" dateTime={visit.startedAt}>
          {dateTime(visit.startedAt)}
        </time>
      </div>
      <div className="small soft">
        {visit.inspector} · {t(text.ledger, { n: number(visit.ledgerSequence) })}
        {visit.position
          ? ` · ${t(text.positioned, { x: number(visit.position.northing, 1), y: number(visit.position.easting, 1) })}`
          : ''}
      </div>
      {beyond.length > 0 ? <FigureTable lines={beyond} label={t(text.compared)} /> : null}
      {words ? (
        <>
          <p className="note">{[words.remarks, words.conclusion].filter(Boolean).join('\n')}</p>
          {visit.photos.length > 0 ? (
            <ul className="photo-list">
              {visit.photos.map(({ hash, place }, i) => {
                const away = place && metresFrom(lot, place)
                return (
                  <li key={hash}>
                    <a href={photo(hash)} download>
                      {words.captions[hash] || t(text.photoOf, { n: number(i + 1) })}
                    </a>
                    {away ? <span className="small soft"> · {t(text.photoAt, { n: number(away) })}</span> : null}
                  </li>
                )
              })}
            </ul>
          ) : null}
          <div className="row">
            <button type="button" className="quiet" onClick={() => void print()}>
              {t(text.paper, { paper: t(text.form) })}
            </button>
            {control.mayVisit && !control.matters.some(({ visitId }) => visitId === visit.id) ? (
              <button type="button" aria-expanded={recording} onClick={() => setRecording(!recording)}>
                {t(text.record)}
              </button>
            ) : null}
          </div>
        </>
      ) : (
        <p className="small soft">{t(text.wordsMasked)}</p>
      )}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {recording ? (
        <RecordForm
          permitId={permit.id}
          visit={visit}
          onDone={async (next) => {
            setRecording(false)
            await onChange(next)
          }}
          onCancel={() => setRecording(false)}
        />
      ) : null}
    </>
  )
}
