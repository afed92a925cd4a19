/** Tables of lighting: the worst segments by the standard, lamps that are out, energy by street and by cabinet. */
import { useMemo, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import type { LightingVerdict } from '../../scenarios/lighting-check.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { verdictColours } from './LightingResults.tsx'
import {
  type EnergyRow,
  energyRows,
  type MeetingRow,
  meetingRows,
  outageRows,
  type WorstRow,
  worstRows,
} from './lighting-rows.ts'
import { quantityTitles, lightingText as text } from './lighting-text.ts'
import { Switch } from './ModelRun.tsx'
import { type Column, SortedTable } from './TrafficTables.tsx'
import type { Lighting } from './useLighting.ts'

const kinds = ['worst', 'meetings', 'outages', 'streets', 'cabinets'] as const

/** Leads to a place, and chooses what stands there. */
export type FlyTo = (
  at: XY,
  what: { readonly layer: 'roads' | 'lamps' | 'cabinets'; readonly id: string } | null,
) => void

interface Props {
  readonly lighting: Lighting
  readonly onFlyTo: FlyTo
}

export function LightingTables(props: Props) {
  const { t } = useWords()
  const [kind, setKind] = useState<(typeof kinds)[number]>('worst')
  return (
    <details open className="stack">
      <summary>{t(text.tables)}</summary>
      <div className="stack">
        <Switch
          name="lighting-table"
          label={text.tables}
          options={kinds}
          value={kind}
          titles={text}
          onChange={setKind}
        />
        {kind === 'worst' ? <Worst {...props} /> : null}
        {kind === 'meetings' ? <Meetings {...props} /> : null}
        {kind === 'outages' ? <Outages {...props} /> : null}
        {kind === 'streets' || kind === 'cabinets' ? <Energy key={kind} {...props} by={kind} /> : null}
      </div>
    </details>
  )
}

function Worst({ lighting: { comparison, side }, onFlyTo }: Props) {
  const words = useWords()
  const rows = useMemo(() => (comparison ? worstRows(comparison[side]) : []), [comparison, side])
  return (
    <SortedTable
      caption={words.t(text.worst)}
      rows={rows}
      columns={worstColumns(words)}
      order={{ key: 'share', rising: true }}
      go={(row) => onFlyTo(row.at, { layer: 'roads', id: row.road })}
    />
  )
}

function worstColumns({ t, number }: Words): Column<WorstRow>[] {
  const figure = (value: number | null, unit: string | null) =>
    value === null ? t(text.none) : `${number(value, value < 10 ? 2 : 1)} ${unit && unit !== '1' ? unit : ''}`
  return [
    { key: 'street', title: t(text.street), value: (row) => row.name ?? t(text.unnamed) },
    { key: 'class', title: t(text.class), value: (row) => row.lightingClass },
    {
      key: 'requirement',
      title: t(text.requirement),
      value: (row) => row.worst ?? '',
      write: (row) => (
        <span className="wrapped">
          {row.worst ? t(quantityTitles[row.worst]) : t(text.none)}
          <br />
          <span className="soft">{row.clause}</span>
        </span>
      ),
    },
    { key: 'limit', title: t(text.limit), value: (row) => row.limit ?? 0, write: (row) => figure(row.limit, row.unit) },
    {
      key: 'actual',
      title: t(text.actual),
      value: (row) => row.actual ?? 0,
      write: (row) => figure(row.actual, row.unit),
    },
    { key: 'share', title: t(text.share), value: (row) => row.share, write: (row) => number(row.share, 2) },
    { key: 'says', title: t(text.says), value: (row) => row.verdict, write: (row) => <Verdict {...row} /> },
    { key: 'average', title: 'Eav (lx)', value: (row) => row.averageLux, write: (row) => number(row.averageLux, 1) },
    { key: 'metres', title: 'm', value: (row) => row.metres, write: (row) => number(row.metres) },
    {
      key: 'out',
      title: t(text.outOf),
      value: (row) => row.lampsOut,
      write: (row) => `${row.lampsOut} / ${row.lamps}`,
    },
  ]
}

/** What may be said; where a person decides, what the figures say. */
export function Verdict({ verdict, met }: Pick<LightingVerdict, 'verdict' | 'met'>) {
  const { t } = useWords()
  return (
    <span className="los">
      <span className="patch" aria-hidden="true" style={{ background: verdictColours[verdict] }} />
      {t(text.verdict[verdict])}
      {verdict === 'person' ? ` (${t(met ? text.met : text.unmet)})` : ''}
    </span>
  )
}

function Meetings({ lighting: { comparison, side }, onFlyTo }: Props) {
  const { t, number } = useWords()
  const rows = useMemo(() => (comparison ? meetingRows(comparison[side]) : []), [comparison, side])
  const figure = (quantity: keyof MeetingRow['actual'], title: string, digits: number): Column<MeetingRow> => ({
    key: quantity,
    title,
    value: ({ actual }) => actual[quantity] ?? -1,
    write: ({ actual }) => (actual[quantity] === undefined ? t(text.none) : number(actual[quantity], digits)),
  })
  return (
    <>
      <SortedTable
        caption={t(text.meetings)}
        rows={rows}
        columns={[
          { key: 'streets', title: t(text.street), value: ({ names }) => names.join(' × ') || t(text.unnamed) },
          { key: 'class', title: t(text.class), value: (row) => row.lightingClass },
          figure('E', 'E (lx)', 1),
          figure('UoE', 'Uo(E)', 2),
          figure('Esc', 'Ebt (lx)', 1),
          figure('L', 'L (cd/m²)', 2),
          { key: 'share', title: t(text.share), value: (row) => row.share, write: (row) => number(row.share, 2) },
          { key: 'says', title: t(text.says), value: (row) => row.verdict, write: (row) => <Verdict {...row} /> },
        ]}
        order={{ key: 'share', rising: true }}
        go={(row) => onFlyTo(row.at, null)}
      />
      <p className="small soft">{t(text.meetingsHint)}</p>
    </>
  )
}

function Outages({ lighting: { comparison, side }, onFlyTo }: Props) {
  const { t, number } = useWords()
  const rows = useMemo(() => (comparison ? outageRows(comparison[side]) : []), [comparison, side])
  if (rows.length === 0) return <p className="soft">{t(text.noOutages)}</p>
  return (
    <SortedTable
      caption={t(text.outages)}
      rows={rows}
      columns={[
        { key: 'lamp', title: t(text.lamp), value: (row) => row.number },
        { key: 'street', title: t(text.street), value: (row) => row.street ?? t(text.unnamed) },
        { key: 'cabinet', title: t(text.cabinet), value: (row) => row.cabinet ?? t(text.none) },
        { key: 'circuit', title: t(text.circuit), value: (row) => row.circuit ?? t(text.none) },
        { key: 'dark', title: t(text.darkMetres), value: (row) => row.darkMetres, write: (r) => number(r.darkMetres) },
      ]}
      order={{ key: 'dark', rising: false }}
      go={(row) => (row.at ? onFlyTo(row.at, { layer: 'lamps', id: row.id }) : undefined)}
    />
  )
}

function Energy({ lighting: { comparison, side }, onFlyTo, by }: Props & { by: 'streets' | 'cabinets' }) {
  const { t, number } = useWords()
  const rows = useMemo(() => (comparison ? energyRows(comparison[side], by) : []), [comparison, side, by])
  const figure = (key: Exclude<keyof EnergyRow, 'id' | 'name' | 'at'>, title: string, of = 1): Column<EnergyRow> => ({
    key,
    title,
    value: (row) => row[key],
    write: (row) => number(row[key] / of, of > 1 ? 2 : 0),
  })
  return (
    <SortedTable
      caption={t(text[by])}
      rows={rows}
      columns={[
        { key: 'name', title: t(by === 'streets' ? text.street : text.cabinet), value: (row) => row.name },
        figure('lamps', t(text.lamps)),
        figure('lampsOut', t(text.lampsOut)),
        figure('powerWatts', 'kW', 1000),
        figure('kilowattHours', t(text.yearUnit)),
        figure('cost', `${t(text.cost)} (${t(text.dongUnit)})`),
        figure('co2Kilograms', 'CO₂ (kg)'),
      ]}
      order={{ key: 'kilowattHours', rising: false }}
      go={(row) => (row.at ? onFlyTo(row.at, null) : undefined)}
    />
  )
}
