/** Geometry as well-known text (OGC 06-103r4, with the `SRID=…;` of PostGIS): turned into the form of GeoJSON. */
import type { RawShape } from './shape.ts'

const KINDS: Record<string, string> = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
}
const MOST_NESTING = 8

export const looksLikeWkt = (text: string): boolean =>
  /^\s*(SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*(\(|EMPTY)/i.test(text.slice(0, 80))

/** Null where the text is no geometry. */
export function wktShape(text: string): { raw: RawShape; srid: number | null } | null {
  const head = /^\s*(?:SRID=(\d+);)?\s*([A-Z]+)\s*(?:Z|M|ZM)?\s*(EMPTY\s*$)?/i.exec(text)
  const type = head && KINDS[head[2]!.toUpperCase().replace(/(?<=POINT|STRING|POLYGON)(Z|M|ZM)$/, '')]
  if (!head || !type) return null
  const srid = head[1] ? Number(head[1]) : null
  if (head[3]) return { raw: { type, coordinates: [] }, srid }
  const lists = nested(text.slice(head[0].length))
  if (!lists) return null
  return { raw: { type, coordinates: type === 'Point' ? lists[0] : lists }, srid }
}

/** `((1 2, 3 4))` as lists of lists of corners. */
function nested(text: string): unknown[] | null {
  const stack: unknown[][] = []
  let done: unknown[] | null = null
  for (const [token] of text.matchAll(/\(|\)|,|[^(),]+/g)) {
    if (token === '(') {
      if (done || stack.length >= MOST_NESTING) return null
      stack.push([])
    } else if (token === ')') {
      const closed = stack.pop()
      if (!closed) return null
      if (stack.length === 0) done = closed
      else stack.at(-1)!.push(closed)
    } else if (token.trim() !== '' && token !== ',') {
      const top = stack.at(-1)
      if (!top) return null
      top.push(token.trim().split(/\s+/).map(Number))
    }
  }
  // MULTIPOINT may wrap each corner in brackets of its own.
  return done && stack.length === 0
    ? done.map((item) =>
        Array.isArray(item) && item.length === 1 && typeof item[0]?.[0] === 'number' ? item[0] : item,
      )
    : null
}
