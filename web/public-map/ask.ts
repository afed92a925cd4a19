/**
 * A request of the public map to the server. Answers are our own server's and are taken as typed (`import type` of the schemas in
 * `scenarios/api`), so that no schema is loaded before the map can be used; what is sent is checked by the server.
 * @throws Problem `net/offline` where nobody answers, else the server's own code and sentence
 */
import type { ApiError } from '../../scenarios/api/api.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON; a Blob as it stands. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | null
}

export async function ask<T>(
  path: string,
  { method = 'GET', body, headers = {}, signal = null }: Asked = {},
): Promise<T> {
  const blob = body instanceof Blob
  const type = blob ? 'application/octet-stream' : 'application/json'
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      // A visitor has no account here, whoever else uses this browser.
      credentials: 'omit',
      signal,
      ...(body === undefined ? {} : { body: blob ? body : JSON.stringify(body) }),
    })
  } catch {
    if (signal?.aborted) throw new Cancelled()
    throw offline(path)
  }
  const answer: unknown = await response.json().catch(() => undefined)
  if (response.ok) return answer as T
  const { code, message, place, expected } = (answer ?? {}) as Partial<ApiError>
  if (!code || !message) {
    // A proxy that has lost its server answers 502–504 in words of its own.
    if (response.status >= 502 && response.status <= 504) throw offline(path)
    const refused = both(`Máy chủ từ chối yêu cầu (${response.status})`, `The server refused (${response.status})`)
    throw new Problem({ code: `http/${response.status}`, message: refused, place: path })
  }
  throw new Problem({ code, message, ...(place ? { place } : {}), ...(expected ? { expected } : {}) })
}

export const offline = (place: string) =>
  new Problem({ code: 'net/offline', message: both('Máy chủ không trả lời', 'The server does not answer'), place })
