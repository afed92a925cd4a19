/** What the map shows, as a list, the nearest to its middle first: each leads to its place. */
import { useEffect, useState } from 'react'
import { both } from '../../../scenarios/text.ts'
import { fold } from '../../shared/fold.ts'
import { useWords } from '../../shared/language.tsx'
import { Field } from '../../shared/ui.tsx'
import type { MapHost } from '../map/host.ts'
import type { Seen } from '../map/in-view.ts'

const text = {
  filter: both('Lọc theo tên', 'Filter by name'),
  refresh: both('Xem lại theo khung nhìn hiện tại', 'Look again at the present view'),
  none: both('Không có gì mang tên trong khung nhìn.', 'Nothing with a name is in view.'),
  count: both('{count} mục, gần giữa bản đồ nhất trước', '{count} entries, the nearest to the middle first'),
  kind: {
    place: both('Địa điểm', 'Place'),
    street: both('Đường', 'Street'),
    water: both('Sông, kênh', 'Waterway'),
    unit: both('Phường, xã', 'Ward, commune'),
    subunit: both('Khu vực, ấp', 'Quarter, hamlet'),
  } satisfies Record<Seen['kind'], unknown>,
}
/** Listed at once. */
const MOST = 100

export function InView({ host, onSeen }: { host: MapHost; onSeen(seen: Seen): void }) {
  const { t, length, number } = useWords()
  const [seen, setSeen] = useState<readonly Seen[] | null>(null)
  const [filter, setFilter] = useState('')
  const look = () => {
    const stage = host.stage()
    if (stage) void stage.inView().then(setSeen)
    else setSeen([])
  }
  useEffect(look, [host])
  if (!seen) return null
  const wanted = fold(filter)
  const found = seen.filter(({ name }) => fold(name).includes(wanted))
  return (
    <div className="stack">
      <div className="row">
        <button type="button" onClick={look}>
          {t(text.refresh)}
        </button>
      </div>
      <Field label={t(text.filter)}>
        {(id) => <input id={id} type="search" value={filter} onChange={(event) => setFilter(event.target.value)} />}
      </Field>
      <p role="status" className="soft">
        {found.length > 0 ? t(text.count, { count: number(found.length) }) : t(text.none)}
      </p>
      <ul className="seen">
        {found.slice(0, MOST).map((one) => (
          <li key={`${one.kind} ${one.name}`}>
            <button type="button" className="quiet" onClick={() => onSeen(one)}>
              <strong>{one.name}</strong>
              <span className="soft">
                {t(text.kind[one.kind])} · {length(one.metres)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
