/** `/permits/new`: the application, by a citizen online or at the desk. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import type { PermitCase, PermitFiled } from '../../scenarios/api/permits.ts'
import { rolesOf } from '../../scenarios/permits/lot-sides.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { useTiles } from '../shared/tiles.ts'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { Around } from './Around.tsx'
import { Corners } from './Corners.tsx'
import { caseText } from './case-text.ts'
import { rowsOf, surveyOf } from './corners.ts'
import { today } from './days.ts'
import { type Draft, draftOf, emptyDraft, type Judged, judge, keepDraft, keptDraft, withValue } from './draft.ts'
import { CheckAt, ChoiceAt, type Form, FormContext, fieldId, NumberAt, Section, TextAt, useForm } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import { type Massing, massingOf, massingOfParts } from './massing.ts'
import { authorityTitles, classTitles, exemptionTitles, procedureTitles, workKindTitles } from './names.ts'
import { Preview } from './Preview.tsx'
import { findParcel, type SiteFacts, siteOf } from './surroundings.ts'

const KEEP_AFTER_MS = 400
/** Until the city is open, any place in Vietnam will do. */
const VIETNAM = [100_000, 900_000, 900_000, 2_700_000] as const

export function IntakePage() {
  const [filed, setFiled] = useState<PermitFiled | null>(null)
  return filed ? <Filed filed={filed} onAgain={() => setFiled(null)} /> : <Intake onFiled={setFiled} />
}

