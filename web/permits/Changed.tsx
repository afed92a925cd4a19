/** What the applicant changed since they filed: field by field, and on the plan. */
import type { PermitCase } from '../../scenarios/api/permits.ts'
import { type Difference, differences, type Told } from '../../scenarios/permits/application-diff.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { intakeText } from './intake-text.ts'
import { SitePlan, shapesOf } from './SitePlan.tsx'

const text = {
  title: both('Số liệu đã thay đổi', 'Figures that were changed'),
  field: both('Nội dung', 'Field'),
  before: both('Trước', 'Before'),
  after: both('Sau', 'After'),
  corners: both('{n} góc, xem trên mặt bằng', '{n} corners, see the plan'),
  yes: both('có', 'yes'),
  no: both('không', 'no'),
  plan: both('Mặt bằng trước và sau', 'The plan before and after'),
  part: both('Khối {n}', 'Part {n}'),
  road: both('Đường {n}', 'Street {n}'),
  neighbour: both('Nhà lân cận {n}', 'Neighbour {n}'),
  footprint: both('Chân công trình', 'Footprint'),
  lot: both('Ranh lô đất', 'Outline of the lot'),
  projections: both('Phần nhô ra', 'Projections'),
} as const

/** Words of the form, by the last part of a path; what has none is told by its path. */
const titles: Readonly<Record<string, Bilingual>> = {
  ring: text.lot,
  footprint: text.footprint,
  projections: text.projections,
  heightMetres: both('Chiều cao', 'Height'),
  storeys: both('Số tầng', 'Storeys'),
  above: both('Sàn trên mặt đất', 'Floors above ground'),
  basement: both('Sàn tầng hầm', 'Basement'),
  mezzanine: both('Sàn lửng', 'Mezzanine'),
  tum: both('Sàn tum', 'Tum'),
  groundLevelMetres: both('Cốt nền tầng 1', 'Ground floor level'),
  workTitle: intakeText.workTitle,
  colour: intakeText.colour,
  expectedMonths: intakeText.months,
  parcel: intakeText.parcel,
  mapSheet: intakeText.mapSheet,
  street: intakeText.street,
  registeredSquareMetres: intakeText.registeredArea,
  landUse: intakeText.landUse,
  zoning: intakeText.zoning,
  widthMetres: intakeText.roadWidth,
  redLine: intakeText.redLine,
  kind: intakeText.kind,
  class: intakeText.class,
}
const groups: Readonly<Record<string, Bilingual>> = {
  parts: text.part,
  roads: text.road,
  neighbours: text.neighbour,
}

function titleOf(path: string, { t, number }: Words): string {
  const keys = path.split('.')
  const known = titles[keys.findLast((key) => key in titles) ?? '']
  const at = keys.findIndex((key) => key in groups)
  const group = at < 0 ? '' : `${t(groups[keys[at]!]!, { n: number(Number(keys[at + 1]) + 1) })}: `
  return `${group}${known ? t(known) : keys.filter((key) => !(key in groups) && !/^\d+$|^check$/.test(key)).join(' › ')}`
}

function told(value: Told | undefined, drawn: boolean, { t, number }: Words): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'boolean') return t(value ? text.yes : text.no)
  if (typeof value === 'number') return drawn ? t(text.corners, { n: number(value) }) : number(value, 3)
  return value
}

export function Changed({ permit }: { permit: PermitCase }) {
  const words = useWords()
  const { t } = words
  const { former, application } = permit
  if (!former) return null
  const changes = differences(former, application).filter(({ path }) => path !== 'check.date')
  if (changes.length === 0) return null
  const rings = (of: Difference['path']) => changes.some(({ path, drawn }) => drawn && path.startsWith(of))
  const outlines = [
    ...(rings('check.building') ? former.check.building.parts.map(({ footprint }) => footprint) : []),
    ...(rings('check.site.ring') ? [former.check.site.ring] : []),
  ]
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      <div className="scroll-x">
        <table aria-label={t(text.title)}>
          <thead>
            <tr>
              {[text.field, text.before, text.after].map((title) => (
                <th key={title.en} scope="col">
                  {t(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {changes.map(({ path, before, after, drawn }) => (
              <tr key={path}>
                <th scope="row">{titleOf(path, words)}</th>
                <td>
                  <del>{told(before, drawn, words)}</del>
                </td>
                <td>
                  <ins>{told(after, drawn, words)}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {outlines.length > 0 ? (
        <SitePlan label={t(text.plan)} shapes={{ ...shapesOf(application.check, null), former: outlines }} />
      ) : null}
    </section>
  )
}
