/** `/c/K7M-4P2X`: the card of the place of an address code, and of an old one what it has become. Without a code: where one is typed. */
import { type FormEvent, useEffect, useState } from 'react'
import type { CodeAnswer } from '../../../scenarios/api/codes.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { later } from '../../shared/later.tsx'
import { problemOf } from '../../shared/problem.ts'
import { Link, navigate } from '../../shared/route.tsx'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import type { PanelProps } from '../panels.tsx'
import { selectPlace } from '../selected.ts'
import './code.css'

const PlaceCard = later(() => import('../card/PlaceCard.tsx'))

const text = {
  title: both('Mã địa chỉ', 'Address code'),
  how: both(
    'Nhập mã in trên biển ở cửa nhà: bảy ký tự, không có 0, O, 1, I, L.',
    'Type the code on the plate by the door: seven characters, never 0, O, 1, I or L.',
  ),
  open: both('Tìm mã', 'Find the code'),
  loading: both('Đang tìm mã…', 'Looking up the code…'),
  old: both('Địa chỉ cũ', 'Former address'),
  postcode: both('Mã bưu chính', 'Postcode'),
  before: both('trước 24/08/2025', 'before 24 August 2025'),
  grid: both('Mã lưới', 'Grid code'),
  card: both('Mở thẻ địa chỉ', 'Open the address card'),
  show: both('Xem trên bản đồ', 'Show on the map'),
  offMap: both(
    'Địa chỉ này không còn trong bản đồ hiện nay; vị trí là nơi đã ghi khi cấp mã.',
    'This address is not on the map of today; the place is where it was when the code was given.',
  ),
  becameOne: both('Mã cũ {old} nay là mã {now}.', 'The old code {old} is now {now}.'),
  becameMany: both('Mã cũ {old} nay là các mã dưới đây.', 'The old code {old} has become the codes below.'),
  split: both('Mã {old} đã tách thành mã mới.', 'Code {old} was split into new codes.'),
  merged: both('Mã {old} đã nhập vào mã khác.', 'Code {old} was merged into another.'),
  demolished: both('Nhà mang mã {old} không còn nữa.', 'The house of code {old} is no more.'),
  withdrawn: both('Mã {old} đã thu hồi.', 'Code {old} was withdrawn.'),
  illustrative: both(
    'Minh họa: địa chỉ của thành phố này do chương trình sinh ra.',
    'Illustrative: the addresses of this city are generated.',
  ),
  other: both('Tìm mã khác', 'Find another code'),
} as const

type Found = { readonly answer: CodeAnswer } | { readonly problem: ProblemDetail } | null

