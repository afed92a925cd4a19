/** What stands in the unpacked blocks of an OSM PBF file: `HeaderBlock` and `PrimitiveBlock` of osmformat.proto 1.6. */
import type { OsmKeeper } from './keep.ts'
import type { OsmMember, Tags } from './model.ts'
import { Wire, WireError } from './wire.ts'

const NANO = 1e9
const MEMBER_TYPES: readonly OsmMember['type'][] = ['node', 'way', 'relation']

export interface PbfHeader {
  readonly required: readonly string[]
  /** West, south, east, north, degrees. */
  readonly bounds: readonly [number, number, number, number] | null
  /** Seconds since 1970 of the state of the map; null where not said. */
  readonly stateSeconds: number | null
}

export function readHeaderBlock(bytes: Uint8Array): PbfHeader {
  const wire = new Wire(bytes)
  const required: string[] = []
  let bounds: PbfHeader['bounds'] = null
  let stateSeconds: number | null = null
  while (wire.more) {
    const field = wire.field()
    if (field === 1) bounds = readBox(wire.sub())
    else if (field === 4) required.push(wire.text())
    else if (field === 32) stateSeconds = wire.number('integer')
    else wire.skip()
  }
  return { required, bounds, stateSeconds }
}

function readBox(wire: Wire): PbfHeader['bounds'] {
  const sides = [Number.NaN, Number.NaN, Number.NaN, Number.NaN] // left, right, top, bottom
  while (wire.more) {
    const field = wire.field()
    if (field >= 1 && field <= 4) sides[field - 1] = wire.number('signed') / NANO
    else wire.skip()
  }
  const [west, east, north, south] = sides as [number, number, number, number]
  const whole = west >= -180 && east <= 180 && south >= -90 && north <= 90 && west <= east && south <= north
  if (!whole) throw new WireError(wire.end, 'phạm vi không hợp lệ', 'bounds that are no box on Earth')
  return [west, south, east, north]
}

export function readPrimitiveBlock(bytes: Uint8Array, keeper: OsmKeeper): void {
  const wire = new Wire(bytes)
  const groups: Wire[] = []
  const block = new Block(keeper)
  while (wire.more) {
    const field = wire.field()
    if (field === 1) block.readStrings(wire.sub())
    else if (field === 2) groups.push(wire.sub())
    else if (field === 17) block.granularity = wire.number('integer')
    else if (field === 18) block.dateGranularity = wire.number('integer')
    else if (field === 19) block.latOffset = wire.number('integer')
    else if (field === 20) block.lonOffset = wire.number('integer')
    else wire.skip()
  }
  if (block.granularity < 1 || block.dateGranularity < 1) {
    throw new WireError(wire.end, 'độ chia (granularity) không hợp lệ', 'a granularity that cannot be')
  }
  for (const group of groups) block.readGroup(group)
  block.finish()
}

/** What every element may carry: keys and values by their place in the table of strings, and its last change. */
interface Element {
  readonly tags: Record<string, string>
  readonly visible: boolean
}

class Block {
  granularity = 100
  dateGranularity = 1000
  latOffset = 0
  lonOffset = 0
  private readonly keeper: OsmKeeper
  private strings: Wire[] = []
  private readonly texts: string[] = []
  private newest = Number.NEGATIVE_INFINITY

  constructor(keeper: OsmKeeper) {
    this.keeper = keeper
  }

  readStrings(wire: Wire): void {
    while (wire.more) {
      if (wire.field() === 1) this.strings.push(wire.sub())
      else wire.skip()
    }
  }

  readGroup(wire: Wire): void {
    while (wire.more) {
      const field = wire.field()
      if (field === 1) this.readNode(wire.sub())
      else if (field === 2) this.readDense(wire.sub())
      else if (field === 3) this.readWay(wire.sub())
      else if (field === 4) this.readRelation(wire.sub())
      else wire.skip()
    }
  }

  finish(): void {
    if (this.newest === Number.NEGATIVE_INFINITY) return
    const newest = timestampOf(this.newest * this.dateGranularity)
    if (newest !== null && (this.keeper.newest === null || newest > this.keeper.newest)) this.keeper.newest = newest
  }

  private readNode(wire: Wire): void {
    const fields = new Map<number, number>()
    const element = this.readElement(wire, (field) => {
      if (field !== 1 && field !== 8 && field !== 9) return false
      fields.set(field, wire.number('signed'))
      return true
    })
    const [id, lat, lon] = [fields.get(1), fields.get(8), fields.get(9)]
    if (id === undefined || lat === undefined || lon === undefined) {
      throw new WireError(wire.end, 'nút thiếu số hiệu hoặc tọa độ', 'a node without its id or place')
    }
    if (element.visible) this.keepNode(wire, id, lat, lon, element.tags)
  }

  private readDense(wire: Wire): void {
    const none = new Wire(wire.bytes, wire.end, wire.end)
    let [ids, lats, lons, tags, stamps, visible] = [none, none, none, none, none, none]
    while (wire.more) {
      const field = wire.field()
      if (field === 1) ids = wire.sub()
      else if (field === 5) {
        const info = wire.sub()
        while (info.more) {
          const about = info.field()
          if (about === 2) stamps = info.sub()
          else if (about === 6) visible = info.sub()
          else info.skip()
        }
      } else if (field === 8) lats = wire.sub()
      else if (field === 9) lons = wire.sub()
      else if (field === 10) tags = wire.sub()
      else wire.skip()
    }
    let [id, lat, lon, stamp] = [0, 0, 0, 0]
    while (ids.more) {
      id += ids.signed()
      lat += lats.signed()
      lon += lons.signed()
      if (stamps.more) {
        stamp += stamps.signed()
        if (stamp > this.newest) this.newest = stamp
      }
      const found = tags.more ? this.readDenseTags(tags) : null
      if (!visible.more || visible.unsigned() !== 0) this.keepNode(ids, id, lat, lon, found)
    }
    const over = [lats, lons, tags].find((list) => list.more)
    if (over) throw new WireError(over.at, 'nhiều giá trị hơn số nút', 'more values than nodes')
  }

