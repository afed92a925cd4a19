/**
 * What street works clash with: other works on the same stretch, streets paved of late, approved changes of the road, networks in the
 * ground, schools and hospitals in front, closures that cut off a neighbourhood together. Of two works the clash is the same
 * whichever is asked, and in whichever order they were registered.
 */
import { z } from 'zod'
import type { CityChange } from '../city-changes.ts'
import { describeEdit, shapeOf } from '../edit.ts'
import type { XY } from '../frame.ts'
import { number, shortDate } from '../permits/papers/paper.ts'
import { addMonths } from '../permits/working-days.ts'
import { bilingualSchema } from '../provenance.ts'
import { type Bilingual, both } from '../text.ts'
import type { Metres } from '../units.ts'
import { type Closing, takenDates } from './closures.ts'
import type { WorksRules } from './rules.ts'
import { linesOfStretches, metresOf, nearestOn, type RoadLine, sharedOf, unionOf } from './stretch.ts'
import { type Dates, kindTitles, type Stretch, spanSchema, type WorksApplication } from './works.ts'

export const clashKinds = [
  'same-time',
  'in-sequence',
  'paved-of-late',
  'plan-change',
  'network',
  'frontage',
  'cut-off',
] as const
export type ClashKind = (typeof clashKinds)[number]
export const clashTitles: Readonly<Record<ClashKind, Bilingual>> = {
  'same-time': both('Cùng đoạn, cùng lúc', 'Same stretch, same time'),
  'in-sequence': both('Đào hai lần liên tiếp', 'Dug twice in sequence'),
  'paved-of-late': both('Đường mới làm mặt', 'Paved of late'),
  'plan-change': both('Trùng thay đổi đã duyệt', 'Approved change of the road'),
  network: both('Công trình ngầm hiện có', 'Networks in the ground'),
  frontage: both('Trước trường, chợ, cơ sở y tế', 'School, market or clinic in front'),
  'cut-off': both('Cô lập khu dân cư', 'Cuts a neighbourhood off'),
}

export const clashSchema = z.object({
  kind: z.enum(clashKinds),
  /** `stop`: a confirmed rule forbids it; `person`: someone must judge; `note`: to be known. */
  severity: z.enum(['stop', 'person', 'note']),
  clause: z.string().nullable(),
  why: bilingualSchema,
  /** The other works, paving, change or object. */
  with: z.object({ id: z.string(), title: z.string() }).nullable(),
  where: z.array(spanSchema),
  dates: z.object({ from: z.iso.date(), to: z.iso.date() }).nullable(),
})
export type Clash = z.infer<typeof clashSchema>

/** Works as others see them. */
export interface WorksPeer extends Closing {
  readonly id: string
  readonly application: WorksApplication
}

/** A street paved anew. */
export interface Paving {
  readonly id: string
  readonly road: string
  readonly fromMetres: Metres
  readonly toMetres: Metres
  readonly pavedOn: string
  readonly material: WorksApplication['restoration']['material']
}

/** A line in the ground. @see topMetres below the surface; null: the layer does not tell */
export interface Network {
  readonly id: string
  readonly title: Bilingual
  readonly line: readonly XY[]
  readonly topMetres: Metres | null
}

export interface Surroundings {
  readonly roads: ReadonlyMap<string, RoadLine & { readonly widthMetres: Metres }>
  readonly others: readonly WorksPeer[]
  readonly pavings: readonly Paving[]
  /** Approved, or being built. */
  readonly changes: readonly CityChange[]
  readonly networks: readonly Network[]
  /** Schools, clinics, markets. */
  readonly places: readonly { readonly id: string; readonly name: string; readonly at: XY }[]
}

/** @param id of the works themselves; null: not registered yet */
export function findClashes(
  works: Closing & { readonly id: string | null; readonly application: WorksApplication },
  around: Surroundings,
  rules: WorksRules,
): Clash[] {
  const others = [...around.others].filter(({ id }) => id !== works.id).sort((a, b) => (a.id < b.id ? -1 : 1))
  return [
    ...others.flatMap((other) => betweenWorks(works, other, rules) ?? []),
    ...pavedOfLate(works, around.pavings, rules),
    ...changesOfRoads(works, around),
    ...networksInTrench(works.application, around),
    ...inFront(works.application, around, rules),
  ]
}

type Digging = Closing & { readonly application: WorksApplication }

