/** The form: what, where, words, photos, contact. It is kept as a draft; sending puts it among what leaves when there is a link. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { categoryFacts, type ReportCategory, reportCategories } from '../../../scenarios/reports/categories.ts'
import { metresBetween, REPORT_PHOTOS, REPORT_TEXT } from '../../../scenarios/reports/report.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { navigate } from '../../shared/route.tsx'
import { useLeaving } from '../leaving.ts'
import { type LonLat, useMap } from '../map-control.ts'
import { NearBy } from './NearBy.tsx'
import { flush, queue } from './outbox.ts'
import { KindIcon } from './parts.tsx'
import { placeOfPhoto, smallPhoto } from './photo.ts'
import { Receipt } from './Receipt.tsx'
import { type KeptPhoto, keepsOnDevice } from './store.ts'
import { text } from './text.ts'
import { type DraftInHand, useDraft } from './useDraft.ts'

export function ReportForm() {
  const { t } = useWords()
  const inHand = useDraft()
  const [sentId, setSentId] = useState<string | null>(null)
  if (sentId) return <Receipt id={sentId} onAnother={() => setSentId(null)} />
  if (!inHand.ready) return <p role="status">{t(text.loading)}</p>
  return <Form {...inHand} onSent={setSentId} />
}

/** Nearer than this it is the same place, m. */
const SAME_METRES = 5

/** `?at=lon,lat`, as a card of a place gives it. */
function placeInAddress(): LonLat | null {
  const [lon, lat] = (new URLSearchParams(location.search).get('at') ?? '').split(',').map(Number)
  if (lon === undefined || lat === undefined || !Number.isFinite(lon) || !Number.isFinite(lat)) return null
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}

function Form({ draft, saved, change, addPhoto, done, clear, onSent }: DraftInHand & { onSent(id: string): void }) {
  const { t } = useWords()
  const [missing, setMissing] = useState<Bilingual | null>(null)
  const [keeps, setKeeps] = useState(true)
  /** A photo is being made smaller: it belongs to this report. */
  const [working, setWorking] = useState(false)
  const sending = useRef(false)
  const [offered, setOffered] = useState<LonLat | null>(null)
  const warning = useRef<HTMLParagraphElement>(null)
  useMarked(draft.place)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    const place = placeInAddress()
    // What was chosen before is not replaced unasked.
    if (place && draft.place && metresBetween(place, draft.place) > SAME_METRES) setOffered(place)
    else if (place) change({ place })
    if (place) navigate('/report', true)
    void keepsOnDevice().then(setKeeps)
  }, [])
  useEffect(() => {
    if (missing) warning.current?.focus()
  }, [missing])

  const send = async (event: FormEvent) => {
    event.preventDefault()
    const lacks = !draft.category
      ? text.missingKind
      : !draft.place
        ? text.missingPlace
        : draft.text.trim() === ''
          ? text.missingText
          : null
    setMissing(lacks)
    if (lacks) return
    if (sending.current) return
    sending.current = true
    try {
      const { id } = await queue(draft)
      done()
      onSent(id)
      flush().catch(() => {}) // it waits on
    } catch {
      setMissing(text.notQueued)
    } finally {
      sending.current = false
    }
  }

  return (
    <form className="stack" onSubmit={send} noValidate>
      <p className="report-emergency">{t(text.emergency)}</p>
      {keeps ? null : <p className="banner warning">{t(text.noMemory)}</p>}
      <Kinds category={draft.category} onChange={(category) => change({ category })} />
      <Where place={draft.place} offered={offered} onChange={(place) => change({ place })} />
      {draft.category && draft.place ? <NearBy category={draft.category} place={draft.place} /> : null}
      <section className="stack">
        <label className="report-label" htmlFor="report-text">
          {t(text.say)}
        </label>
        <p className="hint" id="report-text-hint">
          {t(text.sayHint)}
        </p>
        <textarea
          id="report-text"
          aria-describedby="report-text-hint"
          rows={4}
          maxLength={REPORT_TEXT}
          value={draft.text}
          onChange={(event) => change({ text: event.target.value })}
        />
        <label className="report-check">
          <input
            type="checkbox"
            checked={draft.danger}
            onChange={(event) => change({ danger: event.target.checked })}
          />
          {t(text.danger)}
        </label>
      </section>
      <Photos photos={draft.photos} working={working} onWorking={setWorking} onAdd={addPhoto} onChange={change} />
      <fieldset className="stack">
        <legend>{t(text.contact)}</legend>
        <p className="hint">{t(text.contactHint)}</p>
        <label className="report-field">
          {t(text.name)}
          <input
            value={draft.name}
            maxLength={120}
            autoComplete="name"
            onChange={(event) => change({ name: event.target.value })}
          />
        </label>
        <label className="report-field">
          {t(text.phone)}
          <input
            value={draft.phone}
            type="tel"
            maxLength={30}
            autoComplete="tel"
            onChange={(event) => change({ phone: event.target.value.replace(/[^0-9+ .()-]/g, '') })}
          />
        </label>
        <label className="report-check">
          <input
            type="checkbox"
            checked={draft.notPublic}
            onChange={(event) => change({ notPublic: event.target.checked })}
          />
          {t(text.notPublic)}
        </label>
      </fieldset>
      <p className="hint">{t(text.consent)}</p>
      {missing ? (
        <p className="banner error" role="alert" tabIndex={-1} ref={warning}>
          {t(missing)}
        </p>
      ) : null}
      <button type="submit" className="primary report-big" disabled={working}>
        {t(text.send)}
      </button>
      {saved ? null : (
        <p className="banner warning" role="alert">
          {t(text.draftNotKept)}
        </p>
      )}
      <div className="row">
        <span className="hint grow">{saved ? t(text.draftKept) : null}</span>
        <button type="button" className="quiet" disabled={working} onClick={() => void clear().catch(() => {})}>
          {t(text.clear)}
        </button>
      </div>
    </form>
  )
}

