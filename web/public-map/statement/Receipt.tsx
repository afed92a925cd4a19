/** The receipt: number, day of the answer, and the code as text and as QR; it prints on one page. */
import { useEffect, useRef } from 'react'
import type { StatementFiled } from '../../../scenarios/api/statements.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { QrPicture } from '../../shared/QrPicture.tsx'
import { Link } from '../../shared/route.tsx'
import { Banner } from '../../shared/ui.tsx'
import { SavePdf } from '../SavePdf.tsx'
import { text } from './text.ts'

/** The code stands after #, which no server sees. */
export const followPath = (code: string): string => `/statement/follow#${encodeURIComponent(code)}`

export function Receipt({ filed, place }: { filed: StatementFiled; place: string }) {
  const words = useWords()
  const { t, dateTime } = words
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { code, followCode, filedAt, clock, terms } = filed
  return (
    <article className="stack receipt">
      <h2 ref={heading} tabIndex={-1}>
        {t(text.receipt)}
      </h2>
      <p role="status">{t(text.sent, { code })}</p>
      <p>
        {place} · {t(text.filedAt, { when: dateTime(filedAt) })}
      </p>
      {clock.due ? <p>{t(text.due, { date: day(clock.due, words), days: clock.termDays })}</p> : null}
      <p className="soft">
        {t(text.dueNote, { clause: terms.clause })} {terms.confidence === 'assumed' ? t(text.assumed) : ''}
      </p>
      <p>
        {t(text.followCode)}: <strong className="receipt-code">{followCode}</strong>
      </p>
      <QrPicture content={`${location.origin}${followPath(followCode)}`} title={t(text.qr)} width={180} />
      <Banner kind="warning">{t(text.keep)}</Banner>
      <div className="row no-print">
        <button type="button" onClick={() => print()}>
          {t(text.print)}
        </button>
        <SavePdf
          label={text.receiptPdf}
          path="/api/statements/follow/receipt.pdf"
          code={followCode}
          name={`${code}.pdf`}
        />
        <Link className="button" href={followPath(followCode)}>
          {t(text.follow)}
        </Link>
      </div>
    </article>
  )
}
