/**
 * The contract with the national public-service portal (Cổng Dịch vụ công quốc gia): cases come in, states go back. Pure: what
 * a message says and when it is due; carrying it over the bus (LGSP) is the server's. Names of fields are the portal's, as
 * systems of one window write them; field names and status numbers here are from memory and to be compared with the ministry's
 * interface document before the bus is joined.
 */
import { z } from 'zod'
import type { PermitCase } from '../api/permits.ts'
import { Problem } from '../problem.ts'
import { type Bilingual, both } from '../text.ts'
import { type Application, applicationSchema, type People, peopleSchema, type procedures } from './application.ts'
import { eventTitles, type PermitState, stateTitles } from './process.ts'
import type { IsoDate } from './working-days.ts'

/** Statuses of the national system. Confidence: memory, medium. */
export const nationalStatuses = {
  1: both('Mới đăng ký', 'Newly filed'),
  2: both('Được tiếp nhận', 'Received'),
  3: both('Không được tiếp nhận', 'Not received'),
  4: both('Đang xử lý', 'In process'),
  5: both('Yêu cầu bổ sung giấy tờ', 'Supplement requested'),
  6: both('Yêu cầu thực hiện nghĩa vụ tài chính', 'Payment requested'),
  7: both('Công dân yêu cầu rút hồ sơ', 'Withdrawn by the applicant'),
  8: both('Dừng xử lý', 'Ended'),
  9: both('Đã xử lý xong', 'Decided'),
  10: both('Đã trả kết quả', 'Result handed over'),
} as const satisfies Record<number, Bilingual>
export type NationalStatus = keyof typeof nationalStatuses

export const nationalStatusOf: Readonly<Record<PermitState, NationalStatus>> = {
  submitted: 1,
  'refused-at-intake': 3,
  received: 2,
  'in-review': 4,
  'supplement-requested': 5,
  consulting: 4,
  'to-sign': 4,
  approved: 9,
  refused: 8,
  withdrawn: 7,
  issued: 10,
  adjusted: 10,
  extended: 10,
  'under-construction': 10,
  completed: 10,
  lapsed: 10,
  revoked: 10,
}

const codePattern = /^(H\d{2}(?:\.[0-9A-Za-z]{1,10}){0,2})-(\d{6})-(\d{4,})$/

/** Cần Thơ, in the numbers of the national portal. */
const PROVINCE = 'H13'
/** The agency's code of a unit's permit desk, e.g. `H13.31318`. */
export const agencyOf = (unitCode: string): string => `${PROVINCE}.${unitCode}`

/**
 * Mã hồ sơ, e.g. `H13.31.15-261125-0012`: the agency’s code (H13 is Cần Thơ), the day of filing, the number in that day.
 * @throws RangeError where the agency’s code or the number could not be read back
 */
export function caseCode(agency: string, date: IsoDate, number: number): string {
  const code = `${agency}-${date.slice(2).replaceAll('-', '')}-${String(number).padStart(4, '0')}`
  if (!codePattern.test(code)) throw new RangeError(`Expected a case code such as H13.31.15-261125-0012, got ${code}`)
  return code
}

/** Null where it is no case code. */
export function readCaseCode(code: string): { agency: string; date: IsoDate; number: number } | null {
  const [, agency, day, number] = codePattern.exec(code) ?? []
  if (!agency || !day || !number) return null
  const date = `20${day.slice(0, 2)}-${day.slice(2, 4)}-${day.slice(4)}`
  return z.iso.date().safeParse(date).success ? { agency, date, number: Number(number) } : null
}

const timePattern = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/
/** `yyyyMMddHHmmss` in Vietnam. */
export const portalTime = (instant: string): string =>
  new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 19).replace(/[-:T]/g, '')
const instantOf = (time: string): string =>
  new Date(`${time.replace(timePattern, '$1-$2-$3T$4:$5:$6')}+07:00`).toISOString()
const portalTimeSchema = z
  .string()
  .regex(timePattern)
  .refine((time) => !Number.isNaN(Date.parse(time.replace(timePattern, '$1-$2-$3T$4:$5:$6Z'))), 'a date that exists')

