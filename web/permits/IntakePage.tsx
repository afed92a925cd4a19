/** `/permits/new`: the application, by a citizen online or at the desk. Its sections stand in files of their own. */
import { type ReactNode, startTransition, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { PermitFiled } from '../../scenarios/api/permits.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { rolesOf, type SideRole } from '../../scenarios/permits/lot-sides.ts'
import type { CaseModel } from '../../scenarios/permits/model.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { api } from '../shared/api.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { useTiles } from '../shared/tiles.ts'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Around } from './Around.tsx'
import { Corners } from './Corners.tsx'
import { caseText } from './case-text.ts'
import { type Survey, surveyOf } from './corners.ts'
import { today } from './days.ts'
import { type Draft, draftOf, emptyDraft, type Faults, type Judged, judge, keepDraft, keptDraft } from './draft.ts'
import { Filed } from './Filed.tsx'
import { createForm, FormContext, fieldId, Section, useForm } from './form.tsx'
import { Details } from './IntakeDetails.tsx'
import { MassingSection } from './IntakeMassing.tsx'
import { Owner } from './IntakeOwner.tsx'
import { ParcelSection } from './IntakeParcel.tsx'
import { Work } from './IntakeWork.tsx'
import { intakeText as text } from './intake-text.ts'
import { type Massing, massingOf, massingOfParts } from './massing.ts'
import { Preview } from './Preview.tsx'

const KEEP_AFTER_MS = 400
/** What waits for the whole draft is worked out this long after the last key. */
const SETTLE_MS = 250
/** Until the city is open, any place in Vietnam will do. */
const VIETNAM = [100_000, 900_000, 900_000, 2_700_000] as const

export function IntakePage() {
  const [filed, setFiled] = useState<{ permit: PermitFiled; model: CaseModel | null } | null>(null)
  if (filed) return <Filed filed={filed.permit} model={filed.model} onAgain={() => setFiled(null)} />
  return <Intake onFiled={(permit, model) => setFiled({ permit, model })} />
}

function Intake({ onFiled }: { onFiled(filed: PermitFiled, model: CaseModel | null): void }) {
  const { t } = useWords()
  const [kept] = useState(keptDraft)
  const send = async ({ permit }: Judged) => {
    const filed = await api.permits.file(permit!)
    keepDraft(null)
    onFiled(filed, permit!.application.model ?? null)
  }
  return (
    <main className="page wide-page stack intake" id="main">
      <ApplicationForm
        initial={kept ?? emptyDraft}
        kind="people-too"
        title={text.title}
        why={`${kept ? `${t(text.restored)} ` : ''}${t(text.kept)}`}
        submit={text.file}
        onDraft={keepDraft}
        onSend={send}
      />
    </main>
  )
}

/** A case's application, changed: as the applicant supplements it, themselves or at the desk, or as a permit is adjusted. */
export function Amend(props: {
  application: Application
  title?: Bilingual
  why?: Bilingual
  submit?: Bilingual
  onSend(application: Application, note: string): Promise<void>
  onCancel(): void
}) {
  const {
    application: former,
    title = text.amendTitle,
    why = text.amendWhy,
    submit = text.amend,
    onSend,
    onCancel,
  } = props
  const { t } = useWords()
  const [initial] = useState(() => draftOf(former))
  const [note, setNote] = useState('')
  useEffect(() => document.getElementById('main')?.scrollTo(0, 0), [])
  const send = async ({ application }: Judged) => {
    await onSend(application!, note)
  }
  return (
    <div className="stack intake">
      <ApplicationForm
        initial={initial}
        kind="application"
        title={title}
        why={t(why)}
        submit={submit}
        onCancel={onCancel}
        onSend={send}
      >
        <Field label={t(text.amendNote)}>
          {(id) => (
            <textarea id={id} rows={3} maxLength={4000} value={note} onChange={({ target }) => setNote(target.value)} />
          )}
        </Field>
      </ApplicationForm>
    </div>
  )
}

type Kind = 'people-too' | 'application'

