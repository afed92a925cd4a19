/** Handing a place on: by the phone's own way of sharing, by its link, as a QR code, on paper. */
import { useEffect, useState } from 'react'
import type { Candidate } from '../../../scenarios/address/candidate.ts'
import { useWords } from '../../shared/language.tsx'
import { later } from '../../shared/later.tsx'
import { placeLink } from '../share/link.ts'
import { text } from './text.ts'

/** Browsers within other applications: some can neither share nor keep a page. */
const MESSENGER = /\b(Zalo|FBA[NV]|FB_IAB|Instagram|Messenger|Line)\b/i

const QrPicture = later(async () => ({ default: (await import('../../shared/QrPicture.tsx')).QrPicture }), null)

export function Actions(props: { place: Candidate; onCopy(value: string): void; onPrint(): void }) {
  const { place, onCopy, onPrint } = props
  const { t } = useWords()
  const [qr, setQr] = useState(false)
  const link = placeLink(place)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place has a code of its own, once it is asked for
  useEffect(() => setQr(false), [link])
  const share = () => {
    // Closed by the person, or not allowed here: the link can still be copied.
    navigator.share({ title: place.label, text: place.label, url: link }).catch(() => {})
  }
  return (
    <div className="place-actions">
      {'share' in navigator ? (
        <button type="button" onClick={share}>
          {t(text.share)}
        </button>
      ) : null}
      <button type="button" onClick={() => onCopy(link)}>
        {t(text.copyLink)}
      </button>
      <button type="button" aria-expanded={qr} onClick={() => setQr(!qr)}>
        {t(text.qr)}
      </button>
      <button type="button" onClick={onPrint}>
        {t(text.print)}
      </button>
      {MESSENGER.test(navigator.userAgent) ? <p className="soft place-qr">{t(text.messenger)}</p> : null}
      {qr ? (
        <div className="place-qr">
          <QrPicture content={link} title={t(text.qrOf, { place: place.label })} width={200} />
          <input readOnly aria-label={t(text.link)} value={link} onFocus={(event) => event.currentTarget.select()} />
        </div>
      ) : null}
    </div>
  )
}
