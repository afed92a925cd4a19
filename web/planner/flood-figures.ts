/** The rows in which the indicators of a drainage run are read: on the screen, in the records and in the report. */
import { depthWord } from '../../scenarios/flood-words.ts'
import { DEPTH_THRESHOLDS, type Indicators } from '../../scenarios/run.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import type { Words } from '../shared/language.tsx'
import type { FigureGroup } from './FigureTable.tsx'
import { text } from './text.ts'

/** @param householdsKnown false where the city counts no households: none flooded is then not known */
export function indicatorGroups(
  { t, number, area, volume, length }: Words,
  householdsKnown = true,
): FigureGroup<Indicators>[] {
  const depths = DEPTH_THRESHOLDS.map((depth) => {
    const title = t(text.fromDepth, { depth: number(depth * 100) })
    return `${title} (${t(depthWord(depth))})`
  })
  const group = (
    title: Bilingual,
    key: 'areaSquareMetres' | 'buildings' | 'households' | 'streetMetres',
    write: (value: number) => string,
    unknown?: string,
  ): FigureGroup<Indicators> => ({
    group: t(title),
    rows: depths.map((words, k) => [words, write, (indicators) => indicators[key][k]!]),
    unknown,
  })
  return [
    group(text.floodedArea, 'areaSquareMetres', area),
    group(text.buildings, 'buildings', (n) => number(n)),
    group(text.households, 'households', (n) => number(n), householdsKnown ? undefined : t(text.householdsUnknown)),
    group(text.streets, 'streetMetres', length),
    {
      group: t(text.volume),
      rows: [
        [t(text.floodVolume), volume, (i) => i.floodVolumeCubicMetres],
        [t(text.countedArea), area, (i) => i.countedSquareMetres],
      ],
    },
  ]
}
