/** One case of the permit desk, whole: a house of three storeys on a lot of 5 × 20 m, as it is filed. */
import { type PermitCase, permitCaseSchema } from '../../scenarios/api/permits.ts'
import { type Application, applicationSchema, type People } from '../../scenarios/permits/application.ts'
import { type ClockSettings, clockOf, SOON_DAYS } from '../../scenarios/permits/clock.ts'
import type { PermitEvent, PermitState } from '../../scenarios/permits/process.ts'
import { usualDeskHours, workingCalendar } from '../../scenarios/permits/working-days.ts'
import type { CheckReport, RuleLine } from '../../scenarios/rules/report.ts'

const east = 551_000
const north = 1_082_000
const rectangle = (x: number, y: number, width: number, depth: number): [number, number][] =>
  [
    [0, 0],
    [width, 0],
    [width, depth],
    [0, depth],
    [0, 0],
  ].map(([dx, dy]) => [east + x + dx!, north + y + dy!])

export const houseApplication: Application = applicationSchema.parse({
  procedure: 'new',
  site: { parcel: '127', mapSheet: '34', street: 'Trần Hưng Đạo', unitCode: '31321' },
  designer: { name: 'Công ty TNHH Kiến trúc Xà No', certificate: 'CTO-00012345' },
  verifier: null,
  workTitle: 'Nhà ở riêng lẻ ba tầng',
  colour: 'trắng, xám',
  expectedMonths: 8,
  formerPermit: null,
  check: {
    schema: 'permit-case@1',
    date: '2026-11-02',
    procedure: 'new',
    work: { kind: 'house', class: 'III' },
    place: {
      unitCode: '31321',
      townClass: 'III',
      rural: false,
      area: 'existing',
      industrialZone: false,
      functionalArea: true,
      ruralResidential: false,
      communeConstruction: false,
      architectureRegulated: null,
    },
    site: {
      ring: rectangle(0, 0, 5, 20),
      registered: rectangle(0, 0, 5, 20),
      registeredSquareMetres: 100,
      landUse: 'ODT',
      zoning: 'residential',
      provenance: 'imported',
    },
    building: {
      parts: [{ name: 'Nhà chính', kind: 'main', footprint: rectangle(0, 2, 5, 16), heightMetres: 11.4, storeys: 3 }],
      floors: { above: 240, tum: 12.5 },
      groundLevelMetres: 1.75,
    },
    roads: [
      {
        name: 'Trần Hưng Đạo',
        class: 'area',
        widthMetres: 16,
        redLine: rectangle(0, 0, 5, 0).slice(0, 2),
        buildingLine: null,
      },
    ],
    neighbours: [],
    corridors: [],
    buffers: [],
    plans: { approved: null, urbanDesign: null, architecture: null },
    flood: { designLevelMetres: 1.3, designLevelProvenance: 'assumed' },
  },
})

export const householder: People = {
  ownerName: 'Nguyễn Thị Kiều Oanh',
  ownerId: '093185001234',
  representative: null,
  phone: '0912345678',
}

export const ruleLine = (id: string, rest: Partial<RuleLine> = {}): RuleLine => ({
  id,
  title: { vi: 'Mật độ xây dựng thuần', en: 'Net density' },
  clause: 'QCVN 01:2021/BXD, 2.6.3, Bảng 2.8',
  verdict: 'pass',
  limit: 90,
  actual: 80,
  unit: '%',
  why: { vi: '80 % không quá 90 %', en: '80 % is within 90 %' },
  basis: 'code',
  version: '1',
  validFrom: '2021-07-05',
  validTo: null,
  confidence: 'found',
  geometry: null,
  ...rest,
})

export const checkReport = (rules: RuleLine[], rest: Partial<CheckReport> = {}): CheckReport => ({
  schema: 'permit-report@1',
  rulesVersion: '2026.1',
  date: '2026-11-02',
  caseHash: 'c'.repeat(64),
  rules,
  verdict: rules.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass',
  figures: {},
  illustrative: false,
  ...rest,
})

export const clockSettings: ClockSettings = {
  calendar: workingCalendar([]),
  desk: usualDeskHours,
  soonDays: SOON_DAYS,
}

export type Happened = readonly [
  event: 'file' | PermitEvent,
  state: PermitState,
  at: string,
  rest?: Partial<PermitCase['history'][number]>,
]

/** A case with its clock as it stands at an instant. */
export function permitCase(happened: readonly Happened[], at: string, rest: Partial<PermitCase> = {}): PermitCase {
  const history = happened.map(([event, state, when, more], i) => ({
    event,
    state,
    at: when,
    actor: event === 'file' ? 'applicant' : 'Trần Văn Bảy',
    note: '',
    clauses: [],
    to: null,
    impact: null,
    ledgerSequence: i + 1,
    ...more,
  }))
  return permitCaseSchema.parse({
    id: '0190f3a0-0000-7000-8000-000000000001',
    code: 'H13.31321-261102-0012',
    state: history.at(-1)!.state,
    title: houseApplication.workTitle,
    site: 'Thửa 127, tờ 34, Trần Hưng Đạo',
    unitCode: '31321',
    filedAt: history[0]!.at,
    clock: clockOf(history, at, { procedure: 'new', house: true }, clockSettings),
    assigneeId: null,
    assignee: null,
    verdict: null,
    specimen: false,
    revision: history.length,
    application: houseApplication,
    people: householder,
    attachments: [],
    report: null,
    reportHash: null,
    reportCurrent: false,
    history,
    may: [],
    impact: null,
    impactJob: null,
    permitNumber: null,
    notice: false,
    orderDue: null,
    former: null,
    ...rest,
  } satisfies PermitCase)
}
