/** What every section of the report is made of: headings, tables of figures, lists of what is called what, notes. */
import type { Content, TableCell } from 'pdfmake/interfaces'
import type { StoredRun } from '../../../scenarios/api/api.ts'
import type { City } from '../../../scenarios/city/city.ts'
import type { CityManifest } from '../../../scenarios/city/dataset.ts'
import type { LightingComparison } from '../../../scenarios/lighting.ts'
import { say } from '../../../scenarios/pdf/written.ts'
import type { RunKind } from '../../../scenarios/run.ts'
import type { ScenarioBody } from '../../../scenarios/scenario.ts'
import type { TrafficComparison } from '../../../scenarios/traffic.ts'
import { type FigureGroup, writeChange, writeFigure } from '../../shared/FigureTable.tsx'
import type { Words } from '../../shared/language.tsx'
import type { IndicatorAnswer } from '../indicators-task.ts'
import type { Roads } from '../roads.ts'
import type { Comparison } from '../run.ts'
import { text } from '../text.ts'

export interface Report {
  readonly words: Words
  readonly scenario: { readonly title: string; readonly body: ScenarioBody }
  readonly city: CityManifest
  readonly drainage: Comparison | null
  readonly traffic: TrafficComparison | null
  readonly lighting: LightingComparison | null
  /** The norms of an area, by its name; null where nobody looked at them. */
  readonly indicators: { readonly answer: IndicatorAnswer; readonly area: string | null } | null
  /** Which of them is of the scenario before its last change. */
  readonly stale: { readonly [kind in RunKind | 'indicators']?: boolean }
  /** Null where the names of streets have not been read. */
  readonly roads: Roads | null
  /** The city that the edits are of, as far as it is at hand: it names their objects. */
  readonly base: City | null
  /** The server's own runs of this scenario. */
  readonly runs: readonly StoredRun[]
  /** The map as it stood on the screen, as `data:` addresses. */
  readonly pictures: { readonly [kind in RunKind]?: string }
  /** The instant, ISO 8601. */
  readonly madeAt: string
}

/** A part of the report; empty where there is nothing to say. */
export type Section = (report: Report) => Content[]

/** Of A4 between its margins, pt. */
export const WIDTH = 515
const soft = '#5b6770'

export const heading = (title: string): Content => say(title, { style: 'heading', headlineLevel: 1 })
export const subheading = (title: string): Content => say(title, { style: 'subheading', headlineLevel: 2 })
export const small = (words: string): Content => say(words, { fontSize: 8, color: soft, margin: [0, 2, 0, 2] })

export const warning = (words: string): Content => ({
  table: { widths: ['*'], body: [[say(words, { bold: true, color: '#6b3d00', fillColor: '#fff3d6' })]] },
  layout: { hLineColor: () => '#c98500', vLineColor: () => '#c98500' },
  margin: [0, 4, 0, 6],
})

export const picture = (image: string | undefined, title: string): Content[] =>
  image ? [{ image, fit: [WIDTH, 300], margin: [0, 4, 0, 2] }, small(title)] : []

/** Figures after a first column of words; where `widths` are given, words in every column. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths?: ('*' | 'auto' | number)[],
): Content {
  const cells = (row: readonly string[], style: object): TableCell[] =>
    row.map((cell, column) => say(cell, !widths && column > 0 ? { ...style, alignment: 'right', noWrap: true } : style))
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: widths ?? head.map((_, column) => (column === 0 ? '*' : 'auto')),
      body: [cells(head, { bold: true, color: soft }), ...rows.map((row) => cells(row, {}))],
    },
    layout: 'lightHorizontalLines',
    fontSize: 9,
    margin: [0, 2, 0, 8],
  }
}

/** What it is called and what it is. */
export const pairs = (rows: readonly (readonly [string, string])[]): Content => ({
  table: {
    widths: [135, '*'],
    body: rows.map(([name, value]) => [say(name, { color: soft }), say(value)]),
  },
  layout: 'noBorders',
  fontSize: 9,
  margin: [0, 2, 0, 8],
})

/** @param measurable false where the two differ by less than the noise */
export function figures<I>(
  { t }: Words,
  groups: readonly FigureGroup<I>[],
  before: I,
  after: I | null,
  measurable = true,
): Content {
  const columns = after ? 4 : 2
  const head = [text.indicator, text.baseline, ...(after ? [text.scenarioShort, text.difference] : [])].map((one) =>
    t(one),
  )
  const figure = (value: string): TableCell => say(value, { alignment: 'right', noWrap: true })
  const wide = (cell: TableCell): TableCell[] => [
    { ...(cell as object), colSpan: columns } as TableCell,
    ...Array.from({ length: columns - 1 }, (): TableCell => ''),
  ]
  const body = groups.flatMap(({ group, rows, unknown }): TableCell[][] => [
    wide(say(group, { bold: true, fillColor: '#eef3f5' })),
    ...(unknown ? [wide(say(unknown))] : []),
    ...(unknown ? [] : rows).map((row): TableCell[] => {
      const cells: TableCell[] = [say(row[0]), figure(writeFigure(row, before))]
      if (!after) return cells
      const change = writeChange(row, before, after)
      return [
        ...cells,
        figure(writeFigure(row, after)),
        figure(measurable || change === '0' ? change : t(text.notMeasurable)),
      ]
    }),
  ])
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: head.map((_, column) => (column === 0 ? '*' : 'auto')),
      body: [
        head.map((one, column) =>
          say(one, { bold: true, color: soft, ...(column > 0 ? { alignment: 'right', noWrap: true } : {}) }),
        ),
        ...body,
      ],
    },
    layout: 'lightHorizontalLines',
    fontSize: 9,
    margin: [0, 2, 0, 8],
  }
}