/** A case from the portal. */
export const portalCaseSchema = z.object({
  MaHoSo: z.string().regex(codePattern),
  /** Of the administrative procedure (thủ tục hành chính). */
  MaTTHC: z.string().min(1).max(40),
  DonViXuLy: z.string().min(1).max(40),
  NgayNopHoSo: portalTimeSchema,
  ChuHoSo: z.string().min(1).max(120),
  /** Số định danh cá nhân, mã số thuế. */
  MaDoiTuong: z.string().min(1).max(20),
  SoDienThoaiChuHoSo: z.string().min(1).max(20),
  NguoiDaiDien: peopleSchema.shape.representative.optional(),
  /** The electronic form, Mẫu 01, without people. */
  ToKhai: z.unknown(),
  TaiLieuNop: z
    .array(
      z.object({
        TenTepDinhKem: z.string().min(1).max(200),
        DuongDanTaiTepTin: z.url().max(2000),
        /** SHA-256, 64 hex digits. */
        MaBam: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(50),
})
export type PortalCase = z.infer<typeof portalCaseSchema>

/** Procedures of the portal by their codes there: an administrator’s table, since the codes change with the law. */
export type ProcedureCodes = Readonly<Record<string, (typeof procedures)[number]>>

export interface FiledFromPortal {
  readonly code: string
  /** The instant, ISO 8601. */
  readonly filedAt: string
  readonly people: People
  readonly application: Application
  readonly files: readonly { readonly name: string; readonly url: string; readonly hash: string }[]
}

/** What the desk files of a message, so that nobody types it twice. @throws Problem `portal/message`, `portal/procedure` */
export function caseFromPortal(message: unknown, codes: ProcedureCodes): FiledFromPortal {
  const said = parse(portalCaseSchema, message, 'MaHoSo')
  const procedure = codes[said.MaTTHC]
  if (!procedure)
    throw new Problem({
      code: 'portal/procedure',
      message: both(
        `Thủ tục ${said.MaTTHC} không thuộc bộ phận cấp phép`,
        `Procedure ${said.MaTTHC} is not one of the permit desk’s`,
      ),
      file: said.MaHoSo,
      place: 'MaTTHC',
      expected: Object.keys(codes).join(', '),
    })
  const application = parse(applicationSchema, said.ToKhai, said.MaHoSo, 'ToKhai')
  if (application.procedure !== procedure)
    throw new Problem({
      code: 'portal/procedure',
      message: both('Tờ khai không thuộc thủ tục đã chọn', 'The form belongs to another procedure'),
      file: said.MaHoSo,
      place: 'ToKhai.procedure',
      expected: procedure,
    })
  const agency = agencyOf(application.site.unitCode)
  if (said.DonViXuLy !== agency)
    throw new Problem({
      code: 'portal/unit',
      message: both(
        'Hồ sơ gửi đến đơn vị khác với nơi xây dựng',
        'The case goes to another unit than that of its site',
      ),
      file: said.MaHoSo,
      place: 'DonViXuLy',
      expected: agency,
    })
  const people = parse(
    peopleSchema,
    {
      ownerName: said.ChuHoSo,
      ownerId: said.MaDoiTuong,
      representative: said.NguoiDaiDien ?? null,
      phone: said.SoDienThoaiChuHoSo.replace(/^\+?84/, '0').replace(/[ .]/g, ''),
    },
    said.MaHoSo,
  )
  return {
    code: said.MaHoSo,
    filedAt: instantOf(said.NgayNopHoSo),
    people,
    application,
    files: said.TaiLieuNop.map(({ TenTepDinhKem, DuongDanTaiTepTin, MaBam }) => ({
      name: TenTepDinhKem,
      url: DuongDanTaiTepTin,
      hash: MaBam,
    })),
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown, file: string, within = ''): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  throw new Problem({
    code: 'portal/message',
    message: both('Gói tin của Cổng dịch vụ công không đúng mẫu', 'A message of the portal is not of its form'),
    file,
    place: [...(within ? [within] : []), ...path].join('.'),
    expected: message,
  })
}

/** A step of a case, to the portal (cập nhật tiến độ). Of people it holds nothing. */
export const portalStepSchema = z.strictObject({
  /** The same step is the same message, however often it is sent. */
  MaGoiTin: z.string().min(1).max(80),
  MaHoSo: z.string().regex(codePattern),
  TrangThai: z.number().int().min(1).max(10),
  ThoiDiemXuLy: portalTimeSchema,
  PhongBanXuLy: z.string().min(1).max(200),
  ChucDanh: z.string().min(1).max(120),
  NoiDungXuLy: z.string().min(1).max(4000),
  NgayTiepNhan: portalTimeSchema.nullable(),
  NgayHenTra: portalTimeSchema.nullable(),
  /** Of the permit, where it is issued. */
  SoGiayPhep: z.string().max(60).nullable(),
})
export type PortalStep = z.infer<typeof portalStepSchema>

type Told = Pick<PermitCase, 'code' | 'clock' | 'permitNumber' | 'history'>

/** The end of the working day: answers are due by then. */
const END_OF_DAY = '170000'

/** What the portal is told of every step so far, in order. @param office the unit that handles it */
export function portalSteps(permit: Told, office: string): PortalStep[] {
  const { code, clock, permitNumber, history } = permit
  const received = history.find(({ event }) => event === 'receive')
  return history.map(({ event, state, at, actor, clauses, ledgerSequence }, index) => {
    const known = history.slice(0, index + 1)
    const begun = received && known.includes(received)
    const titles = event === 'file' ? stateTitles.submitted : eventTitles[event]
    const cited = clauses.length > 0 ? ` (${clauses.join('; ')})` : ''
    return {
      MaGoiTin: `${code}#${ledgerSequence}`,
      MaHoSo: code,
      TrangThai: nationalStatusOf[state],
      ThoiDiemXuLy: portalTime(at),
      PhongBanXuLy: office,
      ChucDanh: actor === 'applicant' ? 'Người nộp hồ sơ' : actor === 'clock' ? 'Hệ thống' : 'Công chức thụ lý',
      NoiDungXuLy: `${titles.vi}${cited}`.slice(0, 4000),
      NgayTiepNhan: begun ? portalTime(received.at) : null,
      NgayHenTra: begun && clock.due ? `${clock.due.replaceAll('-', '')}${END_OF_DAY}` : null,
      SoGiayPhep: known.some((past) => past.event === 'issue') ? permitNumber : null,
    }
  })
}

/** A message that waits, or has gone. Refused: the portal will not have it however often it is sent; a person looks. */
export interface OutboxItem {
  readonly step: PortalStep
  readonly state: 'pending' | 'sent' | 'refused'
  readonly attempts: number
  /** Not before: the instant, ISO 8601. */
  readonly nextAt: string
  readonly lastError: string | null
  readonly sentAt: string | null
}

/** Steps that are not yet in the box, added at its end; the same step never twice. */
export function enqueue(box: readonly OutboxItem[], steps: readonly PortalStep[], now: string): OutboxItem[] {
  const kept = new Set(box.map(({ step }) => step.MaGoiTin))
  const added = steps.filter(({ MaGoiTin }) => !kept.has(MaGoiTin))
  return [
    ...box,
    ...added.map(
      (step): OutboxItem => ({ step, state: 'pending', attempts: 0, nextAt: now, lastError: null, sentAt: null }),
    ),
  ]
}

/** What may go now: of each case the oldest that has not gone, so that no state overtakes an earlier one. */
export function sendable(box: readonly OutboxItem[], now: string): OutboxItem[] {
  const blocked = new Set<string>()
  return box.filter(({ step, state, nextAt }) => {
    if (state === 'sent' || blocked.has(step.MaHoSo)) return false
    blocked.add(step.MaHoSo)
    return state === 'pending' && Date.parse(nextAt) <= Date.parse(now)
  })
}

const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 3600

export type Sent =
  | { readonly ok: true }
  /** `final`: the portal read it and refuses it. Otherwise the bus is down, and it is sent again. */
  | { readonly ok: false; readonly error: string; readonly final: boolean }

/** The item after one attempt: 30 s before the second, twice as long before each further one, an hour at most. */
export function afterAttempt(item: OutboxItem, outcome: Sent, now: string): OutboxItem {
  const attempts = item.attempts + 1
  if (outcome.ok) return { ...item, state: 'sent', attempts, lastError: null, sentAt: now }
  const wait = Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (attempts - 1))
  return {
    ...item,
    state: outcome.final ? 'refused' : 'pending',
    attempts,
    lastError: outcome.error,
    nextAt: new Date(Date.parse(now) + wait * 1000).toISOString(),
  }
}
