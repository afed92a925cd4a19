/**
 * The draft: a scenario under the hand of a person. Its log holds every step in order, a step all the edits of one action;
 * undoing takes the last step back and keeps it for redoing. Pure; `keepDraft` and `restoreDraft` are its only doors to the browser's storage.
 */
import { z } from 'zod'
import { canonicalJson, hashRecord } from '../../scenarios/canonical.ts'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import type { Zoning } from '../../scenarios/city/layers.ts'
import {
  type Edit,
  editSchema,
  type PlannedLamp,
  reverseEdit,
  reverseEdits,
  slotOf,
  squash,
} from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import { recordId } from '../../scenarios/ids.ts'
import type { LightingSettings } from '../../scenarios/lighting.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { MAX_AREA_SIDE_METRES, type Scenario, type ScenarioBody, scenarioBodySchema } from '../../scenarios/scenario.ts'
import type { TrafficSettings } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'

const settingsSchema = scenarioBodySchema.omit({ city: true, edits: true })
export type Settings = z.infer<typeof settingsSchema>

/** What one action changes. Drafts from before there were steps hold bare edits, a step each. */
const stepSchema = z.union([z.array(editSchema), editSchema.transform((edit) => [edit])])
export type Step = readonly Edit[]

const draftSchema = z.object({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  title: z.string().max(200),
  /** The server's revision that it was opened from or saved as; null: never saved there. */
  revision: z.number().int().positive().nullable(),
  /** Hash of the scenario as the server has it at that revision: whether anything changed since. */
  savedHash: z.string().nullable(),
  log: z.array(stepSchema),
  undone: z.array(stepSchema),
  settings: settingsSchema,
})
export type Draft = Omit<z.infer<typeof draftSchema>, 'log' | 'undone'> & {
  log: readonly Step[]
  undone: readonly Step[]
}

/** Fine enough for streets, coarse enough for an answer in seconds. */
const FIRST_CELL_METRES = 10

/** A new branch of the baseline, with the city's own storm and tide on the square kilometre around its home. */
export function newDraft(city: CityManifest, title: string): Draft {
  const cellSize = city.grids[0]?.spec.cellSize ?? 5
  const start = /^\d{4}-\d\d-\d\d$/.test(city.frame.epoch) ? `${city.frame.epoch}T00:00:00Z` : '2026-01-01T00:00:00Z'
  return {
    id: recordId(),
    parentId: null,
    title,
    revision: null,
    savedHash: null,
    log: [],
    undone: [],
    settings: {
      area: snapArea([city.home.x - 500, city.home.y - 500, city.home.x + 500, city.home.y + 500], city.bounds),
      cellSizeMetres: cellSizes(cellSize).find((size) => size >= FIRST_CELL_METRES) ?? cellSize,
      forcing: city.forcing,
      start,
      horizonSeconds: 6 * 3600,
      outputEverySeconds: 600,
      seed: city.seed ?? 0,
      traffic: defaultTraffic,
      lighting: defaultLighting,
    },
  }
}

/** Whole multiples of the ground's cell that a person may choose: 5, 10, 20 m on a 5 m ground. */
export const cellSizes = (ground: number): number[] => [ground, 2 * ground, 4 * ground]

/** To whole tens of metres, no side over the limit, within the ground. */
export function snapArea([x0, y0, x1, y1]: Bounds, within: Bounds): [number, number, number, number] {
  const limit = (low: number, high: number, from: number, to: number): [number, number] => {
    const side = Math.min(MAX_AREA_SIDE_METRES, to - from, Math.max(100, Math.round((high - low) / 10) * 10))
    const start = Math.min(to - side, Math.max(from, Math.round(low / 10) * 10))
    return [start, start + side]
  }
  const [west, east] = limit(x0, x1, within[0], within[2])
  const [south, north] = limit(y0, y1, within[1], within[3])
  return [west, south, east, north]
}

export const editsOf = (draft: Draft): Edit[] => squash(draft.log.flat())

export const bodyOf = (draft: Draft, city: string): ScenarioBody => ({ ...draft.settings, city, edits: editsOf(draft) })