/** At the same time anywhere across the street; one after the other only in the same ground. */
function betweenWorks(works: Digging, other: WorksPeer, rules: WorksRules): Clash | null {
  const [ours, theirs] = [takenDates(works), takenDates(other)]
  const { title, organisation, kind } = other.application
  const named = { id: other.id, title: `${title} (${organisation})` }
  const common = bothWithin(ours, theirs)
  const where = sharedOf(works.application.stretches, other.application.stretches, common === null)
  if (where.length === 0) return null
  const { vi, en } = kindTitles[kind]
  const metres = Math.round(metresOf(where))
  const { value: months, clause } = rules.sequenceMonths
  if (common) {
    const why = both(
      `${vi} cũng thi công ${metres} m này từ ${shortDate(common.from)} đến ${shortDate(common.to)}`,
      `${en} works the same ${metres} m from ${shortDate(common.from)} to ${shortDate(common.to)}`,
    )
    return { kind: 'same-time', severity: 'person', clause, why, with: named, where, dates: common }
  }
  const [first, second] = ours.from < theirs.from ? [ours, theirs] : [theirs, ours]
  if (second.from > addMonths(first.to, months)) return null
  const why = both(
    `${metres} m bị đào hai lần trong ${months} tháng (${shortDate(first.to)}, rồi ${shortDate(second.from)})`,
    `${metres} m are dug twice within ${months} months (${shortDate(first.to)}, then ${shortDate(second.from)})`,
  )
  const dates = { from: first.from, to: second.to }
  return { kind: 'in-sequence', severity: 'person', clause, why, with: named, where, dates }
}

/** The days that two periods share; null: none. */
export function bothWithin(a: Dates, b: Dates): Dates | null {
  const from = a.from > b.from ? a.from : b.from
  const to = a.to < b.to ? a.to : b.to
  return from <= to ? { from, to } : null
}

function pavedOfLate(works: Digging, pavings: readonly Paving[], { noDigMonths }: WorksRules): Clash[] {
  const { value: months, clause, confidence } = noDigMonths
  const { from } = takenDates(works)
  if (works.application.trench.method === 'trenchless') return []
  return [...pavings]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((paving): Clash[] => {
      const until = addMonths(paving.pavedOn, months)
      const where = sharedOf(works.application.stretches, [{ ...paving, side: 'whole' }], false)
      if (where.length === 0 || from < paving.pavedOn || from >= until) return []
      const metres = Math.round(metresOf(where))
      return [
        {
          kind: 'paved-of-late',
          severity: confidence === 'confirmed' ? 'stop' : 'person',
          clause,
          why: both(
            `${metres} m mới làm mặt ngày ${shortDate(paving.pavedOn)}; không đào trước ${shortDate(until)} (${months} tháng)`,
            `${metres} m were paved on ${shortDate(paving.pavedOn)}; not to be dug before ${shortDate(until)} (${months} months)`,
          ),
          with: { id: paving.id, title: shortDate(paving.pavedOn) },
          where,
          dates: { from: paving.pavedOn, to: until },
        },
      ]
    })
}

/** Near enough to a street's centre line to be on it, m. */
const ON_STREET_METRES = 5

function changesOfRoads({ application }: Digging, { changes, roads }: Surroundings): Clash[] {
  return changes.flatMap(({ id, edit, effectiveFrom }): Clash[] => {
    if (!/^(road\.|turn\.)/.test(edit.kind)) return []
    const line = shapeOf(edit)
    const where = application.stretches.filter((stretch) => {
      if (!line) return edit.target.split(' > ').includes(stretch.road)
      return linesOfStretches([stretch], roads).some((own) => apart(own, line) <= ON_STREET_METRES)
    })
    if (where.length === 0) return []
    const { vi, en } = describeEdit(edit)
    return [
      {
        kind: 'plan-change',
        severity: 'person',
        clause: null,
        why: both(
          `Đã duyệt, hiệu lực ${shortDate(effectiveFrom)}: ${vi}`,
          `Approved from ${shortDate(effectiveFrom)}: ${en}`,
        ),
        with: { id, title: vi },
        where: unionOf(where),
        dates: null,
      },
    ]
  })
}

/** Least distance of the corners of either line from the other, m; lines that cross without a corner near meet in between. */
function apart(a: readonly XY[], b: readonly XY[]): Metres {
  let least = Infinity
  for (const p of dense(a)) least = Math.min(least, nearestOn(b, p).away)
  for (const p of b) least = Math.min(least, nearestOn(a, p).away)
  return least
}
const STEP_METRES = 4
function* dense(line: readonly XY[]): Generator<XY> {
  yield line[0]!
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!]
    const steps = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP_METRES))
    for (let k = 1; k <= steps; k++) yield [ax + ((bx - ax) * k) / steps, ay + ((by - ay) * k) / steps]
  }
}

