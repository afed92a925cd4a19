/** The lot's outline from a drawing or a GeoJSON: read and placed by the shared readers, closed outlines handed on by size. */
import { placeSource } from '../../data/readers/vector/placement.ts'
import { blobFile, readVector } from '../../data/readers/vector/read.ts'
import type { Frame, XY } from '../../scenarios/frame.ts'
import { type Bounds, linesOf, polygonsOf, ringArea } from '../../scenarios/geometry.ts'
import { Problem } from '../../scenarios/problem.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'

export interface Outline {
  readonly name: string
  readonly ring: XY[]
  readonly squareMetres: number
}

export interface Outlines {
  /** The largest first. */
  readonly outlines: readonly Outline[]
  /** How the file was placed. */
  readonly how: Bilingual
}

const MOST_OUTLINES = 200
/** Ends of a polyline this near make it an outline. */
const CLOSE_METRES = 0.05

/** @throws Problem naming the file: what it is not, where it does not lie, that it holds no outline */
export async function outlinesOf(file: File, target: { frame: Frame; bounds: Bounds }): Promise<Outlines> {
  const source = await readVector(blobFile(file, file.name))
  const { toLocal, how } = placeSource(source, target)
  const outlines = source.layers
    .flatMap(({ name, features }) =>
      features.flatMap(({ geometry, place }) => {
        const rings = [...polygonsOf(geometry).map(([outer]) => outer!), ...linesOf(geometry).filter(isClosed)]
        return rings.map((ring): Outline => {
          const local = ring.map(([x, y]) => toLocal(x, y).map((v) => Math.round(v * 1000) / 1000) as XY)
          return { name: `${name}, ${place}`, ring: local, squareMetres: Math.abs(ringArea(local)) }
        })
      }),
    )
    .filter(({ ring, squareMetres }) => squareMetres >= 1 && ring.flat().every(Number.isFinite))
    .sort((a, b) => b.squareMetres - a.squareMetres)
  if (outlines.length === 0)
    throw new Problem({
      code: 'permit/no-outline',
      message: both('tệp không có đường bao khép kín nào', 'the file holds no closed outline'),
      file: file.name,
      expected: 'POLYLINE / LWPOLYLINE, Polygon',
    })
  return { outlines: outlines.slice(0, MOST_OUTLINES), how }

  function isClosed(line: readonly XY[]): boolean {
    if (line.length < 4) return false
    const [first, last] = [toLocal(...line[0]!), toLocal(...line.at(-1)!)]
    return Math.hypot(first[0] - last[0], first[1] - last[1]) <= CLOSE_METRES
  }
}
