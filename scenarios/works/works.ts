/**
 * Street works (đào đường): what a utility registers before it digs. Stretches are parts of roads, by the road's id, in metres
 * along its centre line; who to call lies apart.
 */
import { z } from 'zod'
import { dayOf } from '../permits/working-days.ts'
import { type Bilingual, both } from '../text.ts'

export const worksKinds = ['water', 'drain', 'power', 'telecom', 'gas', 'lighting', 'road'] as const
export type WorksKind = (typeof worksKinds)[number]
export const kindTitles: Readonly<Record<WorksKind, Bilingual>> = {
  water: both('Cấp nước', 'Water supply'),
  drain: both('Thoát nước', 'Drainage'),
  power: both('Điện lực', 'Power'),
  telecom: both('Viễn thông', 'Telecom'),
  gas: both('Khí đốt', 'Gas'),
  lighting: both('Chiếu sáng', 'Lighting'),
  road: both('Đường, vỉa hè', 'Road and footway'),
}

/** Of the carriageway, seen along the centre line; vehicles that follow the line drive on its right. */
export const sides = ['left', 'right', 'whole'] as const
export type Side = (typeof sides)[number]
export const sideTitles: Readonly<Record<Side, Bilingual>> = {
  left: both('bên trái', 'left side'),
  right: both('bên phải', 'right side'),
  whole: both('cả mặt đường', 'whole carriageway'),
}

/** A part of a road, on whatever side. */
export const spanSchema = z.object({ road: z.string(), fromMetres: z.number(), toMetres: z.number() })
export const stretchSchema = z
  .strictObject({
    road: z.string().min(1).max(200),
    fromMetres: z.number().min(0).max(100_000),
    toMetres: z.number().min(0).max(100_000),
    side: z.enum(sides),
  })
  .refine(({ fromMetres, toMetres }) => toMetres - fromMetres >= 0.5, 'toMetres ≥ fromMetres + 0.5')
export type Stretch = z.infer<typeof stretchSchema>

export const methods = ['open-cut', 'trenchless', 'by-hand'] as const
export const methodTitles: Readonly<Record<(typeof methods)[number], Bilingual>> = {
  'open-cut': both('đào hở bằng máy', 'open cut by machine'),
  trenchless: both('khoan ngầm, không đào', 'trenchless drilling'),
  'by-hand': both('đào thủ công', 'dug by hand'),
}

export const materials = ['asphalt', 'concrete', 'paving', 'gravel', 'soil'] as const
export const materialTitles: Readonly<Record<(typeof materials)[number], Bilingual>> = {
  asphalt: both('bê tông nhựa', 'asphalt'),
  concrete: both('bê tông xi măng', 'cement concrete'),
  paving: both('gạch, đá lát', 'paving'),
  gravel: both('cấp phối đá dăm', 'gravel'),
  soil: both('đất, cỏ', 'soil, grass'),
}

export const closures = ['none', 'one-lane', 'one-direction', 'whole-street'] as const
export type Closure = (typeof closures)[number]
export const closureTitles: Readonly<Record<Closure, Bilingual>> = {
  none: both('không rào mặt đường', 'carriageway open'),
  'one-lane': both('rào một làn', 'one lane closed'),
  'one-direction': both('cấm một chiều', 'one direction closed'),
  'whole-street': both('cấm cả đường', 'whole street closed'),
}

const datesSchema = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, 'from ≤ to')
  .refine(({ from, to }) => dayOf(to) - dayOf(from) <= 730, 'two years at the most')
/** Whole days, the first and the last with. */
export type Dates = z.infer<typeof datesSchema>

const minutes = z.number().int().min(0).max(1440)
/** Minutes since midnight; from later than to: over midnight. */
export const hoursSchema = z.strictObject({ fromMinutes: minutes, toMinutes: minutes })

export const worksApplicationSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    kind: z.enum(worksKinds),
    /** The utility or office that has it dug; not a person. */
    organisation: z.string().trim().min(1).max(200),
    unitCode: z.string().regex(/^[0-9A-Za-z]{1,10}$/),
    stretches: z.array(stretchSchema).min(1).max(200),
    /** From the first barrier to the street restored. */
    dates: datesSchema,
    /** Within which the dates may be moved, for a common trench. */
    window: datesSchema,
    hours: hoursSchema,
    trench: z.strictObject({
      method: z.enum(methods),
      depthMetres: z.number().min(0.05).max(30),
      widthMetres: z.number().min(0.05).max(30),
    }),
    restoration: z.strictObject({
      material: z.enum(materials),
      /** Of the days, how many the restoration takes. */
      days: z.number().int().min(0).max(365),
      warrantyMonths: z.number().int().min(0).max(120),
    }),
    closure: z.strictObject({
      kind: z.enum(closures),
      /** False: the street is closed in the working hours alone. */
      allDay: z.boolean(),
    }),
  })
  .refine(({ dates, window }) => window.from <= dates.from && dates.to <= window.to, {
    message: 'dates within the window',
    path: ['window'],
  })
  .refine(
    ({ closure, stretches }) => closure.kind !== 'one-direction' || stretches.every(({ side }) => side !== 'whole'),
    {
      message: 'one direction is closed on the side that is dug: left or right',
      path: ['stretches'],
    },
  )
export type WorksApplication = z.infer<typeof worksApplicationSchema>

/** Who to call: personal data, kept apart and erased on demand. */
export const worksPeopleSchema = z.strictObject({
  contact: z.string().trim().min(1).max(120),
  phone: z
    .string()
    .trim()
    .regex(/^[+0-9 ().-]{6,30}$/),
  foreman: z.string().trim().max(120),
  foremanPhone: z
    .string()
    .trim()
    .regex(/^$|^[+0-9 ().-]{6,30}$/),
})
export type WorksPeople = z.infer<typeof worksPeopleSchema>

/** As many of the days as there are of the period, both ends with. */
export const daysOf = ({ from, to }: Dates): number => dayOf(to) - dayOf(from) + 1
