/** Where a plan's edits lie: what they bring along, or the object of the city that they change; and all of them as GeoJSON. */
import type { PlanEdits } from '../api/plans.ts'
import type { City } from '../city/city.ts'
import { buildStateTitles } from '../city-changes.ts'
import { describeEdit, type Edit, shapeOf, slotOf } from '../edit.ts'
import { editLines, sayLine } from '../edit-lines.ts'
import type { Projection, XY } from '../frame.ts'
import { type Geometry, linesOf } from '../geometry.ts'
import { wordsOf } from '../language.ts'
import { type BuildState, isIllustrative, type Provenance, weakest } from '../provenance.ts'
import { both } from '../text.ts'
import { inForceStates, type PlanState, standingOf, standingTitles } from './process.ts'

/** Null where the city has no such object. @param city with the layers of the edit in it, before the edits */
export function placeOf(city: Pick<City, 'layers'>, edit: Edit): Geometry | null {
  const { parcels, roads, lamps, cabinets } = city.layers
  switch (edit.kind) {
    case 'parcel.zoning':
      return parcels.get(edit.target)?.geometry ?? null
    case 'road.state':
    case 'road.section':
    case 'road.direction':
      return roads.get(edit.target)?.geometry ?? null
    case 'turn.ban': {
      const lines = edit.target.split(' > ').flatMap((id) => {
        const road = roads.get(id)
        return road ? linesOf(road.geometry) : []
      })
      return lines.length > 0 ? { type: 'MultiLineString', coordinates: lines } : null
    }
    case 'lamp.luminaire':
    case 'lamp.pole':
    case 'lamp.state':
      return lamps.get(edit.target)?.geometry ?? null
    case 'lamp.dimming':
      return cabinets.get(edit.target)?.geometry ?? null
    case 'building.new': {
      const rings = (edit.to ?? edit.from)?.rings
      return rings ? { type: 'Polygon', coordinates: rings.map(closed) } : null
    }
    default: {
      const shape = shapeOf(edit)
      if (!shape) return null
      if (edit.kind === 'lamp.new') return { type: 'Point', coordinates: shape[0]! }
      if (edit.kind === 'road.new') return { type: 'LineString', coordinates: [...shape] }
      return { type: 'Polygon', coordinates: [closed(shape)] }
    }
  }
}

const closed = (ring: readonly XY[]): XY[] => {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? [...ring] : [...ring, first]
}

export interface PlanDrawn {
  readonly id: string
  readonly title: string
  readonly state: PlanState
  readonly submission: number
  readonly specimen: boolean
  readonly decision: { number: string; issuer: string; signedOn: string; effectiveFrom: string } | null
  readonly edits: readonly Edit[]
  /** By slot, m in the local frame. */
  readonly places: Readonly<Record<string, Geometry>>
  /** By slot, of an approved plan. */
  readonly buildStates: ReadonlyMap<string, BuildState>
  /** Of the layers that the edits were drawn upon. */
  readonly provenances: readonly Provenance[]
  readonly licence: string
  readonly lines: PlanEdits['lines']
}

/** What is changed, in sentences. @param city where the edits' objects have their names; null: they are called by their ids */
export const planLines = (edits: readonly Edit[], city: City | null): PlanEdits['lines'] =>
  editLines(edits, city).map((line) => ({
    slots: line.map(slotOf),
    words: { ...both(sayLine(line, city, wordsOf('vi')), sayLine(line, city, wordsOf('en'))) },
  }))

/** WGS 84, RFC 7946; each feature says by itself whether it is a phương án or approved, and how far it is built. */
export function planGeoJson(plan: PlanDrawn, { toWgs84 }: Projection): PlanEdits {
  const standing = standingTitles[standingOf(plan.state)]
  // A plan drawn on generated parcels is as good as these.
  const provenance: Provenance = isIllustrative(plan.provenances) ? weakest(plan.provenances) : 'planned'
  const { licence } = plan
  const point = ([x, y]: XY): number[] => toWgs84(x, y).map((degrees) => Math.round(degrees * 1e7) / 1e7)
  return {
    type: 'FeatureCollection',
    lines: plan.lines,
    plan: {
      id: plan.id,
      title: plan.title,
      state: plan.state,
      standing: { ...standing },
      approved: inForceStates.has(plan.state),
      decision: plan.decision,
      submission: plan.submission,
      specimen: plan.specimen,
      licence,
      provenance,
    },
    features: plan.edits.map((edit) => {
      const place = plan.places[slotOf(edit)]
      const buildState = plan.buildStates.get(slotOf(edit)) ?? 'proposed'
      return {
        type: 'Feature',
        id: slotOf(edit),
        geometry: place ? inDegrees(place, point) : null,
        properties: {
          kind: edit.kind,
          target: edit.target,
          title: { ...describeEdit(edit) },
          standing: { ...standing },
          buildState,
          buildStateTitle: { ...buildStateTitles[buildState] },
          provenance,
          licence,
        },
      }
    }),
  }
}

type Drawn = NonNullable<PlanEdits['features'][number]['geometry']>

function inDegrees(geometry: Geometry, point: (xy: XY) => number[]): Drawn {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: point(geometry.coordinates) }
    case 'LineString':
      return { type: 'LineString', coordinates: geometry.coordinates.map(point) }
    case 'MultiLineString':
    case 'Polygon':
      return { type: geometry.type, coordinates: geometry.coordinates.map((part) => part.map(point)) }
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((polygon) => polygon.map((ring) => ring.map(point))),
      }
  }
}