function Intake({ onFiled }: { onFiled(filed: PermitFiled): void }) {
  const { t } = useWords()
  const [kept] = useState(keptDraft)
  const send = async ({ permit }: Judged) => {
    const filed = await api.permits.file(permit!)
    keepDraft(null)
    onFiled(filed)
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

/** A case's application, changed as the applicant has supplemented it; taken in at the desk. */
export function Amend(props: { permit: PermitCase; onDone(next: PermitCase): void; onCancel(): void }) {
  const { permit, onDone, onCancel } = props
  const { t } = useWords()
  const [initial] = useState(() => draftOf(permit.application))
  const [note, setNote] = useState('')
  useEffect(() => document.getElementById('main')?.scrollTo(0, 0), [])
  const send = async ({ application }: Judged) => {
    const { id, revision } = permit
    onDone(await api.permits.step(id, { event: 'supplement', revision, note, application: application! }))
  }
  return (
    <div className="stack intake">
      <ApplicationForm
        initial={initial}
        kind="application"
        title={text.amendTitle}
        why={t(text.amendWhy)}
        submit={text.amend}
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

function ApplicationForm(props: {
  initial: Draft
  kind: 'people-too' | 'application'
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
  const { t, number } = useWords()
  const [draft, setDraft] = useState<Draft>(initial)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [tried, setTried] = useState(false)
  const [filing, setFiling] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const loaded = useTiles(0)
  const tiles = loaded.status === 'ready' ? loaded.value : null
  const done = useRef(false)

  useEffect(() => {
    const timer = setTimeout(() => {
      if (!done.current && draft !== initial) onDraft?.(draft === emptyDraft ? null : draft)
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft, initial, onDraft])

  const survey = useMemo(() => surveyOf(draft.corners, tiles?.manifest.city.bounds ?? VIETNAM), [draft.corners, tiles])
  const { ring } = survey
  const redLines = useMemo(
    () => draft.check.roads.flatMap(({ redLine }) => (redLine ? [redLine] : [])),
    [draft.check.roads],
  )
  const roles = useMemo(() => draft.roles ?? (ring ? rolesOf(ring, redLines) : []), [draft.roles, ring, redLines])
  const massing = useMemo(
    () =>
      draft.parts
        ? massingOfParts(draft.parts)
        : ring
          ? massingOf(ring, roles, draft.massing, { main: t(text.main), podium: t(text.podium), tower: t(text.tower) })
          : null,
    [ring, roles, draft.massing, draft.parts, t],
  )
  const date = today()
  const judged = useMemo(() => judge(draft, survey, massing, date, kind), [draft, survey, massing, date, kind])

  const form: Form = {
    draft,
    faults: judged.faults,
    shown: (path) => tried || touched.has(path),
    touch: (path) => setTouched((now) => (now.has(path) ? now : new Set(now).add(path))),
    set: (path, value) => setDraft((now) => withValue(now, path, value)),
  }
  const send = async () => {
    setTried(true)
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
    setDraft(emptyDraft)
    onDraft?.(null)
    setTouched(new Set())
    setTried(false)
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
      <ParcelSection tiles={tiles} onFill={(site) => setDraft((now) => filledFrom(now, site, 'registered'))} />
      <Corners
        survey={survey}
        massing={massing}
        roles={roles}
        tiles={tiles}
        onParcel={(site) => setDraft((now) => filledFrom(now, site, 'as-typed'))}
      />
      <Work />
      <MassingSection massing={massing} lotSquareMetres={survey.areaSquareMetres} />
      <Details massing={massing} />
      <Around />
      <Section title={text.previewSection}>
        <Preview check={judged.application?.check ?? null} tiles={tiles} />
        {tried && judged.faults.size > 0 ? (
          <div id="faults" tabIndex={-1} className="banner error" role="alert">
            {t(text.faults, { n: number(judged.faults.size) })}
            <ul>
              {[...judged.faults].map(([path, message]) => (
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
          </div>
        ) : null}
        {problem ? <ProblemBanner problem={problem} /> : null}
        {children}
        <div>
          <button type="button" className="primary" disabled={filing} onClick={send}>
            {t(filing ? text.filing : props.submit)}
          </button>
        </div>
      </Section>
    </FormContext>
  )
}

/** The label that stands over a field now. */
function labelOf(path: string): string {
  const field = document.getElementById(fieldId(path))
  return (
    (field as HTMLInputElement | null)?.labels?.[0]?.firstChild?.textContent ??
    field?.getAttribute('aria-label') ??
    path
  )
}

/** The draft with what the city knows of a parcel. */
function filledFrom(draft: Draft, site: SiteFacts, corners: 'registered' | 'as-typed'): Draft {
  const { parcel, ring, roads, neighbours, corridors, groundMetres } = site
  const { properties: p, provenance } = parcel
  const paths = {
    'site.parcel': p.number,
    'site.mapSheet': p.sheet,
    'site.street': site.street,
    'site.unitCode': p.unitCode ?? '',
    'check.site.registered': ring,
    'check.site.registeredSquareMetres': p.areaSquareMetres,
    'check.site.landUse': p.landUse,
    'check.site.zoning': p.zoning.code,
    'check.site.provenance': provenance,
    'check.place.rural': site.rural,
    'check.roads': roads,
    'check.neighbours': neighbours,
    'check.corridors': corridors,
    ground: groundMetres,
    corners: corners === 'registered' ? rowsOf(ring) : draft.corners,
    roles: null,
    'massing.setbacks.front': draft.massing.setbacks.front || (p.zoning.setbackMetres ?? 0),
  }
  let filled = draft
  for (const [path, value] of Object.entries(paths)) filled = withValue(filled, path, value)
  const marked = [
    'site.street',
    'site.unitCode',
    'check.site.registeredSquareMetres',
    'check.site.landUse',
    'check.site.zoning',
    'check.place.rural',
    'massing.setbacks.front',
  ]
  const from: Record<string, Provenance> = { ...filled.from }
  for (const path of marked) from[path] = provenance
  return { ...filled, from }
}

function Owner() {
  const { t } = useWords()
  const { draft } = useForm()
  return (
    <Section title={text.procedureSection}>
      <div className="form-grid">
        <ChoiceAt path="procedure" label={text.procedure} titles={procedureTitles} />
        {['adjust', 'extend', 'reissue'].includes(draft.procedure) ? (
          <TextAt path="formerPermit" label={text.formerPermit} />
        ) : null}
        <TextAt path="people.ownerName" label={text.ownerName} autoComplete="name" />
        <TextAt path="people.ownerId" label={text.ownerId} inputMode="numeric" />
        <TextAt path="people.phone" label={text.phone} inputMode="tel" autoComplete="tel" />
      </div>
      <details open={draft.people.representative.name !== ''}>
        <summary>{t(text.representative)}</summary>
        <div className="form-grid">
          <TextAt path="people.representative.name" label={text.name} />
          <TextAt path="people.representative.title" label={text.position} />
          <TextAt path="people.representative.id" label={text.idNumber} inputMode="numeric" />
        </div>
      </details>
    </Section>
  )
}

function ParcelSection({ tiles, onFill }: { tiles: Tiles | null; onFill(site: SiteFacts): void }) {
  const words = useWords()
  const { t, percent } = words
  const { draft } = useForm()
  const units = useUnits()
  const [share, setShare] = useState<number | null>(null)
  const [said, setSaid] = useState<{ kind: 'info' | 'warning'; words: string } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { parcel: number, mapSheet: sheet } = draft.site
  const find = async () => {
    const stop = new AbortController()
    setShare(0)
    setSaid(null)
    setProblem(null)
    try {
      const parcel = await findParcel(tiles!, sheet, number, stop.signal, setShare)
      if (parcel) {
        onFill(await siteOf(tiles!, parcel, words, stop.signal))
        setSaid({ kind: 'info', words: t(text.filled) })
      } else setSaid({ kind: 'warning', words: t(text.notFound, { number, sheet }) })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setShare(null)
    }
  }
  return (
    <Section title={text.parcelSection}>
      <div className="form-grid">
        <TextAt path="site.mapSheet" label={text.mapSheet} inputMode="numeric" />
        <TextAt path="site.parcel" label={text.parcel} inputMode="numeric" />
        <div className="field">
          <span aria-hidden="true">&nbsp;</span>
          <button
            type="button"
            disabled={!tiles || share !== null || sheet.trim() === '' || number.trim() === ''}
            onClick={find}
          >
            {share === null ? t(text.find) : t(text.finding, { share: percent(share) })}
          </button>
        </div>
      </div>
      {said ? <Banner kind={said.kind}>{said.words}</Banner> : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="form-grid">
        <TextAt path="site.street" label={text.street} />
        {units.length > 0 ? (
          <ChoiceAt
            path="site.unitCode"
            label={text.unit}
            titles={Object.fromEntries(units.map(({ code, name }) => [code, { vi: name, en: name }]))}
          />
        ) : (
          <TextAt path="site.unitCode" label={text.unit} />
        )}
        <NumberAt path="check.site.registeredSquareMetres" label={text.registeredArea} unit="m²" optional />
        <TextAt path="check.site.landUse" label={text.landUse} hint={text.landUseHint} empty={null} />
        <TextAt path="check.site.zoning" label={text.zoning} empty={null} />
        <NumberAt path="check.site.rowBlockMetres" label={text.rowBlock} unit="m" optional />
      </div>
    </Section>
  )
}

function Work() {
  const { t } = useWords()
  return (
    <Section title={text.workSection}>
      <div className="form-grid">
        <TextAt path="workTitle" label={text.workTitle} hint={text.workTitleHint} />
        <ChoiceAt path="check.work.kind" label={text.kind} titles={workKindTitles} />
        <ChoiceAt path="check.work.class" label={text.class} titles={classTitles} />
        <ChoiceAt path="check.filedWith" label={text.filedWith} titles={authorityTitles} nullable={text.filedNot} />
        <ChoiceAt
          path="check.work.exemption"
          label={text.exemption}
          titles={exemptionTitles}
          nullable={text.notExempt}
        />
        <TextAt path="colour" label={text.colour} optional />
        <NumberAt path="expectedMonths" label={text.months} unit={t(text.monthsUnit)} whole />
        <TextAt path="designer.name" label={text.designer} optional />
        <TextAt path="designer.certificate" label={text.certificate} optional />
        <TextAt path="verifier.name" label={text.verifier} optional />
        <TextAt path="verifier.certificate" label={text.certificate} optional />
      </div>
    </Section>
  )
}

function MassingSection({ massing, lotSquareMetres }: { massing: Massing | null; lotSquareMetres: number }) {
  const { t, number, percent } = useWords()
  const { draft, set, faults, shown } = useForm()
  const { tower } = draft.massing
  const height = massing ? Math.max(...massing.parts.map(({ heightMetres }) => heightMetres)) : 0
  if (draft.parts)
    return (
      <Section title={text.massingSection}>
        <div className="row" id="field-massing" tabIndex={-1}>
          <p className="grow">{t(text.keptParts, { n: number(draft.parts.length) })}</p>
          <button
            type="button"
            onClick={() => {
              set('parts', null)
              set('check.building.floors.above', null)
            }}
          >
            {t(text.redraw)}
          </button>
        </div>
      </Section>
    )
  return (
    <Section title={text.massingSection} hint={text.massingHint}>
      <div className="form-grid" id="field-massing" tabIndex={-1}>
        <NumberAt path="massing.setbacks.front" label={text.setbackFront} unit="m" empty={0} />
        <NumberAt path="massing.setbacks.side" label={text.setbackSide} unit="m" empty={0} />
        <NumberAt path="massing.setbacks.back" label={text.setbackBack} unit="m" empty={0} />
        <NumberAt path="massing.storeys" label={tower ? text.podiumStoreys : text.storeys} whole />
        <NumberAt path="massing.groundStoreyMetres" label={text.groundStorey} unit="m" />
        <NumberAt path="massing.storeyMetres" label={text.storey} unit="m" />
        <NumberAt path="massing.topMetres" label={text.top} unit="m" />
        {tower ? (
          <>
            <NumberAt path="massing.tower.storeys" label={text.towerStoreys} whole />
            <NumberAt path="massing.tower.setbackMetres" label={text.towerSetback} unit="m" />
          </>
        ) : null}
      </div>
      <label className="row check">
        <input
          type="checkbox"
          checked={tower !== null}
          onChange={({ target }) => set('massing.tower', target.checked ? { storeys: null, setbackMetres: 3 } : null)}
        />
        {t(text.withTower)}
      </label>
      {massing ? (
        <dl className="facts">
          <dt>{t(text.footprint)}</dt>
          <dd>{number(massing.footprintSquareMetres, 1)} m²</dd>
          <dt>{t(text.density)}</dt>
          <dd>{percent(massing.footprintSquareMetres / lotSquareMetres)}</dd>
          <dt>{t(text.height)}</dt>
          <dd>{number(height, 2)} m</dd>
          <dt>{t(text.floorArea)}</dt>
          <dd>{number(massing.floorSquareMetres, 1)} m²</dd>
          <dt>{t(text.far)}</dt>
          <dd>{number(massing.floorSquareMetres / lotSquareMetres, 2)}</dd>
        </dl>
      ) : (
        <p className={shown('massing') && faults.has('massing') ? 'fault' : 'soft small'}>{t(text.noMassing)}</p>
      )}
    </Section>
  )
}

function Details({ massing }: { massing: Massing | null }) {
  const { t, number } = useWords()
  const { draft, set } = useForm()
  const { work, building } = draft.check
  const { kind } = work
  const parking = building.parking
  const floor = massing ? `${number(massing.floorSquareMetres, 1)} m²` : '—'
  const level = draft.ground
  const ofGround =
    level === null
      ? undefined
      : {
          vi: text.groundHint.vi.replace('{level}', number(level, 2)),
          en: text.groundHint.en.replace('{level}', number(level, 2)),
        }
  return (
    <Section title={text.detailSection}>
      <div className="form-grid">
        <NumberAt
          path="check.building.groundLevelMetres"
          label={text.groundLevel}
          unit="m"
          optional
          {...(ofGround ? { hint: ofGround } : {})}
        />
        <NumberAt path="check.flood.designLevelMetres" label={text.designFlood} unit="m" optional />
        {draft.check.place.rural ? (
          <NumberAt path="check.flood.annualMaximumMetres" label={text.annualFlood} unit="m" optional />
        ) : null}
        <NumberAt
          path="check.building.floors.above"
          label={text.above}
          unit="m²"
          hint={{ vi: text.aboveHint.vi.replace('{area}', floor), en: text.aboveHint.en.replace('{area}', floor) }}
        />
        <NumberAt path="check.building.floors.basement" label={text.basement} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.mezzanine" label={text.mezzanine} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.tum" label={text.tum} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.excluded" label={text.excluded} unit="m²" empty={0} />
        <NumberAt path="check.building.greenSquareMetres" label={text.green} unit="m²" optional />
        <NumberAt path="check.building.fireAccessMetres" label={text.fireAccess} unit="m" optional />
        {['house', 'apartment', 'mixed'].includes(kind) ? (
          <NumberAt path="check.building.dwellings" label={text.dwellings} whole optional />
        ) : null}
        {['apartment', 'mixed'].includes(kind) ? (
          <NumberAt path="check.building.dwellingSquareMetres" label={text.dwellingFloor} unit="m²" optional />
        ) : null}
        {['commercial', 'mixed', 'other'].includes(kind) ? (
          <>
            <NumberAt path="check.building.hotelRooms" label={text.hotelRooms} whole optional />
            <NumberAt path="check.building.hotelStars" label={text.hotelStars} whole optional />
            <NumberAt path="check.building.premiumSquareMetres" label={text.premiumFloor} unit="m²" optional />
          </>
        ) : null}
        {!['house', 'apartment'].includes(kind) ? (
          <NumberAt path="check.building.serviceSquareMetres" label={text.serviceFloor} unit="m²" optional />
        ) : null}
        {kind === 'factory' ? (
          <NumberAt path="check.building.productionFloors" label={text.productionFloors} whole optional />
        ) : null}
      </div>
      <label className="row check">
        <input
          type="checkbox"
          checked={parking !== null}
          onChange={({ target }) =>
            set('check.building.parking', target.checked ? { cars: 0, motorcycles: 0, squareMetres: 0 } : null)
          }
        />
        {t(text.parkingKnown)}
      </label>
      {parking ? (
        <div className="form-grid">
          <NumberAt path="check.building.parking.cars" label={text.cars} whole empty={0} />
          <NumberAt path="check.building.parking.motorcycles" label={text.motorcycles} whole empty={0} />
          <NumberAt path="check.building.parking.squareMetres" label={text.parkingArea} unit="m²" empty={0} />
        </div>
      ) : null}
      <CheckAt path="check.building.livesWithFloods" label={text.livesWithFloods} />
    </Section>
  )
}

function Filed({ filed, onAgain }: { filed: PermitFiled; onAgain(): void }) {
  const { t } = useWords()
  const { user } = useSession()
  const [copied, setCopied] = useState(false)
  const [sent, setSent] = useState<Awaited<ReturnType<typeof api.permits.followAttach>>[]>([])
  return (
    <main className="page stack" id="main">
      <h1>{t(text.filedTitle)}</h1>
      <div className="card stack">
        <dl className="facts big">
          <dt>{t(text.caseCode)}</dt>
          <dd>{filed.code}</dd>
          <dt>{t(text.followCode)}</dt>
          <dd>
            <code>{filed.followCode}</code>{' '}
            <button
              type="button"
              onClick={() =>
                navigator.clipboard.writeText(filed.followCode).then(
                  () => setCopied(true),
                  () => {},
                )
              }
            >
              {t(copied ? text.copied : text.copy)}
            </button>
          </dd>
        </dl>
        <Banner kind="warning">{t(text.keepCode)}</Banner>
      </div>
      <section className="card stack" aria-label={t(text.addFiles)}>
        <h2>{t(text.addFiles)}</h2>
        <AttachmentList attachments={sent} />
        <Uploader
          onSend={async (file, options) => {
            const one = await api.permits.followAttach(filed.followCode, file, options)
            setSent((now) => [...now.filter(({ hash }) => hash !== one.hash), one])
          }}
          onDone={() => {}}
        />
      </section>
      <div className="row">
        {user && user.role !== 'planner' && user.role !== 'operator' ? (
          <Link className="button primary" href={`/permits/${filed.id}`}>
            {t(text.openCase)}
          </Link>
        ) : null}
        <button type="button" onClick={onAgain}>
          {t(text.fileAnother)}
        </button>
      </div>
    </main>
  )
}
