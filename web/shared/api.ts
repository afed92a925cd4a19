/**
 * The client of the server's contract (`scenarios/api`): every answer is parsed with the schema it was promised in. What goes
 * wrong is a `Problem`: `net/offline` where nobody answers, else the server's own code and sentence.
 */
import { z } from 'zod'
import {
  type ApiError,
  apiErrorSchema,
  changedUserSchema,
  createdUserSchema,
  type Event,
  eventSchema,
  healthSchema,
  jobSchema,
  type NewRun,
  type Role,
  type Session,
  savedScenarioSchema,
  scenarioSummarySchema,
  sessionSchema,
  storedRunSchema,
  userSchema,
} from '../../scenarios/api/api.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { RunKind } from '../../scenarios/run.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'

export const offlineProblem = (place: string): Problem =>
  new Problem({ code: 'net/offline', message: both('Máy chủ không trả lời', 'The server does not answer'), place })

export const isOffline = (problem: unknown): boolean =>
  problem instanceof Problem && problem.detail.code === 'net/offline'

/** @param send `fetch`, or its stand-in in a test */
export function createApi(send: typeof fetch = (...args) => fetch(...args)) {
  let csrf: string | null = null

  async function call<T>(method: string, path: string, schema: z.ZodType<T> | null, body?: unknown): Promise<T> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (body !== undefined) headers['content-type'] = 'application/json'
    if (csrf && method !== 'GET') headers['x-csrf-token'] = csrf
    let response: Response
    try {
      response = await send(path, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      throw offlineProblem(path)
    }
    if (!response.ok) throw await refusal(response, path)
    if (!schema) return undefined as T
    const parsed = schema.safeParse(await response.json().catch(() => undefined))
    if (parsed.success) return parsed.data
    throw new Problem({
      code: 'api/answer',
      message: both('Máy chủ trả lời không đúng dạng', 'The server answered in an unexpected form'),
      place: path,
      expected: z.prettifyError(parsed.error).slice(0, 200),
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
      signOut: () => call('DELETE', '/api/session', null).then(() => keep({ user: null, csrf: null })),
      changePassword: (current: string, next: string) =>
        call('POST', '/api/session/password', sessionSchema, { current, next }).then(keep),
    },
    users: {
      list: () => call('GET', '/api/users', z.array(userSchema)),
      add: (user: { name: string; displayName: string; role: Role }) =>
        call('POST', '/api/users', createdUserSchema, user),
      change: (id: string, change: { displayName?: string; role?: Role; active?: boolean }) =>
        call('PATCH', `/api/users/${id}`, changedUserSchema, change),
      /** A new one-time password, shown once. */
      reset: (id: string) => call('PATCH', `/api/users/${id}`, changedUserSchema, { resetPassword: true }),
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
    },
    jobs: {
      get: (id: string) => call('GET', `/api/jobs/${id}`, jobSchema),
      cancel: (id: string) => call('DELETE', `/api/jobs/${id}`, jobSchema),
    },
  }
}

export type Api = ReturnType<typeof createApi>
export const api = createApi()

async function refusal(response: Response, place: string): Promise<Problem> {
  const parsed = apiErrorSchema.safeParse(await response.json().catch(() => undefined))
  if (parsed.success) {
    const { code, message, place: where, expected }: ApiError = parsed.data
    return new Problem({ code, message, ...(where ? { place: where } : {}), ...(expected ? { expected } : {}) })
  }
  // A proxy that has lost its server answers 502–504 in words of its own.
  if (response.status >= 502 && response.status <= 504) return offlineProblem(place)
  return new Problem({
    code: `http/${response.status}`,
    message: both(
      `Máy chủ từ chối yêu cầu (${response.status})`,
      `The server refused the request (${response.status})`,
    ),
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
  for (const name of ['message', 'job', 'scenario', 'run']) source.addEventListener(name, receive)
  return () => source.close()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
