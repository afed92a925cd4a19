/** OpenStreetMap data in memory: degrees WGS 84, ids as in the file. */
export type Tags = Readonly<Record<string, string>>

export interface OsmNode {
  readonly id: number
  readonly lon: number
  readonly lat: number
  readonly tags: Tags
}
export interface OsmWay {
  readonly id: number
  readonly refs: readonly number[]
  readonly tags: Tags
}
export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation'
  readonly ref: number
  readonly role: string
}
export interface OsmRelation {
  readonly id: number
  readonly members: readonly OsmMember[]
  readonly tags: Tags
}
/** Where nodes are, [lon, lat]; a `Map` is one, and so is `places.ts`, which needs a tenth of the memory. */
export interface Places extends Iterable<readonly [id: number, place: readonly [lon: number, lat: number]]> {
  readonly size: number
  get(id: number): readonly [lon: number, lat: number] | undefined
}
export interface OsmData {
  readonly places: Places
  /** Nodes with tags. */
  readonly nodes: readonly OsmNode[]
  readonly ways: ReadonlyMap<number, OsmWay>
  readonly relations: readonly OsmRelation[]
  /** What the file says that it covers: west, south, east, north. */
  readonly bounds: readonly [number, number, number, number] | null
  /** Newest change in it, as written. */
  readonly newest: string | null
}
