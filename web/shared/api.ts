/**
 * The client of the server's contract (`scenarios/api`): every answer is parsed with the schema it was promised in. What goes
 * wrong is a `Problem`: `net/offline` where nobody answers, else the server's own code and sentence.
 */
import { z } from 'zod'
import {
  accountSchema,
  type admitSchema,
  identitySchema,
  secondStepOnSchema,
  secondStepSchema,
} from '../../scenarios/api/accounts.ts'
import {
  type ApiError,
  apiErrorSchema,
  changedUserSchema,
  createdUserSchema,
  type Event,
  eventSchema,
  healthSchema,
  jobSchema,
  type LedgerQuery,
  ledgerHeadAnswerSchema,
  ledgerPageSchema,
  ledgerProofSchema,
  type NewRun,
  type newUserSchema,
  type Session,
  savedScenarioSchema,
  scenarioSummarySchema,
  sessionSchema,
  signedOutSchema,
  storedRunSchema,
  type userChangeSchema,
} from '../../scenarios/api/api.ts'
import { changesAnswerSchema } from '../../scenarios/api/changes.ts'
import {
  addressPageSchema,
  assignmentSchema,
  type CodeStep,
  codePageSchema,
  codePastSchema,
  codeRowSchema,
  codeStatisticsSchema,
  type NewAssignment,
  type NewCodes,
} from '../../scenarios/api/codes.ts'
import { controlSchema } from '../../scenarios/api/control.ts'
import {
  gisStateSchema,
  holidayPreviewSchema,
  officeAnswerSchema,
  type portalQueueQuerySchema,
  portalQueueSchema,
  recheckStateSchema,
  ruleSettingsSchema,
  type SaveProcedures,
  type SaveRules,
  type SaveUnit,
} from '../../scenarios/api/office.ts'
import {
  attachmentSchema,
  FOLLOW_HEADER,
  impactJobSchema,
  type NewPermit,
  type PermitQuery,
  type PermitStep,
  permitCaseSchema,
  permitFiledSchema,
  permitFollowSchema,
  permitPageSchema,
  permitStaffSchema,
  registerPageSchema,
  type WorkCalendar,
  workCalendarAnswerSchema,
} from '../../scenarios/api/permits.ts'
import { floodMapSchema, type NewFlood } from '../../scenarios/api/place.ts'
import {
  followedCommentSchema,
  type MovePlanChange,
  type NewPlan,
  type NewPlanComment,
  type NewPublicComment,
  type PlanAttachment,
  type PlanQuery,
  type PlanStep,
  planAttachmentSchema,
  planCommentSchema,
  planConflictSchema,
  planEditsSchema,
  planPageSchema,
  planRevisionSchema,
  planTermsAnswerSchema,
  planViewSchema,
  publicCommentSentSchema,
  type settleConflictSchema,
} from '../../scenarios/api/plans.ts'
import {
  type ReportQuery,
  type ReportStep,
  reportCaseSchema,
  reportPageSchema,
  reportPhotoSchema,
} from '../../scenarios/api/reports.ts'
import {
  fileCheckSchema,
  type NewSigner,
  type Prepare,
  signerSchema,
  signingSchema,
} from '../../scenarios/api/signing.ts'
import {
  type StatementStep,
  statementCaseSchema,
  statementPageSchema,
  statementStaffSchema,
} from '../../scenarios/api/statements.ts'
import {
  jointPageSchema,
  type NewWorks,
  type pavingFormSchema,
  pavingSchema,
  publicWorksAnswerSchema,
  type WorksStep,
  worksCaseSchema,
  worksFiledSchema,
  worksFollowSchema,
  worksPageSchema,
  worksReachSchema,
} from '../../scenarios/api/works.ts'
import { chainEntrySchema } from '../../scenarios/ledger/ledger.ts'
import type { MatterStep, NewMatter } from '../../scenarios/permits/control/matter.ts'
import { type NewVisit, visitPhotoSchema } from '../../scenarios/permits/control/visit.ts'
import type { ImpactAsk } from '../../scenarios/permits/impact.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { type ReportSettings, reportSettingsSchema } from '../../scenarios/reports/settings.ts'
import { checkReportSchema } from '../../scenarios/rules/report.ts'
import type { RunKind } from '../../scenarios/run.ts'
import { type Scenario, scenarioBodySchema } from '../../scenarios/scenario.ts'
import { type StatementTerms, statementTermsSchema } from '../../scenarios/statements/clock.ts'
import { both } from '../../scenarios/text.ts'
import { clashSchema } from '../../scenarios/works/clashes.ts'
import { type WorksRules, worksRulesSchema } from '../../scenarios/works/rules.ts'
import type { WorksApplication } from '../../scenarios/works/works.ts'

