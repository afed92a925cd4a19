/** What a road of the plan meets at its two ends; one that meets nothing is warned of: nobody can drive onto it. */
import type { Edit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { grow } from '../../scenarios/geometry.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Banner } from '../shared/ui.tsx'
import { type Loaded, useLoaded } from './city.ts'
import { type Junction, junctionsOf, newRoads, type Street, streetsOf } from './road-plan.ts'
import { roadText } from './road-text.ts'

interface Props {
  readonly tiles: Tiles
  /** The draft's, squashed: their new roads are met too. */
  readonly edits: readonly Edit[]
  /** Null before the road is in the draft. */
  readonly id: string | null
  readonly line: readonly XY[]
}

/** How far around an end the streets that meet there are read, m. */
const AROUND = 5

export function useJunctions({ tiles, edits, id, line }: Props): Loaded<Junction[]> {
  const loaded = useLoaded(
    async (signal): Promise<Street[]> => {
      const ends = [line[0], line.at(-1)].filter((end) => end !== undefined)
      const only = { layers: ['roads'], ground: false } as const
      const read = ends.map(([x, y]) => readCity(tiles, grow([x, y, x, y], AROUND), signal, only))
      return (await Promise.all(read)).flatMap(({ layers }) => streetsOf(layers.roads.values()))
    },
    [tiles, JSON.stringify(line)],
  )
  if (loaded.status !== 'ready') return loaded
  const planned = newRoads(edits).map(({ id, road }): Street => ({ id, name: road.name, line: road.line }))
  return { status: 'ready', value: junctionsOf(id, line, [...loaded.value, ...planned]) }
}

export function LooseRoad(props: Props) {
  const { t } = useWords()
  const junctions = useJunctions(props)
  const loose = junctions.status === 'ready' && junctions.value.length === 0
  return loose ? <Banner kind="warning">{t(roadText.loose)}</Banner> : null
}
