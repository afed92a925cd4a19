/** On top of the page: warnings in force, each in one line; nothing where there are none. */
import { severityTitles, statusTitles } from '../../../scenarios/warning-words.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { text } from './text.ts'
import { useWarnings } from './useWarnings.ts'

/** More would push the map away; the panel has them all. */
const LINES = 2

export function WarningStrip() {
  const { t, number, dateTime } = useWords()
  const { warnings, at, reached, toldInFull } = useWarnings()
  if (warnings.length === 0 || toldInFull) return null
  return (
    <section className="warning-strip" aria-label={t(text.label)} aria-live="polite">
      {warnings.slice(0, LINES).map((warning) => (
        <div
          key={warning.id}
          className={`warning-line ${warning.severity} ${warning.status === 'Actual' ? '' : 'unreal'}`}
        >
          {warning.status === 'Actual' ? (
            <strong>{t(severityTitles[warning.severity])}</strong>
          ) : (
            <strong className="warning-unreal">{t(statusTitles[warning.status])}</strong>
          )}
          <p>
            <strong>{t(warning.headline)}</strong>{' '}
            <span className="small">{t(text.until, { time: dateTime(warning.expires) })}</span>
          </p>
          <Link href="/warnings">{t(text.more)}</Link>
        </div>
      ))}
      {warnings.length > LINES || !reached ? (
        <div className="warning-line small">
          {warnings.length > LINES ? <Link href="/warnings">{t(text.all, { n: number(warnings.length) })}</Link> : null}
          {!reached && at ? <p>{t(text.notReached, { time: dateTime(at) })}</p> : null}
        </div>
      ) : null}
    </section>
  )
}