function ApplicationForm(props: {
  initial: Draft
  kind: Kind
  title: Bilingual
  why: string
  submit: Bilingual
  /** Told of the draft as it changes; null once it was sent or thrown away. */
  onDraft?(draft: Draft | null): void
  onCancel?(): void
  onSend(judged: Judged): Promise<void>
  children?: ReactNode
}) {
  const { initial, kind, onDraft, onCancel, onSend, children } = props
  const { t } = useWords()
  const [form] = useState(() => createForm(initial))
  const [filing, setFiling] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const loaded = useTiles(0)
  const tiles = loaded.status === 'ready' ? loaded.value : null
  const done = useRef(false)
  useEffect(() => {
    let timer = 0
    const stop = form.subscribe(() => {
      clearTimeout(timer)
      timer = window.setTimeout(() => {
        const { draft } = form.now()
        if (!done.current && draft !== initial) onDraft?.(draft === emptyDraft ? null : draft)
      }, KEEP_AFTER_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [form, initial, onDraft])

  const bounds = tiles?.manifest.city.bounds ?? VIETNAM
  const send = async () => {
    const judged = workOut(form.now().draft, bounds, kind, t).judged
    form.judge(judged.faults, true)
    if (!judged.application) {
      document.getElementById('faults')?.focus()
      return
    }
    setFiling(true)
    setProblem(null)
    try {
      done.current = true
      await onSend(judged)
    } catch (error) {
      done.current = false
      setProblem(problemOf(error))
      setFiling(false)
    }
  }
  const discard = () => {
    if (!confirm(t(text.clearSure))) return
    form.start(emptyDraft)
    onDraft?.(null)
  }
  return (
    <FormContext value={form}>
      <div className="row">
        <div className="grow">
          <h1>{t(props.title)}</h1>
          <p className="soft small">{t(text.form)}</p>
        </div>
        {onCancel ? (
          <button type="button" onClick={onCancel}>
            {t(caseText.cancel)}
          </button>
        ) : (
          <button type="button" className="danger" onClick={discard}>
            {t(text.clear)}
          </button>
        )}
      </div>
      <Banner kind="info">{props.why}</Banner>
      {kind === 'people-too' ? <Owner /> : null}
      <ParcelSection tiles={tiles} />
      <Sections kind={kind} tiles={tiles} bounds={bounds}>
        <Faulty />
        {problem ? <ProblemBanner problem={problem} /> : null}
        {children}
        <div>
          <button type="button" className="primary" disabled={filing} onClick={send}>
            {t(filing ? text.filing : props.submit)}
          </button>
        </div>
      </Sections>
    </FormContext>
  )
}

/** The parts that rest on the whole draft, which is worked out once the keys are still: typing never waits for them. */
function Sections(props: { kind: Kind; tiles: Tiles | null; bounds: Bounds; children: ReactNode }) {
  const { kind, tiles, bounds, children } = props
  const { t } = useWords()
  const form = useForm()
  const [draft, setDraft] = useState(() => form.now().draft)
  useEffect(() => {
    let timer = 0
    // As a transition: a key that comes meanwhile is heard first.
    const settle = () => startTransition(() => setDraft(form.now().draft))
    const stop = form.subscribe(() => {
      clearTimeout(timer)
      timer = window.setTimeout(settle, SETTLE_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [form])
  const { survey, roles, massing, judged } = useWorked(draft, bounds, kind, t)
  useEffect(() => form.judge(judged.faults), [form, judged])
  const check = useSteady(judged.application?.check ?? null)
  return (
    <>
      <Corners survey={survey} massing={massing} roles={roles} tiles={tiles} />
      <Work />
      <MassingSection massing={massing} lot={survey.ring} lotSquareMetres={survey.areaSquareMetres} tiles={tiles} />
      <Details floorSquareMetres={massing?.floorSquareMetres ?? null} />
      <Around />
      <Section title={text.previewSection}>
        <Preview check={check} tiles={tiles} />
        {children}
      </Section>
    </>
  )
}

/** The value before where the new one says the same: the rules and the picture are worked out for what they rest on alone. */
function useSteady<T>(value: T): T {
  const said = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: by what it says
  return useMemo(() => value, [said])
}

/** What is wrong, once filing was tried: each fault leads to its field. */
function Faulty() {
  const { t, number } = useWords()
  const { now, subscribe } = useForm()
  const faults = useSyncExternalStore(subscribe, () => (now().tried ? now().faults : none))
  return (
    <div id="faults" tabIndex={-1} className={faults.size > 0 ? 'banner error' : 'visually-hidden'} role="alert">
      {faults.size > 0 ? (
        <>
          {t(text.faults, { n: number(faults.size) })}
          <ul>
            {[...faults].map(([path, message]) => (
              <li key={path}>
                <a
                  href={`#${fieldId(path)}`}
                  onClick={(event) => {
                    event.preventDefault()
                    const field = document.getElementById(fieldId(path))
                    field?.scrollIntoView({ block: 'center' })
                    field?.focus()
                  }}
                >
                  {labelOf(path)}
                </a>{' '}
                {t(message)}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

const none: Faults = new Map()

/** The label that stands over a field now. */
function labelOf(path: string): string {
  const field = document.getElementById(fieldId(path))
  return (
    (field as HTMLInputElement | null)?.labels?.[0]?.firstChild?.textContent ??
    field?.getAttribute('aria-label') ??
    path
  )
}

interface Worked {
  readonly survey: Survey
  readonly roles: readonly SideRole[]
  readonly massing: Massing | null
  readonly judged: Judged
}

const lotOf = (draft: Draft, bounds: Bounds): Survey => surveyOf(draft.corners, bounds)

function rolesIn({ roles, check }: Draft, { ring }: Survey): readonly SideRole[] {
  const redLines = check.roads.flatMap(({ redLine }) => (redLine ? [redLine] : []))
  return roles ?? (ring ? rolesOf(ring, redLines) : [])
}

function massingIn(draft: Draft, { ring }: Survey, roles: readonly SideRole[], t: Words['t']): Massing | null {
  if (draft.parts) return massingOfParts(draft.parts)
  const names = { main: t(text.main), podium: t(text.podium), tower: t(text.tower) }
  return ring ? massingOf(ring, roles, draft.massing, names) : null
}

/** What a draft comes to: lot, massing, and what is wrong with it. */
function workOut(draft: Draft, bounds: Bounds, kind: Kind, t: Words['t']): Worked {
  const survey = lotOf(draft, bounds)
  const roles = rolesIn(draft, survey)
  const massing = massingIn(draft, survey, roles, t)
  return { survey, roles, massing, judged: judge(draft, survey, massing, today(), kind) }
}

/** The same on the screen: each part made anew only where what it rests on is. */
function useWorked(draft: Draft, bounds: Bounds, kind: Kind, t: Words['t']): Worked {
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads the corners alone
  const survey = useMemo(() => lotOf(draft, bounds), [draft.corners, bounds])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads roles and roads alone
  const roles = useMemo(() => rolesIn(draft, survey), [draft.roles, draft.check.roads, survey])
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads figures and parts alone
  const massing = useMemo(() => massingIn(draft, survey, roles, t), [draft.parts, draft.massing, survey, roles, t])
  const judged = useMemo(() => judge(draft, survey, massing, today(), kind), [draft, survey, massing, kind])
  return { survey, roles, massing, judged }
}
