/** What the person is told when a report is on its way: kept, waiting, received; with the code to follow it by. */
import { useEffect, useState } from 'react'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { SavePdf } from '../SavePdf.tsx'
import { flush, isWaiting, watchKept } from './outbox.ts'
import { Said } from './parts.tsx'
import { isInMemory, type Kept } from './store.ts'
import { text } from './text.ts'

export function Receipt({ id, onAnother }: { id: string; onAnother(): void }) {
  const { t } = useWords()
  const [kept, setKept] = useState<Kept | null>(null)
  useEffect(() => watchKept((all) => setKept(all.find((one) => one.id === id) ?? null)), [id])
  if (!kept) return <p role="status">{t(text.loading)}</p>
  return (
    <section className="stack" aria-live="polite">
      {kept.state === 'sent' ? (
        <h2>{t(text.done, { code: kept.code ?? '' })}</h2>
      ) : kept.state === 'refused' ? (
        <h2>{t(text.refused)}</h2>
      ) : (
        <p className="banner">{t(isInMemory('kept', id) ? text.noMemory : text.kept)}</p>
      )}
      {kept.problem && kept.state === 'refused' ? <Said problem={kept.problem} /> : null}
      <Waits kept={kept} />
      {kept.state === 'refused' ? null : <Code code={kept.body.followCode} />}
      <div className="row">
        {kept.state === 'sent' ? <ReceiptPdf code={kept.body.followCode} name={kept.code ?? ''} /> : null}
        <Link
          className="button"
          href={kept.state === 'sent' ? `/report/follow#${kept.body.followCode}` : '/report/follow'}
        >
          {t(text.followTab)}
        </Link>
        <button type="button" onClick={onAnother}>
          {t(text.another)}
        </button>
      </div>
    </section>
  )
}

export const ReceiptPdf = ({ code, name }: { code: string; name: string }) => (
  <SavePdf label={text.receiptPdf} path="/api/reports/follow/receipt.pdf" code={code} name={`${name}.pdf`} />
)

/** What of it still waits, and a way to try now. */
export function Waits({ kept }: { kept: Kept }) {
  const { t, number } = useWords()
  const [busy, setBusy] = useState(false)
  if (!isWaiting(kept)) return null
  const photos = kept.photos.filter(({ state }) => state === 'waiting').length
  const now = async () => {
    setBusy(true)
    await flush().catch(() => {}) // it waits on
    setBusy(false)
  }
  return (
    <div className="row">
      <span className="badge report-waiting">
        {kept.state === 'waiting' ? t(text.waiting) : t(text.waitingPhotos, { n: number(photos) })}
      </span>
      <button type="button" disabled={busy} onClick={() => void now()}>
        {t(busy ? text.sending : text.sendNow)}
      </button>
    </div>
  )
}

export function Code({ code }: { code: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code)
      setCopied(true)
    } catch {
      setCopied(false) // it can be marked and copied by hand
    }
  }
  return (
    <div className="card stack report-code-card">
      <p>{t(text.yourCode)}</p>
      <p className="report-code">{code}</p>
      <p className="hint">{t(text.keepCode)}</p>
      <button type="button" onClick={() => void copy()}>
        {t(copied ? text.copied : text.copy)}
      </button>
    </div>
  )
}