/** The place stands on the map while the form is open. */
function useMarked(place: LonLat | null): void {
  const map = useMap()
  const { lon, lat } = place ?? {}
  useEffect(() => {
    if (lon === undefined || lat === undefined) return
    const feature = {
      ...{ type: 'Feature' as const, properties: {} },
      geometry: { type: 'Point' as const, coordinates: [lon, lat] },
    }
    map.overlay('report', { title: text.placeOverlay, features: [feature], fill: [200, 30, 30, 255], radius: 9 })
    return () => map.overlay('report', null)
  }, [map, lon, lat])
}

const SHOWN_FIRST = 8

function Kinds(props: { category: ReportCategory | null; onChange(category: ReportCategory | null): void }) {
  const { category, onChange } = props
  const { t } = useWords()
  const [all, setAll] = useState(false)
  const shown = category ? [category] : all ? reportCategories : reportCategories.slice(0, SHOWN_FIRST)
  return (
    <fieldset className="stack">
      <legend>{t(text.what)}</legend>
      <div className="report-kinds">
        {shown.map((one) => (
          <label key={one} className={category === one ? 'report-kind chosen' : 'report-kind'}>
            <input
              type="radio"
              name="report-kind"
              className="visually-hidden"
              checked={category === one}
              onChange={() => onChange(one)}
            />
            <KindIcon category={one} />
            <span>
              <strong>{t(categoryFacts[one].title)}</strong>
              <span className="report-examples">{t(categoryFacts[one].examples)}</span>
            </span>
          </label>
        ))}
      </div>
      {category ? (
        <button type="button" onClick={() => onChange(null)}>
          {t(text.otherKind)}
        </button>
      ) : all ? null : (
        <button type="button" onClick={() => setAll(true)}>
          {t(text.moreKinds)}
        </button>
      )}
    </fieldset>
  )
}

/** Zalo’s own browser gives no position: the button would only disappoint. */
const mayAskPosition = (): boolean => 'geolocation' in navigator && !/zalo/i.test(navigator.userAgent)
const POSITION = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 }
const CLOSE_ZOOM = 17

