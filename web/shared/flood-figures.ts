/** The rows in which the indicators of a drainage run are read: on the screen, in the records and in the report. */
import { depthWord } from '../../scenarios/flood-words.ts'
import { DEPTH_THRESHOLDS, type Indicators } from '../../scenarios/run.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { FigureGroup } from './FigureTable.tsx'
import type { Words } from './language.tsx'

export const floodFigureText = {
  fromDepth: both('từ {depth} cm', '{depth} cm or more'),
  floodedArea: both('Diện tích ngập', 'Flooded ground'),
  buildings: both('Công trình bị ngập', 'Flooded buildings'),
  households: both('Số hộ bị ngập', 'Flooded households'),
  householdsUnknown: both(
    'Không rõ: dữ liệu thành phố không có số hộ.',
    'Not known: the city’s data have no households.',
  ),
  streets: both('Chiều dài đường bị ngập', 'Flooded street length'),
  volume: both('Thể tích', 'Volume'),
  floodVolume: both('Nước đọng cuối kỳ trên đất khô', 'Water left on dry ground at the end'),
  countedArea: both('Đất khô được tính', 'Dry ground counted'),
} as const

/** @param householdsKnown false where the city counts no households: none flooded is then not known */
export function indicatorGroups(
  { t, number, area, volume, length }: Words,
  householdsKnown = true,
): FigureGroup<Indicators>[] {
  const depths = DEPTH_THRESHOLDS.map((depth) => {
    const title = t(floodFigureText.fromDepth, { depth: number(depth * 100) })
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
    group(floodFigureText.floodedArea, 'areaSquareMetres', area),
    group(floodFigureText.buildings, 'buildings', (n) => number(n)),
    group(
      floodFigureText.households,
      'households',
      (n) => number(n),
      householdsKnown ? undefined : t(floodFigureText.householdsUnknown),
    ),
    group(floodFigureText.streets, 'streetMetres', length),
    {
      group: t(floodFigureText.volume),
      rows: [
        [t(floodFigureText.floodVolume), volume, (i) => i.floodVolumeCubicMetres],
        [t(floodFigureText.countedArea), area, (i) => i.countedSquareMetres],
      ],
    },
  ]
}