export default function CodePanel({ rest }: PanelProps) {
  const { t, language } = useWords()
  const map = useMap()
  const [found, setFound] = useState<Found>(null)
  useEffect(() => {
    setFound(null)
    if (rest === '') return
    const stop = new AbortController()
    ask<CodeAnswer>(`/api/codes/${encodeURIComponent(rest)}`, { signal: stop.signal })
      .then((answer) => setFound({ answer }))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setFound({ problem: problemOf(error) })
      })
    return () => stop.abort()
  }, [rest])
  const answer = found && 'answer' in found ? found.answer : null
  const places = answer === null ? [] : answer.state === 'active' || answer.now.length === 0 ? [answer] : answer.now
  const only = places.length === 1 ? places[0]! : null
  const shown = JSON.stringify(places.map(({ printed, place }) => [printed, place.lon, place.lat]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is what it says, not which object says it.
  useEffect(() => {
    if (places.length === 0) return
    map.overlay('code', {
      title: text.title,
      features: places.map(({ printed, place: { lon, lat } }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [lon, lat] },
        properties: { printed },
      })),
      radius: 9,
      fill: [11, 61, 120, 255],
      line: [255, 255, 255, 255],
      label: (feature) => String(feature.properties?.printed ?? ''),
    })
    map.lookAt(places[0]!.place, 17)
    return () => map.overlay('code', null)
  }, [shown])

  return (
    <div className="address-code stack">
      {rest !== '' && found === null ? <p role="status">{t(text.loading)}</p> : null}
      {found && 'problem' in found ? (
        <p role="alert" className="banner error">
          {found.problem.message[language]}
          {found.problem.place ? ` (${found.problem.place})` : ''}
        </p>
      ) : null}
      {answer ? (
        <>
          {answer.illustrative ? <p className="banner warning">{t(text.illustrative)}</p> : null}
          {answer.state === 'active' ? null : <Became answer={answer} />}
          {only ? (
            <>
              <p className="row">
                <Printed telling={only} />
                <button type="button" onClick={() => map.lookAt(only.place, 18)}>
                  {t(text.show)}
                </button>
              </p>
              {only.onMap ? null : <p className="banner info">{t(text.offMap)}</p>}
              <PlaceCard place={only.place} />
            </>
          ) : (
            <ul>
              {places.map((one) => (
                <li key={one.code} className="stack">
                  <Place telling={one} />
                  <p className="row">
                    <button type="button" className="primary" onClick={() => openCard(one.place)}>
                      {t(text.card)}
                    </button>
                    <button type="button" onClick={() => map.lookAt(one.place, 18)}>
                      {t(text.show)}
                    </button>
                  </p>
                </li>
              ))}
            </ul>
          )}
        </>
      ) : null}
      <CodeForm key={rest} first={rest === ''} />
    </div>
  )
}

function openCard(place: CodeAnswer['place']): void {
  selectPlace(place)
  navigate('/')
}

function Became({ answer }: { answer: CodeAnswer }) {
  const { t } = useWords()
  const [only, ...more] = answer.now
  const said =
    only === undefined
      ? t(text[answer.state === 'active' ? 'withdrawn' : answer.state], { old: answer.printed })
      : more.length === 0
        ? t(text.becameOne, { old: answer.printed, now: only.printed })
        : t(text.becameMany, { old: answer.printed })
  return (
    <p role="status" className="banner info">
      {said}
    </p>
  )
}

function Printed({ telling: { code, printed } }: { telling: Pick<CodeAnswer, 'code' | 'printed'> }) {
  return (
    <span className="printed">
      <Link href={`/c/${code}`}>{printed}</Link>
    </span>
  )
}

function Place({
  telling: { code, printed, place, onMap },
}: {
  telling: Pick<CodeAnswer, 'code' | 'printed' | 'place' | 'onMap'>
}) {
  const { t } = useWords()
  return (
    <>
      <Printed telling={{ code, printed }} />
      <p>
        <strong>{place.label}</strong>
      </p>
      {onMap ? null : <p className="banner info">{t(text.offMap)}</p>}
      <dl>
        {place.oldLabel ? (
          <>
            <dt>{t(text.old)}</dt>
            <dd>{place.oldLabel}</dd>
          </>
        ) : null}
        {place.postcode ? (
          <>
            <dt>{t(text.postcode)}</dt>
            <dd>
              {place.postcode}
              {place.oldPostcode ? ` (${place.oldPostcode} ${t(text.before)})` : ''}
            </dd>
          </>
        ) : null}
        <dt>{t(text.grid)}</dt>
        <dd>{place.gridCode}</dd>
      </dl>
    </>
  )
}

function CodeForm({ first }: { first: boolean }) {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const find = (event: FormEvent) => {
    event.preventDefault()
    const code = typed.replace(/[^\p{L}\p{N}]/gu, '')
    if (code !== '') navigate(`/c/${encodeURIComponent(code.toUpperCase())}`)
  }
  return (
    <form onSubmit={find} className="stack">
      <label className="field">
        {t(first ? text.title : text.other)}
        <input
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          placeholder="K7M-4P2X"
          aria-describedby="code-how"
        />
      </label>
      <p id="code-how" className="hint">
        {t(text.how)}
      </p>
      <button type="submit">{t(text.open)}</button>
    </form>
  )
}
