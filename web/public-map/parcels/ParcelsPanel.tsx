/** Parcels by map sheet (tờ) and number (thửa): those found, the chosen one drawn, what its number meant before; never an owner. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { FoundParcel, ParcelsAnswer } from '../../../scenarios/api/place.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { navigate } from '../../shared/route.tsx'
import { Field, IllustrativeBadge } from '../../shared/ui.tsx'
import { Answered } from '../Answered.tsx'
import { placeAt } from '../map/reach.ts'
import { useMap } from '../map-control.ts'
import { selectPlace } from '../selected.ts'
import { useAsked } from '../useAsked.ts'

const text = {
  intro: both(
    'Nhập số tờ bản đồ và số thửa như trên giấy tờ đất. Ở đây không có tên chủ đất.',
    'Enter map sheet and parcel number as on the land paper. No owner is named here.',
  ),
  sheet: both('Tờ bản đồ số', 'Map sheet'),
  number: both('Thửa đất số', 'Parcel number'),
  unit: both('Phường, xã', 'Ward or commune'),
  anyUnit: both('tất cả', 'all'),
  search: both('Tìm thửa', 'Find'),
  found: both('Tìm thấy {n} thửa', '{n} found'),
  none: both('Không có thửa này trong dữ liệu.', 'The data have no such parcel.'),
  more: both('Còn thửa khác nữa; hãy chọn phường, xã.', 'There are more; choose the ward or commune.'),
  former: both('Số này trước đây là', 'This number once meant'),
  title: both('Thửa {number}, tờ {sheet}', 'Parcel {number}, sheet {sheet}'),
  draw: both('Vẽ trên bản đồ', 'Draw on the map'),
  open: both('Mở thẻ của thửa', 'Open its card'),
  since: both('từ {date}', 'since {date}'),
  until: both('đến {date}', 'until {date}'),
  madeFrom: both('Lập từ: {list}', 'Made from: {list}'),
  became: both('Thành: {list}', 'Became: {list}'),
  illustrative: both(
    'Thửa đất là dữ liệu sinh, không phải bản đồ địa chính.',
    'Parcels are generated, not a cadastral map.',
  ),
  changes: {
    split: both('tách thửa', 'split'),
    merge: both('hợp thửa', 'merged'),
    redraw: both('đo vẽ lại', 'surveyed anew'),
    reparcel: both('dồn điền đổi thửa', 'reparcelled'),
    drop: both('bỏ', 'dropped'),
  },
  drawn: both('Thửa đất', 'Parcel'),
}

const OVERLAY = 'parcel'

export default function ParcelsPanel() {
  const { t } = useWords()
  const given = useRef(new URLSearchParams(location.search)).current
  const [sheet, setSheet] = useState(given.get('sheet') ?? '')
  const [number, setNumber] = useState(given.get('number') ?? '')
  const first = sheet && number ? `/api/parcels?${new URLSearchParams({ sheet, number })}` : null
  const [path, setPath] = useState<string | null>(first)
  const asked = useAsked<ParcelsAnswer>(path)
  const search = (event: FormEvent) => {
    event.preventDefault()
    const query = new URLSearchParams({ sheet: sheet.trim(), number: number.trim() })
    history.replaceState(history.state, '', `/parcels?${query}`)
    setPath(`/api/parcels?${query}`)
  }
  return (
    <div className="stack">
      <p>{t(text.intro)}</p>
      <form className="stack" onSubmit={search}>
        <div className="row">
          <Field label={t(text.sheet)}>
            {(id) => (
              <input
                id={id}
                value={sheet}
                required
                maxLength={20}
                size={8}
                onChange={(e) => setSheet(e.target.value)}
              />
            )}
          </Field>
          <Field label={t(text.number)}>
            {(id) => (
              <input
                id={id}
                value={number}
                required
                maxLength={20}
                size={8}
                onChange={(e) => setNumber(e.target.value)}
              />
            )}
          </Field>
        </div>
        <div>
          <button type="submit" className="primary">
            {t(text.search)}
          </button>
        </div>
      </form>
      {path ? <Answered asked={asked}>{(answer) => <Found answer={answer} />}</Answered> : null}
    </div>
  )
}

function Found({ answer }: { answer: ParcelsAnswer }) {
  const { t } = useWords()
  const { parcels, former, more, illustrative } = answer
  const [shown, setShown] = useState<FoundParcel | null>(parcels[0] ?? null)
  const map = useMap()
  useEffect(() => {
    if (!shown) return
    const [west, south, east, north] = shown.bounds
    map.lookAtBounds([west, south, east, north])
    const geometry = { type: 'MultiPolygon' as const, coordinates: shown.outlines.map((ring) => [ring]) }
    map.overlay(OVERLAY, { title: text.drawn, features: [{ type: 'Feature', geometry, properties: { id: shown.id } }] })
    return () => map.overlay(OVERLAY, null)
  }, [map, shown])
  const list = (some: readonly FoundParcel[]) => (
    <ul className="seen">
      {some.map((parcel) => (
        <ParcelLine key={parcel.id} parcel={parcel} shown={parcel === shown} onShow={() => setShown(parcel)} />
      ))}
    </ul>
  )
  return (
    <div className="stack">
      <p role="status">{parcels.length + former.length === 0 ? t(text.none) : t(text.found, { n: parcels.length })}</p>
      {illustrative ? (
        <p className="row">
          <IllustrativeBadge /> <span className="soft">{t(text.illustrative)}</span>
        </p>
      ) : null}
      {list(parcels)}
      {more ? <p>{t(text.more)}</p> : null}
      {former.length > 0 ? (
        <>
          <h2>{t(text.former)}</h2>
          {list(former)}
        </>
      ) : null}
    </div>
  )
}

function ParcelLine({ parcel, shown, onShow }: { parcel: FoundParcel; shown: boolean; onShow(): void }) {
  const { t, area } = useWords()
  const map = useMap()
  const { lon, lat, validFrom, validTo, change, madeFrom, became } = parcel
  const date = (iso: string) => iso.split('-').reverse().join('/')
  const names = (some: FoundParcel['madeFrom']) =>
    some.map((one) => t(text.title, { sheet: one.sheet, number: one.number })).join('; ')
  const title = t(text.title, { number: parcel.number, sheet: parcel.sheet })
  const open = async () => {
    const found = await placeAt({ lon, lat })
    selectPlace({ ...found, kind: 'parcel', label: title, lon, lat })
    navigate('/')
    map.lookAt({ lon, lat })
  }
  return (
    <li className="stack">
      <p>
        <strong>{title}</strong>
        {parcel.unitName ? `, ${parcel.unitName}` : ''} · {area(parcel.areaSquareMetres)} · {t(parcel.landUse.title)} (
        {parcel.landUse.code})
      </p>
      <p className="soft">
        {[
          validFrom ? t(text.since, { date: date(validFrom) }) : '',
          validTo ? t(text.until, { date: date(validTo) }) : '',
          change ? t(text.changes[change]) : '',
          madeFrom.length > 0 ? t(text.madeFrom, { list: names(madeFrom) }) : '',
          became.length > 0 ? t(text.became, { list: names(became) }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className="row">
        <button type="button" aria-pressed={shown} onClick={onShow}>
          {t(text.draw)}
        </button>
        {validTo === null ? (
          <button type="button" onClick={() => void open()}>
            {t(text.open)}
          </button>
        ) : null}
      </div>
    </li>
  )
}
