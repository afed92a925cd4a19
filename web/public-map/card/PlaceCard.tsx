/** The card of a place: its names and codes of today and before, where it is, what can be done with it, and what others know of it. */
import './card.css'
import { useEffect, useRef, useState } from 'react'
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import { codeRows, coordinateRows, generatedNote, kindTitle } from '../../../scenarios/address/card.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { Icon } from '../../shared/ui.tsx'
import { sections } from '../panels.tsx'
import { placeLink } from '../share/link.ts'
import { Actions } from './Actions.tsx'
import { text } from './text.ts'

interface Local {
  readonly crs: string
  readonly east: number
  readonly north: number
}

/** @param onClose left out: within a panel, which has a heading and a way back of its own */
export default function PlaceCard({ place, onClose }: { place: Candidate; onClose?(): void }) {
  const { t, language } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const { local, generated } = useEngine(place)
  const [told, setTold] = useState('')
  const picture = useRef<HTMLImageElement>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is read from its beginning
  useEffect(() => {
    if (document.activeElement !== document.body) heading.current?.focus({ preventScroll: true })
    setTold('')
  }, [place])

  useEffect(() => {
    const before = document.title
    document.title = `${place.label} – Vị Thanh`
    return () => {
      document.title = before
    }
  }, [place])

  const copy = async (value: string) => {
    const done = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    )
    setTold(t(done ? text.copied : text.copyFailed, { value }))
  }
  const print = async () => {
    const image = picture.current
    if (image) {
      image.src = `/p/preview.png?at=${place.lon},${place.lat}&q=${encodeURIComponent(place.label)}&lang=${language}`
      await image.decode().catch(() => image.removeAttribute('src'))
    }
    window.print()
  }
  const rows = [...codeRows(place), ...coordinateRows(place, local)]
  const at = `${place.lon},${place.lat}`
  const Heading = onClose ? 'h1' : 'h2'
  return (
    <article className="place-card" aria-label={place.label}>
      <div className="sheet-head">
        <Heading ref={heading} tabIndex={-1}>
          {place.label}
        </Heading>
        {onClose ? (
          <button type="button" className="quiet square" aria-label={t(text.close)} onClick={onClose}>
            <Icon name="close" />
          </button>
        ) : null}
      </div>
      <p className="soft">{t(kindTitle[place.kind])}</p>
      {place.note ? <p className="banner">{t(place.note)}</p> : null}
      {generated ? <p className="soft illustrated">{t(generatedNote)}</p> : null}
      <nav className="place-ways" aria-label={t(text.actions)}>
        <Link className="button" href={`/route?to=${at}`}>
          {t(text.directions)}
        </Link>
        <Link className="button" href={`/report?at=${at}`}>
          {t(text.report)}
        </Link>
      </nav>
      <h2>{t(text.details)}</h2>
      <dl className="place-rows">
        {rows.map(({ id, title, value, note }) => (
          <div key={id}>
            <dt>{t(title)}</dt>
            <dd>
              <span>{value}</span>
              <button type="button" aria-label={`${t(text.copy)}: ${t(title)}`} onClick={() => copy(value)}>
                {t(text.copy)}
              </button>
              {note ? <span className="soft">{t(note)}</span> : null}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status" className="place-told">
        {told}
      </p>
      <Actions place={place} onCopy={copy} onPrint={print} />
      {sections.map(({ id, title, Content }) => (
        <section key={id} className="place-section">
          <h2>{t(title)}</h2>
          <Content place={place} />
        </section>
      ))}
      <p>
        <a href={`/p?at=${at}&q=${encodeURIComponent(place.label)}&lang=${language}`}>{t(text.plain)}</a>
      </p>
      <footer className="print-only">
        {/* Asked for when it is printed. */}
        <img ref={picture} alt={t(text.map, { place: place.label })} width={600} height={315} />
        <p>{placeLink(place)}</p>
        <p>{t(text.printed, { date: today(t(DATES)) })}</p>
      </footer>
    </article>
  )
}

const DATES: Bilingual = both('vi-VN', 'en-GB')
const today = (locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date())

/** What only the thread of addresses knows: where it cannot be had, the card goes without. */
function useEngine({ lon, lat }: Candidate): { local: Local | null; generated: boolean } {
  const [known, setKnown] = useState<{ local: Local | null; generated: boolean }>({ local: null, generated: false })
  useEffect(() => {
    let stale = false
    import('../search/engine.ts')
      .then(async ({ local, about }) => {
        const [here, { provenance }] = await Promise.all([local(lon, lat), about()])
        if (!stale) setKnown({ local: here, generated: provenance === 'generated' })
      })
      .catch(() => {})
    return () => {
      stale = true
    }
  }, [lon, lat])
  return known
}
