/** A visit, written down on the site with a phone: kept on it from the first word, sent when that can be. */
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { projection, vn2000, type XY } from '../../scenarios/frame.ts'
import { opened, pointInRing } from '../../scenarios/geometry.ts'
import { type FigureKey, figureKinds, judge, nothingMeasured } from '../../scenarios/permits/control/figures.ts'
import { type VisitPurpose, visitPurposes } from '../../scenarios/permits/control/visit.ts'
import { distanceBetween } from '../../scenarios/permits/lot-sides.ts'
import { useWords } from '../shared/language.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field } from '../shared/ui.tsx'
import { purposeTitles, controlText as text } from './control-text.ts'
import { inUnit, verdictOf } from './FigureTable.tsx'
import { SitePlan, shapesOf } from './SitePlan.tsx'
import { type DraftPhoto, outlineOf, type VisitDraft } from './visit-drafts.ts'

const KEEP_AFTER_MS = 400
/** `2026-11-25T10:30:15` at the desk, as inputs of a time write it: two visits of a minute follow one another. */
const localInput = (instant: Date): string => new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 19)

/** Of measures, in the order in which one walks round: corners are typed apart. */
const measures = [
  'frontSetback',
  'sideSetback',
  'backSetback',
  'footprint',
  'height',
  'storeys',
  'groundLevel',
] as const

export function newDraft(permit: PermitCase, userId: string, inspector: string): VisitDraft {
  const now = localInput(new Date())
  const { outline: _, ...measured } = nothingMeasured
  return {
    id: crypto.randomUUID(),
    permitId: permit.id,
    code: permit.code,
    userId,
    savedAt: new Date().toISOString(),
    waiting: false,
    purpose: permit.state === 'under-construction' ? 'progress' : 'appraisal',
    started: now,
    ended: now,
    inspector,
    title: '',
    owner: '',
    position: null,
    measured,
    corners: '',
    remarks: '',
    conclusion: '',
    photos: [],
    problem: null,
  }
}

/** From the outline of the lot; 0 inside it. */
export function metresFrom(lot: readonly XY[], at: XY): number {
  const ring = opened(lot)
  return pointInRing(at, ring) ? 0 : distanceBetween([...ring, ring[0]!], [at])
}