function Where(props: { place: LonLat | null; offered: LonLat | null; onChange(place: LonLat): void }) {
  const { place, offered, onChange } = props
  const { t, number } = useWords()
  const map = useMap()
  const [said, setSaid] = useState<Bilingual | null>(null)
  const leaving = useLeaving()
  /** Raised when a place is there, by whatever way: a position asked for earlier comes too late. */
  const turn = useRef(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each place
  useEffect(() => {
    turn.current++
    setSaid(null)
  }, [place])
  const choose = (chosen: LonLat) => {
    onChange(chosen)
    map.lookAt(chosen, Math.max(CLOSE_ZOOM, map.view().zoom))
  }
  const onMap = async () => {
    const chosen = await map.choosePlace(text.askPlace, leaving.current?.signal)
    if (chosen) choose(chosen)
  }
  const mine = () => {
    setSaid(text.finding)
    const asked = ++turn.current
    const isLate = () => asked !== turn.current || leaving.current?.signal.aborted
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        if (!isLate()) choose({ lon: coords.longitude, lat: coords.latitude })
      },
      () => {
        if (!isLate()) setSaid(text.noPosition)
      },
      POSITION,
    )
  }
  return (
    <fieldset className="stack">
      <legend>{t(text.where)}</legend>
      <p role="status">
        {said
          ? t(said)
          : place
            ? t(text.placeIs, { lat: number(place.lat, 5), lon: number(place.lon, 5) })
            : t(text.noPlace)}
      </p>
      <div className="row">
        {offered && offered !== place ? (
          <button type="button" className="report-wide" onClick={() => choose(offered)}>
            {t(text.offered)}
          </button>
        ) : null}
        <button type="button" className="report-wide" onClick={() => void onMap()}>
          {t(text.onMap)}
        </button>
        {mayAskPosition() ? (
          <button type="button" className="report-wide" onClick={mine}>
            {t(text.mine)}
          </button>
        ) : null}
      </div>
    </fieldset>
  )
}

function Photos(props: {
  photos: readonly KeptPhoto[]
  working: boolean
  onWorking(working: boolean): void
  onAdd: DraftInHand['addPhoto']
  onChange(more: { photos?: readonly KeptPhoto[]; place?: LonLat }): void
}) {
  const { photos, working, onWorking, onAdd, onChange } = props
  const { t } = useWords()
  const map = useMap()
  const input = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState('')
  const [offered, setOffered] = useState<LonLat | null>(null)
  const add = async (files: readonly File[]) => {
    setSaid('')
    onWorking(true)
    for (const file of files) {
      // The place is read first: the small photo has none.
      const place = await placeOfPhoto(file)
      try {
        if (!onAdd(await smallPhoto(file))) {
          setSaid(t(text.photosFull, { n: REPORT_PHOTOS }))
          break
        }
        if (place) setOffered(place)
      } catch {
        setSaid(t(text.photoBad, { name: file.name }))
      }
    }
    onWorking(false)
  }
  return (
    <fieldset className="stack">
      <legend>{t(text.photos)}</legend>
      <p className="hint">{t(text.photosHint, { n: REPORT_PHOTOS })}</p>
      <ul className="report-photos">
        {photos.map((photo, i) => (
          <li key={photo.id}>
            <Shown photo={photo} alt={t(text.photoAlt, { n: i + 1 })} />
            <button
              type="button"
              aria-label={t(text.removePhoto, { n: i + 1 })}
              onClick={() => onChange({ photos: photos.filter(({ id }) => id !== photo.id) })}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t(text.addPhoto)}
        onChange={(event) => {
          void add([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <button type="button" disabled={working || photos.length >= REPORT_PHOTOS} onClick={() => input.current?.click()}>
        {t(text.addPhoto)}
      </button>
      {working ? <p role="status">{t(text.shrinking)}</p> : null}
      {said ? (
        <p className="banner warning" role="alert">
          {said}
        </p>
      ) : null}
      {offered ? (
        <div className="banner" role="status">
          <p>{t(text.photoPlace)}</p>
          <button
            type="button"
            onClick={() => {
              onChange({ place: offered })
              map.lookAt(offered, CLOSE_ZOOM)
              setOffered(null)
            }}
          >
            {t(text.usePhotoPlace)}
          </button>
        </div>
      ) : null}
    </fieldset>
  )
}

function Shown({ photo, alt }: { photo: KeptPhoto; alt: string }) {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!photo.blob) return
    const made = URL.createObjectURL(photo.blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [photo.blob])
  return address ? <img src={address} alt={alt} /> : null
}
