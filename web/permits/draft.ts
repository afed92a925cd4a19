/**
 * A permit application as it is being filled in: form Mẫu 01 with what is still missing, kept in the browser until it is
 * filed. What it makes is judged by the shared schema alone; faults come back by the field that they belong to. Pure but for
 * the two functions that keep it.
 */
import { z } from 'zod'
import { type NewPermit, newPermitSchema } from '../../scenarios/api/permits.ts'
import { type Application, applicationSchema, type Procedure } from '../../scenarios/permits/application.ts'
import type { SideRole } from '../../scenarios/permits/lot-sides.ts'
import type { CaseModel } from '../../scenarios/permits/model.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import type { PermitCheck, PlanFigures } from '../../scenarios/rules/case.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { type CornerRow, emptyRow, rowsOf, type Survey } from './corners.ts'
import type { Massing, MassingForm, Part } from './massing.ts'

type Licensed = { readonly name: string; readonly certificate: string }
type Building = Omit<PermitCheck['building'], 'parts' | 'floors'> & {
  /** Null above ground: worked out from the massing. */
  readonly floors: Omit<PermitCheck['building']['floors'], 'above'> & { readonly above: number | null }
}

export interface Draft {
  readonly format: 'permit-draft@1'
  readonly people: {
    readonly ownerName: string
    readonly ownerId: string
    readonly phone: string
    readonly representative: { readonly name: string; readonly title: string; readonly id: string }
  }
  readonly procedure: Procedure
  readonly formerPermit: string
  /** Thông báo khởi công, of works that need no permit. */
  readonly notice: boolean
  readonly workTitle: string
  readonly colour: string
  readonly expectedMonths: number | null
  readonly site: {
    readonly parcel: string
    readonly mapSheet: string
    readonly street: string
    readonly unitCode: string
  }
  readonly designer: Licensed
  readonly verifier: Licensed
  readonly corners: readonly CornerRow[]
  /** What each side of the lot is; null: worked out from the red lines. */
  readonly roles: readonly SideRole[] | null
  readonly massing: MassingForm
  /** The building as it was filed, until its massing is drawn anew; null: made from the massing above. */
  readonly parts: readonly Part[] | null
  /** The building's file, and where it stands; null: there is none. */
  readonly model: CaseModel | null
  readonly check: Omit<PermitCheck, 'schema' | 'date' | 'procedure' | 'site' | 'building' | 'plans'> & {
    readonly site: Omit<PermitCheck['site'], 'ring'>
    readonly building: Building
    readonly plans: { readonly [K in keyof PermitCheck['plans']]: PlanFigures | null }
  }
  /** Mean level of the ground on the parcel, m above datum, as the city has it; null where not looked up. */
  readonly ground: number | null
  /** Fields that the city filled in, by path. */
  readonly from: { readonly [path: string]: Provenance }
}

export const emptyPlan: PlanFigures = {
  document: '',
  landUses: null,
  densityPercent: null,
  far: null,
  storeys: null,
  heightMetres: null,
  setbackMetres: null,
  greenPercent: null,
  groundLevelMetres: null,
}

