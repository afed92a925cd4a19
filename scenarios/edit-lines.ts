/**
 * Edits as a person reads them: those that say the same of lamps of one street or cabinet, or of segments of one street, are
 * one line; so are the lamps that went and those that came when a street got another spacing. The step that an edit came with
 * does not matter: a stored scenario knows none and reads alike. Pure.
 */
import { canonicalJson } from './canonical.ts'
import type { City } from './city/city.ts'
import { type Edit, type PlannedLamp, slotOf } from './edit.ts'
import { sayEdit } from './edit-names.ts'
import { spacingOf } from './lamp-edits.ts'
import type { Words } from './language.ts'
import { both } from './text.ts'

export type EditLine = readonly [Edit, ...Edit[]]

const text = {
  street: both('đường {name}', '{name}'),
  cabinet: both('tủ {name}', 'cabinet {name}'),
  unknown: both('chưa rõ đường', 'street not known'),
  changed: both('{n} đèn, {place}: {from} → {to}', '{n} lamps, {place}: {from} → {to}'),
  pole: both(
    '{n} cột đèn, {place} (cao, vươn, nghiêng): {from} → {to}',
    'Poles of {n} lamps, {place} (height, overhang, tilt): {from} → {to}',
  ),
  out: both('{n} đèn, {place}: tắt', '{n} lamps, {place}: out'),
  on: both('{n} đèn, {place}: sáng lại', '{n} lamps, {place}: in order'),
  added: both('Thêm {n} đèn, {place}: {to}, cao {height} m', '{n} new lamps, {place}: {to}, {height} m high'),
  removed: both('Bỏ {n} đèn, {place}', '{n} lamps taken out, {place}'),
  respaced: both('{place}: {was} đèn → {is} đèn', '{place}: {was} lamps → {is} lamps'),
  spacing: both(', bước {from} m → {to} m', ', spacing {from} m → {to} m'),
  segments: both('{edit} ({n} đoạn)', '{edit} ({n} segments)'),
}

/** Every edit in one line, in the order of their first. @param edits squashed @param city where their objects are found */
export function editLines(edits: readonly Edit[], city: City | null): EditLine[] {
  const lampAt = lampsOf(edits, city)
  const places = edits.map((edit) => placeOf(edit, city, lampAt))
  const moved = new Map<string, { went: number; came: number }>()
  for (const [k, { kind, to }] of edits.entries()) {
    const place = places[k]
    if (kind !== 'lamp.new' || !place) continue
    const { went, came } = moved.get(place) ?? { went: 0, came: 0 }
    moved.set(place, to === null ? { went: went + 1, came } : { went, came: came + 1 })
  }
  const lines = new Map<string, [Edit, ...Edit[]]>()
  for (const [k, edit] of edits.entries()) {
    const place = places[k]
    const { went, came } = (place && moved.get(place)) || { went: 0, came: 0 }
    const said = edit.kind === 'lamp.new' && went > 1 && came > 1 ? 'respaced' : changeOf(edit)
    const key = place ? canonicalJson([edit.kind, place, said]) : slotOf(edit)
    const line = lines.get(key)
    if (line) line.push(edit)
    else lines.set(key, [edit])
  }
  return [...lines.values()]
}

/** The lamps behind the targets: of the city, or of the edits that add or take away. */
function lampsOf(edits: readonly Edit[], city: City | null) {
  const own = new Map(
    edits.flatMap((edit) => (edit.kind === 'lamp.new' ? [[edit.target, (edit.to ?? edit.from)!] as const] : [])),
  )
  return (target: string): Pick<PlannedLamp, 'street' | 'cabinetId'> | null =>
    city?.layers.lamps.get(target)?.properties ?? own.get(target) ?? null
}

/** What may stand together on a line: "street …", "cabinet …" or "unknown"; null for what always stands alone. */
function placeOf({ kind, target }: Edit, city: City | null, lampAt: ReturnType<typeof lampsOf>): string | null {
  switch (kind) {
    case 'lamp.luminaire':
    case 'lamp.pole':
    case 'lamp.state':
    case 'lamp.new': {
      const lamp = lampAt(target)
      // Until the lamps have been read they are told together, not one by one.
      if (!lamp) return 'unknown'
      return lamp.street ? `street ${lamp.street}` : lamp.cabinetId ? `cabinet ${lamp.cabinetId}` : null
    }
    case 'road.state':
    case 'road.section':
    case 'road.direction': {
      const name = city?.layers.roads.get(target)?.properties.name
      return name ? `street ${name}` : null
    }
    default:
      return null
  }
}