export function VisitForm(props: {
  permit: PermitCase
  initial: VisitDraft
  onKeep(draft: VisitDraft): Promise<void>
  onSend(draft: VisitDraft): Promise<void>
  onDiscard(): Promise<void>
  onClose(): void
}) {
  const { permit, initial, onKeep, onSend, onDiscard, onClose } = props
  const words = useWords()
  const { t, number } = words
  const { online } = useSession()
  const [draft, setDraft] = useState(initial)
  const [kept, setKept] = useState(false)
  const [noPosition, setNoPosition] = useState(false)
  const [sending, setSending] = useState(false)
  const change = (part: Partial<VisitDraft>) => {
    setKept(false)
    setDraft((now) => ({ ...now, ...part }))
  }
  const keep = useRef(onKeep)
  keep.current = onKeep
  useEffect(() => {
    if (draft === initial) return
    const timer = setTimeout(() => {
      void keep.current({ ...draft, savedAt: new Date().toISOString() }).then(() => setKept(true))
    }, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft, initial])

  const { application } = permit
  const outline = useMemo(() => outlineOf(draft.corners), [draft.corners])
  const lines = judge(application, { ...draft.measured, outline }, permit.report)
  const lineOf = (key: FigureKey) => lines.find((line) => line.key === key)
  const lot = application.check.site.ring
  const place: XY | null = draft.position && [draft.position.easting, draft.position.northing]
  const away = place && metresFrom(lot, place)

  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => {
        const [easting, northing] = projection(vn2000).toLocal(longitude, latitude)
        setNoPosition(false)
        change({ position: { easting, northing, accuracyMetres: accuracy } })
      },
      () => setNoPosition(true),
      { enableHighAccuracy: true, timeout: 20_000 },
    )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    const ended = draft === initial || draft.ended <= draft.started ? localInput(new Date()) : draft.ended
    await onSend({ ...draft, ended, waiting: true, problem: null, savedAt: new Date().toISOString() })
  }
  const discard = async () => {
    if (confirm(t(text.discardSure))) await onDiscard()
  }

  return (
    <form className="stack visit-form" aria-label={t(text.form)} onSubmit={submit}>
      <Field label={t(text.purpose)}>
        {(id) => (
          <select
            id={id}
            value={draft.purpose}
            onChange={({ target }) => change({ purpose: target.value as VisitPurpose })}
          >
            {visitPurposes.map((purpose) => (
              <option key={purpose} value={purpose}>
                {t(purposeTitles[purpose])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <div className="form-grid">
        {(['started', 'ended'] as const).map((key) => (
          <Field key={key} label={t(text[key])}>
            {(id) => (
              <input
                id={id}
                type="datetime-local"
                step={1}
                required
                value={draft[key]}
                {...(key === 'ended' ? { min: draft.started } : {})}
                onChange={({ target }) => change({ [key]: target.value })}
              />
            )}
          </Field>
        ))}
        {(
          [
            ['inspector', text.inspector, true],
            ['title', text.inspectorTitle, false],
            ['owner', text.owner, false],
          ] as const
        ).map(([key, label, required]) => (
          <Field key={key} label={t(label)}>
            {(id) => (
              <input
                id={id}
                value={draft[key]}
                required={required}
                maxLength={120}
                onChange={({ target }) => change({ [key]: target.value })}
              />
            )}
          </Field>
        ))}
      </div>

      <div className="row">
        <button type="button" onClick={locate}>
          {t(text.position)}
        </button>
        <span className="small soft">{t(text.tapped)}</span>
      </div>
      <p className="small" role="status">
        {place && away !== null ? (
          <>
            {t(text.positioned, { x: number(place[1], 1), y: number(place[0], 1) })}{' '}
            {draft.position!.accuracyMetres === null
              ? `(${t(text.byHand)})`
              : t(text.accuracy, { n: number(draft.position!.accuracyMetres) })}
            {away > 0 ? ` · ${t(text.farOff, { n: number(away) })}` : ''}
          </>
        ) : noPosition ? (
          t(text.noPosition)
        ) : null}
      </p>
      <SitePlan
        label={t(text.plan)}
        shapes={{
          ...shapesOf(application.check, null),
          ...(outline ? { measured: [outline] } : {}),
          ...(place ? { points: [{ at: place, title: t(text.position) }] } : {}),
        }}
        onTap={([easting, northing]) => change({ position: { easting, northing, accuracyMetres: null } })}
      />

      <fieldset className="stack">
        <legend>{t(text.figures)}</legend>
        <p className="small soft">{t(text.toleranceWhy)}</p>
        <div className="form-grid">
          {measures.map((key) => {
            const { title, unit } = figureKinds[key]
            const line = lineOf(key)
            const permitted = t(text.permittedHint, { value: inUnit(line?.permitted ?? null, unit, words) })
            const verdict = line ? verdictOf(line, words) : ''
            return (
              <Field
                key={key}
                label={unit === 'storeys' ? t(title) : `${t(title)} (${unit})`}
                hint={verdict ? `${permitted} · ${verdict}` : permitted}
              >
                {(id) => (
                  <input
                    id={id}
                    type="number"
                    inputMode="decimal"
                    step="any"
                    className={line?.within === false ? 'beyond' : undefined}
                    value={draft.measured[key] ?? ''}
                    onChange={({ target }) =>
                      change({
                        measured: {
                          ...draft.measured,
                          [key]: target.value === '' ? null : Number(target.value),
                        },
                      })
                    }
                  />
                )}
              </Field>
            )
          })}
        </div>
        <details open={draft.corners !== ''}>
          <summary>{t(text.corners)}</summary>
          <Field
            label={t(text.corners)}
            hint={draft.corners.trim() !== '' && !outline ? t(text.cornersWrong) : t(text.cornersHint)}
          >
            {(id) => (
              <textarea
                id={id}
                rows={5}
                spellCheck={false}
                maxLength={4000}
                value={draft.corners}
                onChange={({ target }) => change({ corners: target.value })}
              />
            )}
          </Field>
          {lineOf('corners') ? (
            <p className="small">
              {t(figureKinds.corners.title)}: {inUnit(lineOf('corners')!.measured, 'm', words)} ·{' '}
              {verdictOf(lineOf('corners')!, words)}
            </p>
          ) : null}
        </details>
      </fieldset>

      <Photos photos={draft.photos} onChange={(photos) => change({ photos })} />

      {(['remarks', 'conclusion'] as const).map((key) => (
        <Field key={key} label={t(text[key])}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              required={key === 'conclusion'}
              maxLength={4000}
              value={draft[key]}
              onChange={({ target }) => change({ [key]: target.value })}
            />
          )}
        </Field>
      ))}
      {online ? null : <Banner kind="info">{t(text.waiting)}</Banner>}
      <div className="row">
        <button type="submit" className="primary" disabled={sending || (draft.corners.trim() !== '' && !outline)}>
          {t(text.send)}
        </button>
        <button type="button" onClick={onClose}>
          {t(text.keep)}
        </button>
        <button type="button" className="danger" onClick={discard}>
          {t(text.discard)}
        </button>
        <span className="small soft" role="status">
          {kept ? t(text.onDevice) : ''}
        </span>
      </div>
    </form>
  )
}

function Photos({ photos, onChange }: { photos: readonly DraftPhoto[]; onChange(photos: DraftPhoto[]): void }) {
  const { t, number } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const add = (files: readonly File[]) =>
    onChange([...photos, ...files.map((file) => ({ name: file.name || 'anh.jpg', blob: file, caption: '' }))])
  return (
    <fieldset className="stack">
      <legend>{t(text.photos)}</legend>
      <Banner kind="warning">{t(text.photoWhy)}</Banner>
      <Field label={t(text.photos)}>
        {(id) => (
          <input
            ref={input}
            id={id}
            type="file"
            accept="image/jpeg,image/png"
            capture="environment"
            multiple
            onChange={({ target }) => {
              add([...(target.files ?? [])])
              target.value = ''
            }}
          />
        )}
      </Field>
      <ul className="photo-list">
        {photos.map((photo, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: its place in the list
          <li key={i} className="row">
            <Thumbnail blob={photo.blob} />
            <input
              className="grow"
              aria-label={t(text.caption, { n: number(i + 1) })}
              placeholder={t(text.caption, { n: number(i + 1) })}
              maxLength={200}
              value={photo.caption}
              onChange={({ target }) => onChange(photos.with(i, { ...photo, caption: target.value }))}
            />
            <button
              type="button"
              className="quiet"
              aria-label={t(text.removePhoto, { n: number(i + 1) })}
              onClick={() => onChange(photos.toSpliced(i, 1))}
            >
              {t(text.removeFirst)}
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function Thumbnail({ blob }: { blob: Blob }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address ? <img className="thumbnail" src={address} alt="" /> : null
}
