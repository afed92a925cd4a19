/** What `layer import` has seen in a file and what came of it, as lines for a person and as JSON. */
import { fieldsOf, titleOfPath } from '../data/readers/layer/fields.ts'
import { type Mapping, spellMapping } from '../data/readers/layer/mapping.ts'
import type { LayerGuess, MappingGuess } from '../data/readers/layer/suggest.ts'
import type { ImportReport } from '../data/readers/report.ts'
import type { SourceLayer, VectorSource } from '../data/readers/vector/contract.ts'
import type { Placement } from '../data/readers/vector/placement.ts'
import { type LayerId, layerAbout } from '../scenarios/city/layers.ts'
import { describeReport } from './report.ts'

const ROWS_SHOWN = 10

export interface Seen {
  readonly source: VectorSource
  readonly from: SourceLayer
  readonly placement: Placement
  readonly guesses: readonly LayerGuess[]
  readonly layer: LayerId
  readonly guess: MappingGuess
  readonly mapping: Mapping
  readonly missing: readonly string[]
}

export function layAsJson(seen: Seen, report: ImportReport | null, preview: boolean) {
  const { source, from, placement, guesses, layer, guess, mapping, missing } = seen
  return {
    file: source.file,
    format: source.format,
    crs: placement.crs,
    placed: placement.how,
    certain: placement.certain,
    alternatives: placement.alternatives,
    sourceLayers: source.layers.map(({ name, features }) => ({ name, features: features.length })),
    from: from.name,
    likely: guesses.slice(0, 5),
    layer,
    mapping: { ...mapping, spelled: spellMapping(mapping), confidence: guess.confidence },
    missing,
    rows: from.features.slice(0, ROWS_SHOWN).map(({ place, properties }) => ({ place, ...properties })),
    written: !preview,
    report,
  }
}

export function describeLay(seen: Seen, report: ImportReport | null, preview: boolean, dir: string): string {
  const { source, from, placement, guesses, layer, guess, mapping, missing } = seen
  const { title } = layerAbout[layer]
  const lines = [
    `${source.file}: ${source.format}, ${placement.how.vi} / ${placement.how.en}`,
    `Lớp trong tệp / layers in the file: ${source.layers.map((l) => `${l.name} (${l.features.length})`).join(', ')}`,
    `Lớp đích / target: ${layer} – ${title.vi} / ${title.en}; có thể / likely: ${guesses
      .slice(0, 3)
      .map((g) => `${g.layer} ${g.confidence}`)
      .join(', ')}`,
    'Gán trường / fields',
    ...fieldsOf(layer).flatMap(({ path }) => {
      const to = mapping.fields[path]
      if (!to) return []
      const { vi, en } = titleOfPath(path).title
      const told = 'constant' in to ? `'${to.constant}'` : `${to.column}${to.convert ? `:${to.convert}` : ''}`
      const column = 'column' in to ? from.fields.find((field) => field.name === to.column) : undefined
      const examples = column ? `  ${column.examples.slice(0, 3).join(' | ')}` : ''
      const sure = guess.mapping.fields[path] === to ? ` (${guess.confidence[path]})` : ''
      return `  ${path} = ${told}${sure}  – ${vi} / ${en}${examples}`
    }),
    ...(mapping.key === null ? [] : [`  key = ${mapping.key}`]),
    ...(missing.length > 0 ? [`Còn thiếu / still missing: ${missing.join(', ')}`] : []),
  ]
  if (preview) {
    lines.push(`${Math.min(ROWS_SHOWN, from.features.length)} dòng đầu / first rows`)
    for (const { place, geometry, properties } of from.features.slice(0, ROWS_SHOWN)) {
      const values = Object.entries(properties).filter(([, value]) => value !== null)
      lines.push(
        `  ${place}: ${geometry.type} ${values
          .map(([name, value]) => `${name}=${value}`)
          .join(' ')
          .slice(0, 160)}`,
      )
    }
  }
  const end = preview ? 'Xem thử, chưa ghi gì / a preview, nothing written\n' : `${dir}\n`
  return `${lines.join('\n')}\n${report ? describeReport(report, {}, preview ? 'Sẽ ghi / would be written' : undefined) : ''}${end}`
}
