/**
 * A plan's changes as two pictures of the same places: as they are today, and as the plan has them. An edit carries both ends, so
 * each side is drawn from its own; what is not there on a side is not drawn, and what goes is crossed out by its outline. Pure.
 */
import type { Geometry } from 'geojson'
import type { PlanEdits } from '../../../../scenarios/api/plans.ts'
import type { Edit } from '../../../../scenarios/edit.ts'
import { type Bilingual, both } from '../../../../scenarios/text.ts'
import { zoneColour } from '../../../shared/colours.ts'
import type { SwipeShape } from '../../map-control.ts'

const line = '#14211d'
const road = '#8a8f94'
const stopped = '#c0271d'
const gone = { line: stopped, dashed: true, fill: 'rgb(255 255 255 / 0.55)' } as const
/** Above this many lamps words would cover the map. */
const MOST_LAMP_WORDS = 12

const plain = (text: string): Bilingual => both(text, text)
const metres = (value: number, digits: number): Bilingual =>
  both(`${value.toFixed(digits).replace('.', ',')} m`, `${value.toFixed(digits)} m`)

type Look = Omit<SwipeShape, 'geometry'>

export function sidesOf(
  edits: readonly Edit[],
  { features }: Pick<PlanEdits, 'features'>,
): { before: SwipeShape[]; after: SwipeShape[] } {
  const places = new Map(features.map(({ id, geometry }) => [id, geometry as Geometry | null]))
  const quiet = edits.filter(({ kind }) => kind.startsWith('lamp.')).length > MOST_LAMP_WORDS
  const side = (is: 'from' | 'to'): SwipeShape[] =>
    edits.flatMap((edit) => {
      const geometry = places.get(`${edit.kind} ${edit.target}`)
      const look = lookOf(edit, is)
      if (!geometry || !look) return []
      const { label, ...rest } = look
      return [{ geometry, ...rest, ...(label && !(quiet && edit.kind.startsWith('lamp.')) ? { label } : {}) }]
    })
  return { before: side('from'), after: side('to') }
}

/** Null: nothing is there, and nothing was. */
function lookOf(edit: Edit, is: 'from' | 'to'): Look | null {
  switch (edit.kind) {
    case 'parcel.zoning': {
      const { code } = edit[is]
      const { colour, title } = zoneColour(code)
      return { line, fill: `${colour}cc`, label: both(`${code} · ${title.vi}`, `${code} · ${title.en}`) }
    }
    case 'ground.level': {
      const fill = edit[is]
      return fill && { line: '#7a4d12', fill: 'rgb(196 140 74 / 0.55)', label: metres(fill.levelMetres, 2) }
    }
    case 'pond':
      if (edit[is])
        return { line: '#1f6fa8', fill: 'rgb(96 170 222 / 0.8)', label: both('Hồ điều hòa', 'Retention pond') }
      return is === 'to' ? { ...gone, label: both('lấp', 'filled in') } : null
    case 'road.state':
      return edit[is] === 'closed'
        ? { line: stopped, dashed: true, label: both('đóng', 'closed') }
        : { line: road, label: both('mở', 'open') }
    case 'road.section': {
      const { widthMetres, lanes } = edit[is]
      const said = (lane: string) => `${lanes} ${lane}`
      const width = metres(widthMetres, 1)
      return {
        ...{ line: road, widthMetres },
        label: both(`${width.vi}, ${said('làn')}`, `${width.en}, ${said('lanes')}`),
      }
    }
    case 'road.direction':
      return {
        line: road,
        label: edit[is] === 'both' ? both('hai chiều', 'two-way') : both('một chiều', 'one-way'),
      }
    case 'road.new': {
      const there = edit[is]
      if (there)
        return { line: road, widthMetres: there.widthMetres, ...(there.name ? { label: plain(there.name) } : {}) }
      return is === 'to' ? { ...gone, label: both('bỏ', 'taken out') } : null
    }
    case 'turn.ban':
      return edit[is]
        ? { line: stopped, label: both('cấm rẽ', 'no turn') }
        : { line: road, label: both('được rẽ', 'turn allowed') }
    case 'lamp.new': {
      const lamp = edit[is]
      if (lamp) return { line, fill: '#ffd23e', label: plain(`${lamp.source} ${lamp.powerWatts} W`) }
      return is === 'to' ? { line: stopped, dashed: true } : null
    }
    case 'lamp.luminaire':
      return { line, fill: '#ffd23e', label: plain(`${edit[is].source} ${edit[is].powerWatts} W`) }
    case 'lamp.pole':
      return { line, fill: '#ffd23e', label: metres(edit[is].heightMetres, 1) }
    case 'lamp.state':
      return edit[is] === 'out' ? { line, fill: '#51605a', label: both('tắt', 'out') } : { line, fill: '#ffd23e' }
    case 'lamp.dimming':
      return {
        line,
        fill: '#c9b458',
        label: edit[is] ? both('tiết giảm', 'dimmed') : both('lịch chung', 'common hours'),
      }
    case 'building.new': {
      const building = edit[is]
      if (building) {
        const label = both(`${building.storeys} tầng`, `${building.storeys} storeys`)
        return { line, fill: 'rgb(228 120 92 / 0.85)', label }
      }
      return is === 'to' ? { ...gone, label: both('tháo dỡ', 'taken down') } : null
    }
  }
}