/** What the line of an edit says: of a luminaire no flux where its other words tell both ends apart. */
function changeOf(edit: Edit): unknown {
  if (edit.kind === 'lamp.luminaire') return [edit.from, edit.to].map((end) => sayLuminaire(end, edit))
  if (edit.kind !== 'lamp.new') return [edit.from, edit.to]
  return edit.to ? [sayLuminaire(edit.to), edit.to.heightMetres] : null
}

type Luminaire = Pick<PlannedLamp, 'source' | 'powerWatts' | 'fluxLumens' | 'luminaire'>

function sayLuminaire({ source, powerWatts, fluxLumens, luminaire }: Luminaire, among?: Ends): string {
  const said = `${source} ${powerWatts} W${luminaire === undefined ? '' : ` (${luminaire})`}`
  return among && sayLuminaire(among.from) === sayLuminaire(among.to) ? `${said}, ${fluxLumens} lm` : said
}
interface Ends {
  readonly from: Luminaire
  readonly to: Luminaire
}

/** The line in a sentence; of one edit as `sayEdit` has it. */
export function sayLine(line: EditLine, city: City | null, words: Words): string {
  const [edit] = line
  if (line.length === 1) return sayEdit(edit, city, words)
  const { t, number } = words
  const n = number(line.length)
  if (edit.kind.startsWith('road.')) return t(text.segments, { edit: sayEdit(edit, city, words), n })
  const short = (value: number) => number(value, Number.isInteger(value) ? 0 : 1)
  const [place, bare] = sayPlace(placeOf(edit, city, lampsOf(line, city)) ?? 'unknown', city, words)
  switch (edit.kind) {
    case 'lamp.luminaire':
      return t(text.changed, { n, place, from: sayLuminaire(edit.from, edit), to: sayLuminaire(edit.to, edit) })
    case 'lamp.pole': {
      const say = ({ heightMetres, overhangMetres, tiltDegrees }: typeof edit.to) =>
        `${short(heightMetres)} m, ${short(overhangMetres)} m, ${short(tiltDegrees)}°`
      return t(text.pole, { n, place, from: say(edit.from), to: say(edit.to) })
    }
    case 'lamp.state':
      return t(text[edit.to], { n, place })
    case 'lamp.new': {
      const lamps = line as readonly Extract<Edit, { kind: 'lamp.new' }>[]
      const went = lamps.flatMap(({ from, to }) => (to === null && from ? [from] : []))
      const came = lamps.flatMap(({ to }) => (to ? [to] : []))
      if (came.length === 0) return t(text.removed, { n, place })
      const [first] = came
      if (went.length === 0) {
        return t(text.added, { n, place, to: sayLuminaire(first!), height: short(first!.heightMetres) })
      }
      const [from, to] = [spacingOf(went), spacingOf(came)]
      const spacing = from && to ? t(text.spacing, { from: number(from), to: number(to) }) : ''
      return t(text.respaced, { place: bare, was: number(went.length), is: number(came.length) }) + spacing
    }
    default:
      throw new Error(`expected edits of lamps or roads in one line, got ${edit.kind}`)
  }
}

/** Names that say themselves what they are: "Quốc lộ 61" is no "đường Quốc lộ 61". */
const SAYS_WHAT = /^(đường|quốc lộ|tỉnh lộ|đại lộ|phố|hẻm|ngõ|cầu)\s/i

/** Within a sentence and at its beginning. */
function sayPlace(place: string, city: City | null, { t }: Words): [string, string] {
  if (place === 'unknown') return [t(text.unknown), t(text.unknown)]
  const [kind, name] = [place.slice(0, place.indexOf(' ')), place.slice(place.indexOf(' ') + 1)]
  if (kind === 'street') return [SAYS_WHAT.test(name) ? name : t(text.street, { name }), name]
  const cabinet = t(text.cabinet, { name: city?.layers.cabinets.get(name)?.properties.name ?? name })
  return [cabinet, cabinet]
}
