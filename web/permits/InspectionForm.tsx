/** The site check on a phone: who, where, what was measured against the design, photos. */
import { type FormEvent, useState } from 'react'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { type Paper, type PaperContext, paperTitles } from '../../scenarios/permits/papers/paper.ts'
import {
  isWithin,
  measurementsOf,
  type SiteInspection,
  siteInspectionSchema,
  siteRecord,
} from '../../scenarios/permits/papers/site.ts'
import { dataUrlOf } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { Field } from '../shared/ui.tsx'
import { paperText as text } from './paper-text.ts'

type Make = (context: PaperContext) => Promise<Paper>

/** `2026-11-25T10:30` at the desk, as inputs of a time write it. */
const localInput = (instant: Date): string => new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 16)
const instantOf = (input: string): string => new Date(`${input}:00+07:00`).toISOString()

export function InspectionForm(props: {
  permit: PermitCase
  busy: boolean
  /** @param files the photos, to be kept with the case; null: it keeps nothing */
  onMake(make: Make, files: File[] | null): void
}) {
  const { permit, busy, onMake } = props
  const { t, number } = useWords()
  const [started, setStarted] = useState(() => localInput(new Date()))
  const [ended, setEnded] = useState(() => localInput(new Date()))
  const [people, setPeople] = useState({ inspector: permit.assignee ?? '', title: '', owner: '' })
  const [lines, setLines] = useState(() => measurementsOf(permit))
  const [words, setWords] = useState({ remarks: '', conclusion: '' })
  const [photos, setPhotos] = useState<readonly File[]>([])
  const [attach, setAttach] = useState(true)
  const [position, setPosition] = useState<SiteInspection['position'] | 'none'>(null)

  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => {
        const [easting, northing] = projection(vn2000).toLocal(longitude, latitude)
        setPosition({ easting, northing, accuracyMetres: accuracy })
      },
      () => setPosition('none'),
      { enableHighAccuracy: true, timeout: 20_000 },
    )
  const measure = (at: number, value: string) =>
    setLines(lines.map((line, i) => (i === at ? { ...line, measured: value === '' ? null : Number(value) } : line)))

  const submit = (event: FormEvent) => {
    event.preventDefault()
    onMake(
      async (context) => {
        const kept = await Promise.all(
          photos.map(async (file) => ({
            hash: hashBytes(new Uint8Array(await file.arrayBuffer())),
            caption: file.name.slice(0, 200),
            image: await dataUrlOf(file),
          })),
        )
        const inspection = siteInspectionSchema.parse({
          startedAt: instantOf(started),
          endedAt: instantOf(ended),
          present: [
            { side: 'office', name: people.inspector, title: people.title },
            ...(people.owner.trim() ? [{ side: 'owner', name: people.owner, title: '' }] : []),
          ],
          position: position === 'none' ? null : position,
          measurements: lines,
          ...words,
          photos: kept.map(({ hash, caption }) => ({ hash, caption })),
        })
        return siteRecord(context, inspection, new Map(kept.map(({ hash, image }) => [hash, image])))
      },
      attach ? [...photos] : null,
    )
  }

  return (
    <form className="stack" aria-label={t(paperTitles.inspection)} onSubmit={submit}>
      <div className="row">
        <Field label={t(text.started)}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={started}
              required
              onChange={(e) => setStarted(e.target.value)}
            />
          )}
        </Field>
        <Field label={t(text.ended)}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={ended}
              min={started}
              required
              onChange={(e) => setEnded(e.target.value)}
            />
          )}
        </Field>
      </div>
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
              value={people[key]}
              required={required}
              maxLength={120}
              onChange={(e) => setPeople({ ...people, [key]: e.target.value })}
            />
          )}
        </Field>
      ))}
      <div className="row">
        <button type="button" onClick={locate}>
          {t(text.position)}
        </button>
        <span className="small soft" role="status">
          {position === 'none'
            ? t(text.noPosition)
            : position
              ? t(text.positioned, {
                  x: number(position.northing, 1),
                  y: number(position.easting, 1),
                  error: number(position.accuracyMetres),
                })
              : ''}
        </span>
      </div>
      {lines.map((line, at) => (
        <Measured key={line.item} line={line} onChange={(value) => measure(at, value)} />
      ))}
      {(['remarks', 'conclusion'] as const).map((key) => (
        <Field key={key} label={t(text[key])}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              value={words[key]}
              required={key === 'conclusion'}
              maxLength={4000}
              onChange={(e) => setWords({ ...words, [key]: e.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t(text.photos)}>
        {(id) => (
          <input
            id={id}
            type="file"
            accept="image/jpeg,image/png"
            capture="environment"
            multiple
            onChange={(e) => setPhotos([...(e.target.files ?? [])])}
          />
        )}
      </Field>
      <label className="row check">
        <input type="checkbox" checked={attach} onChange={(e) => setAttach(e.target.checked)} />
        {t(text.attach)}
      </label>
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(text.make)}
        </button>
      </div>
    </form>
  )
}

function Measured(props: { line: SiteInspection['measurements'][number]; onChange(value: string): void }) {
  const { line, onChange } = props
  const { t, number } = useWords()
  const unit = line.unit === 'storeys' ? '' : line.unit
  const design = line.design === null ? '–' : number(line.design, line.unit === 'storeys' ? 0 : 2)
  const within = isWithin(line)
  const verdict = within === null ? '' : ` · ${t(within ? text.within : text.beyond)}`
  return (
    <Field
      label={unit ? `${line.item} (${unit})` : line.item}
      hint={`${t(text.design, { value: `${design} ${unit}`.trim() })}${verdict}`}
    >
      {(id) => (
        <input
          id={id}
          type="number"
          inputMode="decimal"
          step="any"
          value={line.measured ?? ''}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