  /** `key value key value … 0` of one node. */
  private readDenseTags(wire: Wire): Tags | null {
    let tags: Record<string, string> | null = null
    for (let key = wire.unsigned(); key !== 0; key = wire.unsigned()) {
      tags ??= {}
      tags[this.text(key, wire)] = this.text(wire.unsigned(), wire)
    }
    return tags
  }

  private readWay(wire: Wire): void {
    let id: number | undefined
    const refs: number[] = []
    const { tags, visible } = this.readElement(wire, (field) => {
      if (field === 1) id = wire.number('integer')
      else if (field === 8) {
        const list = wire.sub()
        for (let ref = 0; list.more; ) {
          ref += list.signed()
          refs.push(ref)
        }
      } else return false
      return true
    })
    if (id === undefined) throw new WireError(wire.end, 'đường nét thiếu số hiệu', 'a way without its id')
    if (visible) this.keeper.way(this.checked(id, wire), refs, tags)
    if (refs.some((ref) => !Number.isSafeInteger(ref))) throw beyond(wire)
  }

  private readRelation(wire: Wire): void {
    let id: number | undefined
    const none = new Wire(wire.bytes, wire.end, wire.end)
    let [roles, refs, types] = [none, none, none]
    const { tags, visible } = this.readElement(wire, (field) => {
      if (field === 1) id = wire.number('integer')
      else if (field === 8) roles = wire.sub()
      else if (field === 9) refs = wire.sub()
      else if (field === 10) types = wire.sub()
      else return false
      return true
    })
    if (id === undefined) throw new WireError(wire.end, 'quan hệ thiếu số hiệu', 'a relation without its id')
    const members: OsmMember[] = []
    for (let ref = 0; refs.more; ) {
      ref = this.checked(ref + refs.signed(), refs)
      const type = MEMBER_TYPES[types.unsigned()]
      if (!type) throw new WireError(types.at, 'loại thành viên không có', 'a type of member that is none')
      members.push({ type, ref, role: this.text(roles.unsigned(), roles) })
    }
    if (visible) this.keeper.relation(this.checked(id, wire), members, tags)
  }

  /** Tags and the last change; every other field goes to `other`, which says whether it took it. */
  private readElement(wire: Wire, other: (field: number) => boolean): Element {
    let [keys, values]: [Wire | null, Wire | null] = [null, null]
    let visible = true
    while (wire.more) {
      const field = wire.field()
      if (field === 2) keys = wire.sub()
      else if (field === 3) values = wire.sub()
      else if (field === 4) visible = this.readInfo(wire.sub())
      else if (!other(field)) wire.skip()
    }
    const tags: Record<string, string> = {}
    while (keys?.more) {
      if (!values) throw new WireError(keys.at, 'khóa không có giá trị', 'keys without values')
      tags[this.text(keys.unsigned(), keys)] = this.text(values.unsigned(), values)
    }
    return { tags, visible }
  }

  private readInfo(wire: Wire): boolean {
    let visible = true
    while (wire.more) {
      const field = wire.field()
      if (field === 2) this.newest = Math.max(this.newest, wire.number('integer'))
      else if (field === 6) visible = wire.number('unsigned') !== 0
      else wire.skip()
    }
    return visible
  }

  private keepNode(wire: Wire, id: number, lat: number, lon: number, tags: Tags | null): void {
    const y = (this.latOffset + this.granularity * lat) / NANO
    const x = (this.lonOffset + this.granularity * lon) / NANO
    if (!(Math.abs(y) <= 90 && Math.abs(x) <= 180)) {
      const where = `${y}°, ${x}°`
      throw new WireError(
        wire.at,
        `nút ở ${where}, không có trên Trái Đất`,
        `a node at ${where}, which is not on Earth`,
      )
    }
    this.keeper.node(this.checked(id, wire), x, y, tags)
  }

  private checked(id: number, wire: Wire): number {
    if (Number.isSafeInteger(id)) return id
    throw beyond(wire)
  }

  private text(index: number, wire: Wire): string {
    const known = this.texts[index]
    if (known !== undefined) return known
    const place = this.strings[index]
    if (!place) throw new WireError(wire.at, `không có chuỗi số ${index}`, `there is no string number ${index}`)
    try {
      const text = utf8.decode(place.bytes.subarray(place.at, place.end) as Uint8Array<ArrayBuffer>)
      this.texts[index] = text
      return text
    } catch {
      throw new WireError(place.at, 'chuỗi không phải UTF-8', 'a text that is not UTF-8')
    }
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const beyond = (wire: Wire) => new WireError(wire.at, 'số lớn hơn 2⁵³', 'a number beyond 2⁵³')

/** As OpenStreetMap's XML writes it; null for a time that no calendar has. */
export function timestampOf(milliseconds: number): string | null {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(/\.\d+Z$/, 'Z')
}