export const emptyDraft: Draft = {
  format: 'permit-draft@1',
  people: { ownerName: '', ownerId: '', phone: '', representative: { name: '', title: '', id: '' } },
  procedure: 'new',
  formerPermit: '',
  notice: false,
  workTitle: '',
  colour: '',
  expectedMonths: null,
  site: { parcel: '', mapSheet: '', street: '', unitCode: '' },
  designer: { name: '', certificate: '' },
  verifier: { name: '', certificate: '' },
  corners: [emptyRow, emptyRow, emptyRow, emptyRow],
  roles: null,
  massing: {
    setbacks: { front: 0, side: 0, back: 0 },
    storeys: null,
    groundStoreyMetres: 3.9,
    storeyMetres: 3.4,
    topMetres: 1,
    tower: null,
  },
  parts: null,
  model: null,
  check: {
    filedWith: null,
    work: { kind: 'house', class: 'III', exemption: null },
    place: {
      unitCode: '',
      townClass: null,
      rural: null,
      area: null,
      industrialZone: null,
      functionalArea: null,
      ruralResidential: null,
      communeConstruction: null,
      architectureRegulated: null,
    },
    site: {
      registered: null,
      registeredSquareMetres: null,
      landUse: null,
      zoning: null,
      rowBlockMetres: null,
      provenance: 'imported',
    },
    building: {
      floors: { above: null, basement: 0, mezzanine: 0, tum: 0, excluded: 0 },
      groundLevelMetres: null,
      productionFloors: null,
      greenSquareMetres: null,
      parking: null,
      hotelRooms: null,
      hotelStars: null,
      premiumSquareMetres: null,
      serviceSquareMetres: null,
      dwellings: null,
      dwellingSquareMetres: null,
      fireAccessMetres: null,
      livesWithFloods: false,
    },
    roads: [],
    neighbours: null,
    corridors: null,
    buffers: null,
    plans: { approved: null, urbanDesign: null, architecture: null },
    flood: { designLevelMetres: null, designLevelProvenance: null, annualMaximumMetres: null, simulated: null },
    workingDaysPassed: null,
  },
  ground: null,
  from: {},
}

