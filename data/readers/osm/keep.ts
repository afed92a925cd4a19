/** What the readers of OpenStreetMap files keep, under stated limits, and how they are asked. */
import type { Problem, Progress, Signal } from '../../../scenarios/problem.ts'
import { fileProblem } from '../problem.ts'
import type { OsmData, OsmMember, OsmNode, OsmRelation, OsmWay, Tags } from './model.ts'
import { PlaceList } from './places.ts'

/** Most bytes of a file, of XML unpacked. */
export const MAX_OSM_BYTES = 4 * 2 ** 30
/** Most nodes: 16 bytes of memory each, 640 MB at the most. A country such as Việt Nam has about 35 million. */
export const MAX_OSM_NODES = 40_000_000
/** Most nodes of ways, members and tags together: 8 to 40 bytes each. */
export const MAX_OSM_PARTS = 40_000_000
/** Most ways, relations and nodes with tags together: about 200 bytes each. */
export const MAX_OSM_OBJECTS = 5_000_000

export interface OsmReading {
  /** Size of the file, for progress. */
  readonly bytes?: number
  readonly signal?: Signal | undefined
  readonly progress?: Progress | undefined
}

export class OsmKeeper {
  bounds: OsmData['bounds'] = null
  newest: string | null = null
  private readonly file: string
  private readonly places = new PlaceList()
  private readonly nodes: OsmNode[] = []
  private readonly ways = new Map<number, OsmWay>()
  private readonly relations: OsmRelation[] = []
  private parts = 0
  private objects = 0

  constructor(file: string) {
    this.file = file
  }

  node(id: number, lon: number, lat: number, tags: Tags | null): void {
    this.places.add(id, lon, lat)
    if (this.places.added > MAX_OSM_NODES) throw tooLarge(this.file, `at most ${MAX_OSM_NODES} nodes`)
    const count = tags === null ? 0 : Object.keys(tags).length
    if (count === 0) return
    this.nodes.push({ id, lon, lat, tags: tags! })
    this.grew(count)
  }

  way(id: number, refs: readonly number[], tags: Tags): void {
    this.ways.set(id, { id, refs, tags })
    this.grew(refs.length + Object.keys(tags).length)
  }

  relation(id: number, members: readonly OsmMember[], tags: Tags): void {
    this.relations.push({ id, members, tags })
    this.grew(members.length + Object.keys(tags).length)
  }

  finish(): OsmData {
    const { places, nodes, ways, relations, bounds, newest } = this
    return { places, nodes, ways, relations, bounds, newest }
  }

  private grew(parts: number): void {
    this.parts += parts
    if (++this.objects > MAX_OSM_OBJECTS) throw tooLarge(this.file, `at most ${MAX_OSM_OBJECTS} tagged objects`)
    if (this.parts > MAX_OSM_PARTS)
      throw tooLarge(this.file, `at most ${MAX_OSM_PARTS} nodes of ways, members and tags`)
  }
}

export const tooLarge = (file: string, expected: string): Problem =>
  fileProblem(
    file,
    'osm-too-large',
    {
      vi: 'tệp OSM quá lớn; hãy cắt lấy vùng cần dùng',
      en: 'the OSM file is too large; cut out the area that you need',
    },
    { expected },
  )