export const offlineProblem = (place: string): Problem =>
  new Problem({ code: 'net/offline', message: both('Máy chủ không trả lời', 'The server does not answer'), place })

export const isOffline = (problem: unknown): boolean =>
  problem instanceof Problem && problem.detail.code === 'net/offline'

/** @param send `fetch`, or its stand-in in a test */
export function createApi(send: typeof fetch = (...args) => fetch(...args)) {
  let csrf: string | null = null

  async function call<T>(
    method: string,
    path: string,
    schema: z.ZodType<T> | null,
    body?: unknown,
    more: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json', ...more }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (csrf && method !== 'GET') headers['x-csrf-token'] = csrf
    let response: Response
    try {
      response = await send(path, {
        method,
        headers,
        credentials: 'same-origin',
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      throw signal?.aborted ? new Cancelled() : offlineProblem(path)
    }
    if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined), path)
    return schema ? answer(schema, await response.json().catch(() => undefined), path) : (undefined as T)
  }

  function answer<T>(schema: z.ZodType<T>, body: unknown, path: string): T {
    const parsed = schema.safeParse(body)
    if (parsed.success) return parsed.data
    throw new Problem({
      code: 'api/answer',
      message: both('Máy chủ trả lời không đúng dạng', 'The server answered in an unexpected form'),
      place: path,
      expected: z.prettifyError(parsed.error).slice(0, 200),
    })
  }

  async function download(path: string, headers: Record<string, string>): Promise<Blob> {
    const response = await send(path, { headers, credentials: 'same-origin' }).catch(() => {
      throw offlineProblem(path)
    })
    if (!response.ok) throw refusal(response.status, await response.json().catch(() => undefined), path)
    return response.blob()
  }

  /** A file as it stands, with how much of it has gone; `fetch` tells nothing of that. */
  function upload<T>(
    path: string,
    file: File,
    options: UploadOptions,
    more: Record<string, string>,
    schema: z.ZodType<T>,
    query: Record<string, string> = {},
  ): Promise<T> {
    const address = `${path}?${new URLSearchParams({ name: file.name, ...query })}`
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open('POST', address)
      const headers = { accept: 'application/json', 'content-type': 'application/octet-stream', ...more }
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
      if (csrf) request.setRequestHeader('x-csrf-token', csrf)
      request.upload.onprogress = ({ loaded, total }) => options.progress?.(total > 0 ? loaded / total : 0)
      request.onerror = () => reject(offlineProblem(path))
      request.onabort = () => reject(new Cancelled())
      request.onload = () => {
        const body = parseJson(request.responseText)
        if (request.status >= 400) reject(refusal(request.status, body, path))
        else
          try {
            resolve(answer(schema, body, path))
          } catch (error) {
            reject(error)
          }
      }
      options.signal?.addEventListener('abort', () => request.abort())
      request.send(file)
    })
  }

  const keep = (session: Session): Session => {
    csrf = session.csrf
    return session
  }

  return {
    health: () => call('GET', '/api/health', healthSchema),
    session: {
      get: () => call('GET', '/api/session', sessionSchema).then(keep),
      signIn: (name: string, password: string) =>
        call('POST', '/api/session', sessionSchema, { name, password }).then(keep),
      /** After the password, where the account has a second step. */
      code: (code: string) => call('POST', '/api/session/code', sessionSchema, { code }).then(keep),
      /** Answers where to sign out of the single sign-on too; null: nowhere. */
      signOut: () =>
        call('DELETE', '/api/session', signedOutSchema).then(({ leave }) => {
          csrf = null
          return leave
        }),
      changePassword: (current: string, next: string) =>
        call('POST', '/api/session/password', sessionSchema, { current, next }).then(keep),
      beginSecondStep: (password: string) => call('POST', '/api/session/second-step', secondStepSchema, { password }),
      confirmSecondStep: (code: string) =>
        call('POST', '/api/session/second-step/confirm', secondStepOnSchema, { code }).then(
          ({ recoveryCodes, session }) => ({ recoveryCodes, session: keep(session) }),
        ),
      removeSecondStep: (password: string, code: string) =>
        call('POST', '/api/session/second-step/off', sessionSchema, { password, code }).then(keep),
    },
    users: {
      list: () => call('GET', '/api/users', z.array(accountSchema)),
      add: (user: z.input<typeof newUserSchema>) => call('POST', '/api/users', createdUserSchema, user),
      change: (id: string, change: z.input<typeof userChangeSchema>) =>
        call('PATCH', `/api/users/${id}`, changedUserSchema, change),
      /** A new one-time password, shown once. */
      reset: (id: string) => call('PATCH', `/api/users/${id}`, changedUserSchema, { resetPassword: true }),
    },
    identities: {
      list: () => call('GET', '/api/identities', z.array(identitySchema)),
      admit: (id: string, as: z.input<typeof admitSchema>) => call('POST', `/api/identities/${id}`, accountSchema, as),
    },
    signers: {
      list: () => call('GET', '/api/signers', z.array(signerSchema)),
      add: (signer: NewSigner) => call('POST', '/api/signers', signerSchema, signer),
      end: (id: string) => call('DELETE', `/api/signers/${id}`, null),
    },
    scenarios: {
      list: () => call('GET', '/api/scenarios', z.array(scenarioSummarySchema)),
      get: (id: string) => call('GET', `/api/scenarios/${id}`, savedScenarioSchema),
      create: (scenario: Scenario) => call('POST', '/api/scenarios', savedScenarioSchema, scenario),
      save: (scenario: Scenario, revision: number) =>
        call('PUT', `/api/scenarios/${scenario.id}`, savedScenarioSchema, { scenario, revision }),
    },
    runs: {
      start: (run: NewRun) => call('POST', '/api/runs', jobSchema, run),
      list: (of: { scenarioId?: string; kind?: RunKind } = {}) =>
        call('GET', `/api/runs?${new URLSearchParams(of)}`, z.array(storedRunSchema)),
      get: (id: string) => call('GET', `/api/runs/${id}`, storedRunSchema),
      /** What it was computed of. */
      body: (id: string) => call('GET', `/api/runs/${id}/body`, scenarioBodySchema),
    },
    ledger: {
      list: (query: LedgerQuery, signal?: AbortSignal) =>
        call(
          'GET',
          `/api/ledger/entries?${parameters({ ...query, page: Number(query.page ?? 1) })}`,
          ledgerPageSchema,
          undefined,
          {},
          signal,
        ),
      head: () => call('GET', '/api/ledger/head', ledgerHeadAnswerSchema),
      proof: (sequence: number) => call('GET', `/api/ledger/${sequence}`, ledgerProofSchema),
      /** Entries of the chain, the first `LEDGER_CHAIN_LIMIT` of those asked for. */
      chain: (after: number, to: number, signal?: AbortSignal) =>
        call('GET', `/api/ledger/chain?${parameters({ after, to })}`, z.array(chainEntrySchema), undefined, {}, signal),
    },
    permits: {
      list: (query: PermitQuery & { page?: number }, signal?: AbortSignal) =>
        call('GET', `/api/permits?${parameters(query)}`, permitPageSchema, undefined, {}, signal),
      staff: () => call('GET', '/api/permits/staff', z.array(permitStaffSchema)),
      file: (permit: NewPermit) => call('POST', '/api/permits', permitFiledSchema, permit),
      get: (id: string) => call('GET', `/api/permits/${id}`, permitCaseSchema),
      step: (id: string, step: PermitStep) => call('POST', `/api/permits/${id}/events`, permitCaseSchema, step),
      check: (id: string) => call('POST', `/api/permits/${id}/check`, checkReportSchema),
      startImpact: (id: string, asked: ImpactAsk) => call('POST', `/api/permits/${id}/impact`, impactJobSchema, asked),
      stopImpact: (id: string) => call('DELETE', `/api/permits/${id}/impact`, impactJobSchema),
      attach: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/permits/${id}/attachments`, file, options, {}, attachmentSchema),
      control: (id: string) => call('GET', `/api/permits/${id}/control`, controlSchema),
      addPhoto: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/permits/${id}/control/photos`, file, options, {}, visitPhotoSchema),
      addVisit: (id: string, visit: NewVisit) =>
        call('POST', `/api/permits/${id}/control/visits`, controlSchema, visit),
      openMatter: (id: string, matter: NewMatter) =>
        call('POST', `/api/permits/${id}/control/matters`, controlSchema, matter),
      stepMatter: (id: string, matter: string, step: MatterStep) =>
        call('POST', `/api/permits/${id}/control/matters/${matter}/events`, controlSchema, step),
      /** The applicant's own way to the case, by the secret code. */
      follow: (code: string) => call('GET', '/api/permits/follow', permitFollowSchema, undefined, followBy(code)),
      followStep: (code: string, step: PermitStep) =>
        call('POST', '/api/permits/follow/events', permitFollowSchema, step, followBy(code)),
      followAttach: (code: string, file: File, options: UploadOptions = {}) =>
        upload('/api/permits/follow/attachments', file, options, followBy(code), attachmentSchema),
      signing: (id: string) => call('GET', `/api/permits/${id}/signing`, signingSchema),
      /** Reserves the number and makes the file that goes out to be signed. */
      prepare: (id: string, terms: Prepare) => call('POST', `/api/permits/${id}/signing`, signingSchema, terms),
      giveSigned: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/permits/${id}/signing/file`, file, options, {}, signingSchema),
      /** The issued permit, for the one who holds the code. */
      followSigned: (code: string) => download('/api/permits/follow/signed', followBy(code)),
      checkFile: (hash: string) => call('GET', `/api/register/files/${hash}`, fileCheckSchema),
      calendar: () => call('GET', '/api/holidays', workCalendarAnswerSchema),
      register: (query: { q?: string; page?: number }, signal?: AbortSignal) =>
        call('GET', `/api/register?${parameters(query)}`, registerPageSchema, undefined, {}, signal),
    },
    changes: (signal?: AbortSignal) => call('GET', '/api/changes', changesAnswerSchema, undefined, {}, signal),
    works: {
      open: (query: { from?: string; to?: string } = {}, signal?: AbortSignal) =>
        call('GET', `/api/works?${parameters(query)}`, publicWorksAnswerSchema, undefined, {}, signal),
      file: (works: NewWorks) => call('POST', '/api/works', worksFiledSchema, works),
      check: (application: WorksApplication, signal?: AbortSignal) =>
        call('POST', '/api/works/check', z.array(clashSchema), application, {}, signal),
      list: (query: { q?: string; state?: string; page?: number }, signal?: AbortSignal) =>
        call('GET', `/api/works/cases?${parameters(query)}`, worksPageSchema, undefined, {}, signal),
      get: (id: string) => call('GET', `/api/works/cases/${id}`, worksCaseSchema),
      step: (id: string, step: WorksStep) => call('POST', `/api/works/cases/${id}/events`, worksCaseSchema, step),
      reach: (id: string) => call('GET', `/api/works/cases/${id}/reach`, worksReachSchema),
      answerJoint: (id: string, joint: string, agree: boolean) =>
        call('POST', `/api/works/cases/${id}/joint`, worksCaseSchema, { joint, agree }),
      photo: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/works/cases/${id}/photos`, file, options, {}, attachmentSchema),
      joints: () => call('GET', '/api/works/joints', jointPageSchema),
      propose: (works: readonly string[]) => call('POST', '/api/works/joints', jointPageSchema, { works }),
      /** The utility's own way to its works, by the secret code. */
      follow: (code: string) => call('GET', '/api/works/follow', worksFollowSchema, undefined, followBy(code)),
      followStep: (code: string, step: WorksStep) =>
        call('POST', '/api/works/follow/events', worksFollowSchema, step, followBy(code)),
      followJoint: (code: string, joint: string, agree: boolean) =>
        call('POST', '/api/works/follow/joint', worksFollowSchema, { joint, agree }, followBy(code)),
      followPhoto: (code: string, file: File, options: UploadOptions = {}) =>
        upload('/api/works/follow/photos', file, options, followBy(code), attachmentSchema),
      rules: () => call('GET', '/api/works/rules', worksRulesSchema),
      saveRules: (rules: WorksRules) => call('PUT', '/api/works/rules', worksRulesSchema, rules),
      pavings: () => call('GET', '/api/pavings', z.array(pavingSchema)),
      pave: (paving: z.input<typeof pavingFormSchema>) => call('POST', '/api/pavings', z.array(pavingSchema), paving),
    },
    reports: {
      list: (query: ReportQuery, signal?: AbortSignal) =>
        call(
          'GET',
          `/api/reports/cases?${parameters({ ...query, page: Number(query.page ?? 1) })}`,
          reportPageSchema,
          undefined,
          {},
          signal,
        ),
      get: (id: string, signal?: AbortSignal) =>
        call('GET', `/api/reports/cases/${id}`, reportCaseSchema, undefined, {}, signal),
      step: (id: string, step: ReportStep) => call('POST', `/api/reports/cases/${id}/events`, reportCaseSchema, step),
      /** Of what was done. */
      photo: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/reports/cases/${id}/photos`, file, options, {}, reportPhotoSchema),
      /** The copy that may be published, in which a person blurred so many places. */
      blurred: (id: string, hash: string, copy: File, boxes: number) =>
        upload(`/api/reports/cases/${id}/photos/${hash}/public`, copy, {}, {}, reportPhotoSchema, {
          boxes: `${boxes}`,
        }),
      erase: (id: string) => call('DELETE', `/api/reports/cases/${id}/people`, null),
      settings: () => call('GET', '/api/report-settings', reportSettingsSchema),
      saveSettings: (settings: ReportSettings) => call('PUT', '/api/report-settings', reportSettingsSchema, settings),
    },
    plans: {
      list: (query: PlanQuery, signal?: AbortSignal) =>
        call(
          'GET',
          `/api/plans?${parameters({ ...query, page: Number(query.page ?? 1) })}`,
          planPageSchema,
          undefined,
          {},
          signal,
        ),
      open: (plan: NewPlan) => call('POST', '/api/plans', planViewSchema, plan),
      get: (id: string) => call('GET', `/api/plans/${id}`, planViewSchema),
      step: (id: string, step: PlanStep) => call('POST', `/api/plans/${id}/events`, planViewSchema, step),
      revision: (id: string, number: number) => call('GET', `/api/plans/${id}/revisions/${number}`, planRevisionSchema),
      edits: (id: string, submission: number, signal?: AbortSignal) =>
        call('GET', `/api/plans/${id}/edits.geojson?submission=${submission}`, planEditsSchema, undefined, {}, signal),
      conflicts: (id: string) => call('GET', `/api/plans/${id}/conflicts`, z.array(planConflictSchema)),
      settle: (id: string, how: z.input<typeof settleConflictSchema>) =>
        call('POST', `/api/plans/${id}/conflicts`, z.array(planConflictSchema), how),
      comments: (id: string, submission?: number) =>
        call('GET', `/api/plans/${id}/comments?${parameters({ submission })}`, z.array(planCommentSchema)),
      comment: (id: string, comment: NewPlanComment) =>
        call('POST', `/api/plans/${id}/comments`, planCommentSchema, comment),
      say: (id: string, comment: NewPublicComment) =>
        call('POST', `/api/plans/${id}/comments/public`, publicCommentSentSchema, comment),
      resolve: (id: string, comment: string) =>
        call('POST', `/api/plans/${id}/comments/${comment}/resolve`, planCommentSchema),
      moderate: (id: string, comment: string, how: { show: boolean; reason: string }) =>
        call('POST', `/api/plans/${id}/comments/${comment}/moderate`, planCommentSchema, how),
      answer: (id: string, comment: string, text: string) =>
        call('POST', `/api/plans/${id}/comments/${comment}/answer`, planCommentSchema, { text }),
      /** What became of a comment, for the one who made it. */
      follow: (code: string) =>
        call('GET', '/api/plans/comments/follow', followedCommentSchema, undefined, followBy(code)),
      attach: (id: string, file: File, purpose: PlanAttachment['purpose'], options: UploadOptions = {}) =>
        upload(`/api/plans/${id}/attachments`, file, options, {}, planAttachmentSchema, { purpose }),
      moveChange: (id: string, change: string, move: MovePlanChange) =>
        call('POST', `/api/plans/${id}/changes/${change}/events`, planViewSchema, move),
      terms: () => call('GET', '/api/plan-terms', planTermsAnswerSchema),
    },
    statements: {
      list: (query: { q?: string; state?: string; page?: number }, signal?: AbortSignal) =>
        call('GET', `/api/statements?${parameters(query)}`, statementPageSchema, undefined, {}, signal),
      get: (id: string) => call('GET', `/api/statements/${id}`, statementCaseSchema),
      staff: () => call('GET', '/api/statements/staff', statementStaffSchema),
      step: (id: string, step: StatementStep) =>
        call('POST', `/api/statements/${id}/events`, statementCaseSchema, step),
      attach: (id: string, file: File, options: UploadOptions = {}) =>
        upload(`/api/statements/${id}/files`, file, options, {}, attachmentSchema),
      erase: (id: string) => call('DELETE', `/api/statements/${id}/people`, null),
      terms: () => call('GET', '/api/statements/terms', statementTermsSchema),
      saveTerms: (terms: StatementTerms) => call('PUT', '/api/statements/terms', statementTermsSchema, terms),
    },
    floods: {
      list: () => call('GET', '/api/floods', z.array(floodMapSchema)),
      ask: (flood: NewFlood) => call('POST', '/api/floods', z.array(floodMapSchema), flood),
      step: (id: string, event: 'publish' | 'withdraw') =>
        call('POST', `/api/floods/${id}`, z.array(floodMapSchema), { event }),
    },
    office: {
      get: () => call('GET', '/api/office', officeAnswerSchema),
      saveUnit: (code: string, unit: SaveUnit) => call('PUT', `/api/office/units/${code}`, officeAnswerSchema, unit),
      saveProcedures: (codes: SaveProcedures) => call('PUT', '/api/office/procedures', officeAnswerSchema, codes),
      saveCalendar: (calendar: WorkCalendar) => call('PUT', '/api/holidays', workCalendarAnswerSchema, calendar),
      /** How open cases would stand; nothing is written. */
      previewCalendar: (calendar: WorkCalendar) =>
        call('POST', '/api/holidays/preview', holidayPreviewSchema, calendar),
      rules: () => call('GET', '/api/rules', ruleSettingsSchema),
      saveRules: (limits: SaveRules) => call('PUT', '/api/rules', ruleSettingsSchema, limits),
      recheck: () => call('GET', '/api/rules/recheck', recheckStateSchema),
      startRecheck: () => call('POST', '/api/rules/recheck', recheckStateSchema),
      gis: () => call('GET', '/api/gis', gisStateSchema),
    },
    portal: {
      queue: (query: z.input<typeof portalQueueQuerySchema> & { page?: number }) =>
        call('GET', `/api/portal?${parameters(query)}`, portalQueueSchema),
      retry: (code: string | null) => call('POST', '/api/portal/retry', portalQueueSchema, { code }),
    },
    codes: {
      list: (
        query: { q?: string; state?: string; unitCode?: string; lost?: string; page?: number },
        signal?: AbortSignal,
      ) => call('GET', `/api/codes?${parameters(query)}`, codePageSchema, undefined, {}, signal),
      addresses: (query: { q?: string; unitCode?: string; without?: string; page?: number }, signal?: AbortSignal) =>
        call('GET', `/api/codes/addresses?${parameters(query)}`, addressPageSchema, undefined, {}, signal),
      statistics: (signal?: AbortSignal) =>
        call('GET', '/api/codes/statistics', codeStatisticsSchema, undefined, {}, signal),
      history: (code: string) => call('GET', `/api/codes/${code}/history`, z.array(codePastSchema)),
      give: (codes: NewCodes) => call('POST', '/api/codes', z.array(codeRowSchema), codes),
      step: (code: string, step: CodeStep) => call('POST', `/api/codes/${code}/events`, z.array(codeRowSchema), step),
      assignment: () => call('GET', '/api/codes/assignment', assignmentSchema),
      assign: (order: NewAssignment) => call('POST', '/api/codes/assignment', assignmentSchema, order),
      stopAssigning: () => call('DELETE', '/api/codes/assignment', assignmentSchema),
    },
    jobs: {
      get: (id: string) => call('GET', `/api/jobs/${id}`, jobSchema),
      cancel: (id: string) => call('DELETE', `/api/jobs/${id}`, jobSchema),
    },
  }
}

export type Api = ReturnType<typeof createApi>
export const api = createApi()

export interface UploadOptions {
  progress?(fraction: number): void
  signal?: AbortSignal
}

const followBy = (code: string) => ({ [FOLLOW_HEADER]: code })

/** Those that are set. */
const parameters = (query: Record<string, string | number | undefined>): URLSearchParams =>
  new URLSearchParams(Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, `${value}`]])))

function refusal(status: number, body: unknown, place: string): Problem {
  const parsed = apiErrorSchema.safeParse(body)
  if (parsed.success) {
    const { code, message, place: where, expected }: ApiError = parsed.data
    return new Problem({ code, message, ...(where ? { place: where } : {}), ...(expected ? { expected } : {}) })
  }
  // A proxy that has lost its server answers 502–504 in words of its own.
  if (status >= 502 && status <= 504) return offlineProblem(place)
  return new Problem({
    code: `http/${status}`,
    message: both(`Máy chủ từ chối yêu cầu (${status})`, `The server refused the request (${status})`),
    place,
  })
}

/** Listens to the server's events until told to stop; the browser reconnects and names the last event it saw. */
export function listen(onEvent: (event: Event) => void): () => void {
  const source = new EventSource('/api/events')
  const receive = (message: MessageEvent<string>) => {
    const parsed = eventSchema.safeParse(parseJson(message.data))
    if (parsed.success) onEvent(parsed.data)
  }
  const names = [
    'message',
    'job',
    'scenario',
    'run',
    'permit',
    'plan',
    'works',
    'report',
    'statement',
    'warning',
    'changes',
  ]
  for (const name of names) source.addEventListener(name, receive)
  return () => source.close()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