/** Pipes and cables lie beside the carriageway too, m. */
const BESIDE_METRES = 1.5

/** Lines in the dug half of the street that are not known to lie below the trench; those alike are told together. */
function networksInTrench({ stretches, trench }: WorksApplication, { roads, networks }: Surroundings): Clash[] {
  const alike = new Map<string, { all: Network[]; where: Stretch[] }>()
  for (const network of networks) {
    const { title, line, topMetres } = network
    if (topMetres !== null && topMetres > trench.depthMetres) continue
    const points = [...dense(line)]
    const where = stretches.filter((stretch) => liesUnder(points, stretch, roads))
    if (where.length === 0) continue
    const known = alike.get(title.vi) ?? { all: [], where: [] }
    alike.set(title.vi, { all: [...known.all, network], where: [...known.where, ...where] })
  }
  return [...alike.values()].map(({ all, where }) => {
    const { id, title } = all[0]!
    const tops = all.flatMap(({ topMetres }) => topMetres ?? [])
    const [least, most] = [Math.min(...tops), Math.max(...tops)]
    const apartFrom = least.toFixed(1) !== most.toFixed(1)
    const depth =
      tops.length < all.length
        ? both('dữ liệu không ghi độ sâu', 'the data do not tell how deep')
        : both(
            `đỉnh sâu ${number(least, 1)}${apartFrom ? `–${number(most, 1)}` : ''} m`,
            `top ${least.toFixed(1)}${apartFrom ? `–${most.toFixed(1)}` : ''} m deep`,
          )
    const pieces = all.length > 1 ? both(` (${all.length} đoạn)`, ` (${all.length} pieces)`) : both('', '')
    const why = both(`${title.vi}${pieces.vi}: ${depth.vi}`, `${title.en}${pieces.en}: ${depth.en}`)
    return {
      ...{ kind: 'network', severity: 'note', clause: null, why, with: { id, title: title.vi } },
      ...{ where: unionOf(where), dates: null },
    }
  })
}

/** Whether a line comes into the half of the street that a stretch digs. */
function liesUnder(points: readonly XY[], stretch: Stretch, roads: Surroundings['roads']): boolean {
  const road = roads.get(stretch.road)
  const [own] = linesOfStretches([stretch], roads)
  if (!road || !own) return false
  const reach = road.widthMetres / 2 + BESIDE_METRES
  return points.some((point) => {
    const { away, left } = nearestOn(own, point)
    // What lies on the centre line belongs to both halves.
    return away <= reach && (stretch.side === 'whole' || away < 0.5 || left === (stretch.side === 'left'))
  })
}

function inFront({ stretches }: WorksApplication, { roads, places }: Surroundings, rules: WorksRules): Clash[] {
  const { value: reach, clause } = rules.frontageMetres
  return places.flatMap(({ id, name, at }): Clash[] => {
    const where = stretches.filter((stretch) =>
      linesOfStretches([stretch], roads).some((line) => nearestOn(line, at).away <= reach),
    )
    if (where.length === 0) return []
    const why = both(
      `${name} ở ngay đoạn này: báo trước, giữ lối vào`,
      `${name} lies on it: tell them, keep the way in`,
    )
    return [
      {
        kind: 'frontage',
        severity: 'note',
        clause,
        why,
        with: { id, title: name },
        where: unionOf(where),
        dates: null,
      },
    ]
  })
}

/** @param households that reach none with the closure, beyond those that reach none already; null: not computed */
export function cutOffClash(
  stretches: readonly Stretch[],
  households: number,
  beside: readonly WorksPeer[],
  dates: Dates,
): Clash | null {
  if (households < 1) return null
  const count = Math.round(households)
  const titles = beside.map(({ application }) => application.title).join('; ')
  const along = titles ? both(` (cùng lúc với: ${titles})`, ` (together with: ${titles})`) : both('', '')
  return {
    kind: 'cut-off',
    severity: 'person',
    clause: null,
    why: both(
      `Khoảng ${count} hộ không còn đường cho xe cứu thương đến${along.vi}`,
      `About ${count} households are left without a way for an ambulance${along.en}`,
    ),
    with: beside[0] ? { id: beside[0].id, title: titles } : null,
    where: unionOf(stretches),
    dates,
  }
}