/** The value at a path such as `check.roads.0.widthMetres`; undefined where there is none. */
export function valueAt(draft: unknown, path: string): unknown {
  let at = draft
  for (const key of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[key]
  return at
}

/** The same with another value at a path; what the city said of it no longer holds. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const { [path]: _, ...from } = draft.from
  return { ...(replaced(draft, path.split('.'), value) as Draft), from }
}

function replaced(at: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value
  if (Array.isArray(at)) return at.with(Number(key), replaced(at[Number(key)], rest, value))
  return { ...(at as object), [key]: replaced((at as Record<string, unknown> | null)?.[key], rest, value) }
}

const none = (...words: string[]) => words.every((word) => word.trim() === '')
const licensed = (one: Licensed) => (none(one.name, one.certificate) ? null : one)

/** What the draft says, as the server is given it: not yet judged. */
export function permitOf(draft: Draft, survey: Survey, massing: Massing | null, date: string): unknown {
  const { people, check, site, procedure, workTitle, colour, expectedMonths } = draft
  const { representative: r } = people
  const above = check.building.floors.above ?? massing?.floorSquareMetres ?? null
  return {
    people: { ...people, representative: none(r.name, r.title, r.id) ? null : r },
    application: {
      procedure,
      ...(draft.notice ? { notice: true } : {}),
      site,
      designer: licensed(draft.designer),
      verifier: licensed(draft.verifier),
      workTitle,
      colour,
      expectedMonths,
      formerPermit: none(draft.formerPermit) ? null : draft.formerPermit,
      ...(draft.model ? { model: draft.model } : {}),
      check: {
        ...check,
        schema: 'permit-case@1',
        date,
        procedure,
        place: { ...check.place, unitCode: site.unitCode },
        site: { ...check.site, ring: survey.ring },
        building: { ...check.building, parts: massing?.parts ?? [], floors: { ...check.building.floors, above } },
      },
    },
  }
}

/** An application that was filed, opened again: its building stands until its massing is drawn anew. */
export function draftOf(application: Application): Draft {
  const { check, formerPermit, designer, verifier, model, ...rest } = application
  const { schema: _schema, date: _date, procedure: _procedure, site, building, ...about } = check
  const { ring, ...siteFacts } = site
  const { parts, ...facts } = building
  return {
    ...emptyDraft,
    ...rest,
    formerPermit: formerPermit ?? '',
    notice: application.notice ?? false,
    designer: designer ?? emptyDraft.designer,
    verifier: verifier ?? emptyDraft.verifier,
    corners: rowsOf(ring),
    parts,
    model: model ?? null,
    check: { ...about, site: siteFacts, building: facts },
  }
}

export type Faults = ReadonlyMap<string, Bilingual>

export interface Judged {
  /** Null while there are faults, and where people are not asked for. */
  readonly permit: NewPermit | null
  readonly application: Application | null
  readonly faults: Faults
}

/** @param asked whether people are a part of it: a supplement leaves them as they are */
export function judge(
  draft: Draft,
  survey: Survey,
  massing: Massing | null,
  date: string,
  asked: 'people-too' | 'application' = 'people-too',
): Judged {
  const schema = asked === 'application' ? z.object({ application: applicationSchema }) : newPermitSchema
  const parsed = schema.safeParse(permitOf(draft, survey, massing, date))
  if (parsed.success) {
    const { application } = parsed.data
    const permit = 'people' in parsed.data ? (parsed.data as NewPermit) : null
    return { permit, application, faults: new Map() }
  }
  const faults = new Map<string, Bilingual>()
  for (const issue of parsed.error.issues) {
    const path = fieldOf(issue.path.join('.'))
    if (!faults.has(path)) faults.set(path, said(path, issue))
  }
  return { permit: null, application: null, faults }
}

/** The field of the form that a place of the application comes from. */
function fieldOf(path: string): string {
  const field = path.replace(/^application\./, '')
  if (/^check\.site\.ring/.test(field)) return 'corners'
  if (/^check\.building\.parts/.test(field)) return 'massing'
  if (field === 'check.place.unitCode') return 'site.unitCode'
  return field
}

const missing = both('Chưa nhập.', 'Not filled in.')
const messages: Record<string, Bilingual> = {
  'people.ownerId': both(
    'Số định danh cá nhân 12 chữ số, hoặc mã số thuế 10 hay 13 chữ số.',
    'A personal identification number of 12 digits, or a tax code of 10 or 13.',
  ),
  'people.phone': both(
    'Số điện thoại bắt đầu bằng 0, có 10 hoặc 11 chữ số.',
    'A phone number of 10 or 11 digits, 0 first.',
  ),
  corners: both('Bảng tọa độ chưa thành một ranh khép kín.', 'The corner table is not yet a closed outline.'),
  massing: both('Chưa dựng được khối công trình từ số liệu đã nhập.', 'No massing can be made of these figures yet.'),
  'check.building.floors.excluded': both('Không lớn hơn tổng diện tích các sàn.', 'No more than all floors together.'),
}

function said(path: string, issue: z.core.$ZodIssue): Bilingual {
  const known = messages[path]
  if (known && issue.code !== 'too_small') return known
  switch (issue.code) {
    case 'invalid_type':
    case 'invalid_value':
      return missing
    case 'too_small':
      if (issue.origin === 'string') return missing
      return known ?? both(`Không nhỏ hơn ${issue.minimum}.`, `No less than ${issue.minimum}.`)
    case 'too_big':
      return issue.origin === 'string'
        ? both(`Không dài quá ${issue.maximum} ký tự.`, `No longer than ${issue.maximum} characters.`)
        : both(`Không lớn hơn ${issue.maximum}.`, `No more than ${issue.maximum}.`)
    default:
      return both('Không đúng dạng.', 'Not in the expected form.')
  }
}

const KEY = 'vithanh.permit-draft'

/** On this device alone, the people's data with it. */
export function keepDraft(draft: Draft | null, store: Pick<Storage, 'setItem' | 'removeItem'> = localStorage): void {
  try {
    if (draft) store.setItem(KEY, JSON.stringify(draft))
    else store.removeItem(KEY)
  } catch {
    // Private windows and full disks keep nothing: the page says whether it did.
  }
}

/** Null where there is none, or one that another version of this page has left. */
export function keptDraft(store: Pick<Storage, 'getItem'> = localStorage): Draft | null {
  try {
    const read = JSON.parse(store.getItem(KEY) ?? 'null') as Partial<Draft> | null
    if (read?.format !== emptyDraft.format) return null
    // Drafts from before buildings had files name none.
    const kept = { model: null, ...read }
    return sameShape(emptyDraft, kept) ? (kept as Draft) : null
  } catch {
    return null
  }
}

/** Every object of the model is an object there too, with the same keys. */
function sameShape(model: unknown, kept: unknown): boolean {
  if (model === null || typeof model !== 'object' || Array.isArray(model)) return true
  if (kept === null || typeof kept !== 'object') return false
  return Object.entries(model).every(([key, value]) => key in kept && sameShape(value, (kept as never)[key]))
}
