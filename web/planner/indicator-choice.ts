/** What the norms are asked for: of which area, and what the data do not tell. Pure, but for the two doors to the browser’s storage. */
import { z } from 'zod'
import type { Geometry } from '../../scenarios/geometry.ts'
import type { IndicatorSettings } from '../../scenarios/rules/indicators.ts'

const townClasses = ['special', 'I', 'II', 'III', 'IV', 'V'] as const

const keptSchema = z.object({
  townClass: z.enum(townClasses).nullable(),
  area: z.enum(['new', 'existing']).nullable(),
  lowDensity: z.boolean(),
  townPopulation: z.number().positive().nullable(),
  population: z.number().positive().nullable(),
})

export interface IndicatorUnit {
  readonly id: string
  readonly name: string
  /** Of the statistics; null where they do not say. */
  readonly population: number | null
  readonly outline: Geometry
}

export interface IndicatorChoice extends z.infer<typeof keptSchema> {
  /** Null: the area that is simulated. */
  readonly unit: IndicatorUnit | null
}

export { townClasses }

const first: IndicatorChoice = {
  unit: null,
  townClass: null,
  area: 'existing',
  lowDensity: false,
  townPopulation: null,
  population: null,
}

/** People that a person counted, else those of the unit’s statistics; null: estimated from households. */
export const settingsFor = ({ unit, ...choice }: IndicatorChoice): Omit<IndicatorSettings, 'outline'> => ({
  ...choice,
  population: choice.population ?? unit?.population ?? null,
})

const keyOf = (city: string) => `vithanh.indicators.${city}`

/** Without the unit, which is chosen anew; a browser that refuses to keep it just asks again. */
export function keepChoice(store: Pick<Storage, 'setItem'>, city: string, { unit: _, ...kept }: IndicatorChoice): void {
  try {
    store.setItem(keyOf(city), JSON.stringify(kept))
  } catch {}
}

export function restoreChoice(store: Pick<Storage, 'getItem'>, city: string): IndicatorChoice {
  try {
    const parsed = keptSchema.safeParse(JSON.parse(store.getItem(keyOf(city)) ?? 'null'))
    return parsed.success ? { ...first, ...parsed.data } : first
  } catch {
    return first
  }
}