/** What a drainage run depends on: how people travel and how streets are lit change no water. */
export function drainageBodyOf(draft: Draft, city: string): ScenarioBody {
  const { traffic: _, lighting: __, ...body } = bodyOf(draft, city)
  return body
}

/** How people travel; drafts from before there was traffic have the defaults. */
export const trafficOf = ({ settings }: Draft): TrafficSettings => settings.traffic ?? defaultTraffic

export const trafficBodyOf = (draft: Draft, city: string): ScenarioBody => ({
  ...bodyOf(draft, city),
  traffic: trafficOf(draft),
})

/** What a traffic run depends on: area, rain and tide only through the flood. @param flood hash of the drainage run */
export const trafficHash = ({ city, edits, traffic }: ScenarioBody, flood: string | null): string =>
  hashRecord({ city, edits, traffic, flood: traffic?.flood ? flood : null })

/** How streets are lit; drafts from before there was lighting have the defaults. */
export const lightingOf = ({ settings }: Draft): LightingSettings => settings.lighting ?? defaultLighting

/** What a lighting run depends on: neither rain nor traffic. */
export const lightingHash = (city: string, edits: readonly Edit[], lighting: LightingSettings): string =>
  hashRecord({ city, edits, lighting })

export const scenarioOf = (draft: Draft, city: string): Scenario => ({
  schema: 'scenario@1',
  id: draft.id,
  parentId: draft.parentId,
  title: draft.title.trim(),
  body: bodyOf(draft, city),
})

/** Whether the server has it as it stands. */
export const isSaved = (draft: Draft, city: string): boolean =>
  draft.savedHash !== null && draft.savedHash === hashRecord(scenarioOf(draft, city))

/** A stored scenario to go on with, at the revision that it was read at. */
export function openDraft(scenario: Scenario, revision: number): Draft {
  const { city: _city, edits, ...settings } = scenario.body
  return {
    id: scenario.id,
    parentId: scenario.parentId,
    title: scenario.title,
    revision,
    savedHash: hashRecord(scenario),
    log: stepsOf(edits),
    undone: [],
    settings,
  }
}

/** A new scenario that begins where another stands. */
export const branchDraft = (from: Draft, title: string): Draft => ({
  ...from,
  id: recordId(),
  parentId: from.revision === null ? from.parentId : from.id,
  title,
  revision: null,
  savedHash: null,
  undone: [],
})

/** The same draft where the settings are the same. */
export const withSettings = (draft: Draft, settings: Partial<Settings>): Draft =>
  Object.entries(settings).every(([key, value]) => draft.settings[key as keyof Settings] === value)
    ? draft
    : { ...draft, settings: { ...draft.settings, ...settings } }

/**
 * The edits of one action as one step. What takes an object out takes along what was done to it before; an edit that leaves
 * its slot as it was is none.
 */
export function withEdits(draft: Draft, edits: readonly Edit[]): Draft {
  const step = wholeStep(draft, edits)
  return step.length > 0 ? { ...draft, log: [...draft.log, step], undone: [] } : draft
}

function wholeStep(draft: Draft, edits: readonly Edit[]): Edit[] {
  const changes = edits.filter((edit) => canonicalJson(edit.from) !== canonicalJson(edit.to))
  if (!changes.some(takesOut)) return changes
  const standing = editsOf(draft)
  const step: Edit[] = []
  const touched = new Set<string>()
  for (const edit of changes) {
    if (touched.has(slotOf(edit))) continue
    const resting = takesOut(edit)
      ? standing.filter((one) => one.kind !== edit.kind && needs(one, edit.target) && !touched.has(slotOf(one)))
      : []
    const taken = [...resting.map(reverseEdit), { ...edit, from: resting.reduce(asBefore, edit.from) } as Edit]
    for (const one of taken) touched.add(slotOf(one))
    step.push(...taken)
  }
  return step
}

const takesOut = ({ kind, to }: Edit): boolean => (kind === 'lamp.new' || kind === 'road.new') && to === null

