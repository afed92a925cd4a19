/** What is kept on this device: the map by itself, packs of wards on demand, each with its size and age. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import { BASE_PACK, MANIFEST } from '../../../scenarios/offline.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Banner, ProblemBanner, ProgressBar, problemOf } from '../../shared/ui.tsx'
import { useInstall } from './install.ts'
import { canKeep, dropAll, dropPack, keepBase, keepSegments, type PackAbout, packs } from './kept.ts'
import { useOffline } from './state.ts'
import { CITY_PACK, type Offer, offers } from './ward-packs.ts'
import './offline.css'

const text = {
  none: both(
    'Trình duyệt này không giữ được bản đồ để xem khi mất mạng (ví dụ khi mở trong Zalo). Hãy mở trang bằng Chrome, Safari hoặc Firefox.',
    'This browser cannot keep the map for when there is no network (inside Zalo, for example). Open the page in Chrome, Safari or Firefox.',
  ),
  about: both(
    'Bản đồ thành phố, tìm địa chỉ và cảnh báo gần nhất tự được giữ sau lần xem đầu. Gói của phường, xã thêm nhà, số nhà, thửa đất và ô mã; giữa hai phường, phần giáp ranh nằm ở cả hai gói.',
    'The map of the city, address search and the last warnings are kept by themselves after the first visit. A ward’s pack adds houses, house numbers, parcels and code cells; where two wards meet, both packs hold the border.',
  ),
  server: both(
    'Cần máy chủ: đường đi, quy hoạch và giấy phép, mức ngập, phiếu thông tin quy hoạch. Phản ánh viết lúc mất mạng sẽ chờ trên máy.',
    'These need the server: routes, plans and permits, flood levels, planning information. A report written without network waits on the device.',
  ),
  base: both('Bản đồ thành phố', 'The map of the city'),
  city: both('Cả thành phố', 'The whole city'),
  kept: both('{size}, giữ lúc {when}', '{size}, kept on {when}'),
  aged: both('Dữ liệu thành phố đã mới hơn gói này', 'The city’s data are newer than this pack'),
  not: both('{size}, chưa tải', '{size}, not fetched'),
  fetch: both('Tải gói', 'Fetch the pack'),
  renew: both('Tải lại gói', 'Renew the pack'),
  cancel: both('Dừng', 'Stop'),
  drop: both('Xóa', 'Delete'),
  fetchOf: both('Tải gói {name}', 'Fetch the pack of {name}'),
  renewOf: both('Tải lại gói {name}', 'Renew the pack of {name}'),
  cancelOf: both('Dừng tải gói {name}', 'Stop fetching the pack of {name}'),
  dropOf: both('Xóa gói {name}', 'Delete the pack of {name}'),
  sizes: both('Đang tính dung lượng các gói …', 'Working out the sizes of the packs …'),
  away: both(
    'Máy chủ không trả lời: lúc này chưa tải thêm được gói nào.',
    'The server does not answer: no pack can be fetched now.',
  ),
  used: both('Bản đồ đang dùng {size} trên máy này.', 'The map uses {size} on this device.'),
  dropAll: both('Xóa mọi dữ liệu đã giữ', 'Delete all that is kept'),
  packs: both('Các gói', 'Packs'),
  install: both('Cài bản đồ vào máy', 'Install the map'),
  fetching: both('Đang tải {name}', 'Fetching {name}'),
  done: both('Đã tải xong {name}', '{name} is here'),
}

export default function OfflinePanel() {
  const { t } = useWords()
  return canKeep() ? <Packs /> : <Banner kind="info">{t(text.none)}</Banner>
}

function Packs() {
  const { t, number, dateTime } = useWords()
  const install = useInstall()
  const [kept, setKept] = useState<readonly PackAbout[]>([])
  const [offered, setOffered] = useState<readonly Offer[] | null>(null)
  const { serverAnswers } = useOffline()
  const [refused, setRefused] = useState(false)
  const [used, setUsed] = useState<number | null>(null)
  const [fetching, setFetching] = useState<{ id: string; fraction: number } | null>(null)
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const stop = useRef<AbortController | null>(null)

  const look = useCallback(async () => {
    setKept(await packs())
    setUsed((await navigator.storage?.estimate?.())?.usage ?? null)
  }, [])
  const gone = serverAnswers === false
  useEffect(() => {
    const leaving = new AbortController()
    setRefused(false)
    look().catch(() => {})
    if (gone) return
    readOffers(leaving.signal).then(setOffered, () => leaving.signal.aborted || setRefused(true))
    return () => leaving.abort()
  }, [look, gone])
  useEffect(() => () => stop.current?.abort(), [])

  const away = gone || refused

  const size = (bytes: number) => `${number(bytes / 1e6, bytes < 9.95e6 ? 1 : 0)} MB`
  const nameOf = (id: string): string => {
    if (id === BASE_PACK) return t(text.base)
    if (id === CITY_PACK) return t(text.city)
    return offered?.find((one) => one.id === id)?.name ?? id
  }

  async function fetchPack(id: string) {
    const leaving = new AbortController()
    stop.current = leaving
    setProblem(null)
    setSaid('')
    setFetching({ id, fraction: 0 })
    try {
      // Asked only now, when the person wants something to stay.
      await navigator.storage?.persist?.().catch(() => false)
      const offer = offered?.find((one) => one.id === id)
      const progress = (fraction: number) => setFetching({ id, fraction })
      if (offer) await keepSegments(id, offer.segments, progress, leaving.signal)
      else await keepBase(leaving.signal)
      setSaid(t(text.done, { name: nameOf(id) }))
    } catch (error) {
      if (!leaving.signal.aborted) setProblem(problemOf(error))
    }
    setFetching(null)
    await look()
  }
  async function drop(work: () => Promise<void>) {
    setSaid('')
    await work()
    await look()
  }

  const ids = [BASE_PACK, ...new Set([...(offered ?? []).map(({ id }) => id), ...kept.map(({ id }) => id)])].filter(
    (id, i, all) => all.indexOf(id) === i,
  )
  return (
    <div className="offline-panel">
      <p>{t(text.about)}</p>
      {install ? (
        <button type="button" onClick={install}>
          {t(text.install)}
        </button>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <p role="status">{said}</p>
      <ul aria-label={t(text.packs)}>
        {ids.map((id) => {
          const about = kept.find((one) => one.id === id)
          const offer = offered?.find((one) => one.id === id)
          const name = nameOf(id)
          const aged = about && offer?.segments.some(({ file }) => !about.files.includes(file))
          return (
            <li key={id}>
              <strong>{name}</strong>
              {about ? (
                <p>{t(text.kept, { size: size(about.bytes), when: dateTime(about.keptAt) })}</p>
              ) : offer ? (
                <p>{t(text.not, { size: size(offer.bytes) })}</p>
              ) : null}
              {aged ? <p className="hint">{t(text.aged)}</p> : null}
              {fetching?.id === id ? (
                <>
                  <ProgressBar label={t(text.fetching, { name })} fraction={fetching.fraction} />
                  <button type="button" aria-label={t(text.cancelOf, { name })} onClick={() => stop.current?.abort()}>
                    {t(text.cancel)}
                  </button>
                </>
              ) : (
                <div className="row">
                  {(offer || id === BASE_PACK) && (!about || aged) ? (
                    <button
                      type="button"
                      disabled={away || fetching !== null}
                      aria-label={t(aged ? text.renewOf : text.fetchOf, { name })}
                      onClick={() => void fetchPack(id)}
                    >
                      {t(aged ? text.renew : text.fetch)}
                    </button>
                  ) : null}
                  {about && id !== BASE_PACK ? (
                    <button
                      type="button"
                      aria-label={t(text.dropOf, { name })}
                      onClick={() => void drop(() => dropPack(id))}
                    >
                      {t(text.drop)}
                    </button>
                  ) : null}
                </div>
              )}
            </li>
          )
        })}
      </ul>
      {away || !offered ? <p role="status">{t(away ? text.away : text.sizes)}</p> : null}
      <p>{t(text.server)}</p>
      {used === null ? null : <p>{t(text.used, { size: size(used) })}</p>}
      {kept.length > 0 ? (
        <button type="button" className="danger" onClick={() => void drop(dropAll)}>
          {t(text.dropAll)}
        </button>
      ) : null}
    </div>
  )
}

async function readOffers(signal: AbortSignal): Promise<Offer[]> {
  const answer = await fetch(MANIFEST, { signal })
  return offers((await answer.json()) as TilesManifest, signal)
}