/** Whether an edit cannot be without an object. */
const needs = ({ kind, target }: Edit, object: string): boolean =>
  kind === 'turn.ban' ? target.split(' > ').includes(object) : target === object

/** A lamp as it stood before another edit changed it. */
function asBefore(from: Edit['from'], edit: Edit): Edit['from'] {
  const { luminaire: _, ...rest } = from as PlannedLamp
  if (edit.kind === 'lamp.luminaire') return { ...rest, ...edit.from }
  if (edit.kind === 'lamp.pole') return { ...(from as PlannedLamp), ...edit.from }
  return edit.kind === 'lamp.state' ? { ...(from as PlannedLamp), state: edit.from } : from
}

export function undo(draft: Draft): Draft {
  const last = draft.log.at(-1)
  return last ? { ...draft, log: draft.log.slice(0, -1), undone: [...draft.undone, last] } : draft
}

export function redo(draft: Draft): Draft {
  const next = draft.undone.at(-1)
  return next ? { ...draft, log: [...draft.log, next], undone: draft.undone.slice(0, -1) } : draft
}

/** Takes all that was done to these slots back, as one step of its own: it can be undone like any other. */
export function withoutSlots(draft: Draft, slots: readonly string[]): Draft {
  const asked = new Set(slots)
  const edits = editsOf(draft).filter((edit) => asked.has(slotOf(edit)))
  return withEdits(draft, reverseEdits(edits))
}

/**
 * Steps of edits that came without: of a stored scenario. Neighbours that make one change to lamp after lamp were one action,
 * and so were the lamps that went and came along one street.
 */
export function stepsOf(edits: readonly Edit[]): Step[] {
  const steps: Edit[][] = []
  let last: string | null = null
  for (const edit of edits) {
    const key = actionOf(edit)
    if (key === last) steps.at(-1)!.push(edit)
    else steps.push([edit])
    last = key
  }
  return steps
}

function actionOf(edit: Edit): string {
  const { kind, from, to } = edit
  if (kind === 'lamp.new') return canonicalJson([kind, (to ?? from)?.street ?? null])
  return kind.startsWith('lamp.') && kind !== 'lamp.dimming' ? canonicalJson([kind, from, to]) : slotOf(edit)
}

/** What the draft makes of a slot, or what the city has there. */
export function zoningNow(draft: Draft, parcel: string, asItStands: Zoning): Zoning {
  return lastOf(draft, 'parcel.zoning', parcel)?.to ?? asItStands
}
export function roadStateNow(draft: Draft, road: string, asItStands: 'open' | 'closed'): 'open' | 'closed' {
  return lastOf(draft, 'road.state', road)?.to ?? asItStands
}
/** In the form that an edit carries. */
type Slot<K extends Edit['kind']> = Extract<Edit, { kind: K }>['to']
export const fillNow = (draft: Draft, target: string): Slot<'ground.level'> =>
  lastOf(draft, 'ground.level', target)?.to ?? null

/** The last edit of a slot. */
export function lastOf<K extends Edit['kind']>(
  draft: Draft,
  kind: K,
  target: string,
): Extract<Edit, { kind: K }> | undefined {
  return draft.log.flat().findLast((edit) => edit.kind === kind && edit.target === target) as
    | Extract<Edit, { kind: K }>
    | undefined
}

export const dimmingNow = (draft: Draft, cabinet: string): Slot<'lamp.dimming'> =>
  lastOf(draft, 'lamp.dimming', cabinet)?.to ?? null

interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}
const keyOf = (city: string) => `vithanh.draft.${city}`

/** @returns false where the browser has no room or refuses to keep it */
export function keepDraft(store: Store, city: string, draft: Draft): boolean {
  try {
    store.setItem(keyOf(city), JSON.stringify(draft))
    return true
  } catch {
    return false
  }
}

/** The draft as it was left; null where there is none or it is not readable. */
export function restoreDraft(store: Store, city: string): Draft | null {
  try {
    const parsed = draftSchema.safeParse(JSON.parse(store.getItem(keyOf(city)) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
