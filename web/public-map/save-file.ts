/** Saves what only a secret code opens: the code goes in a header, so a plain link will not do. */
import type { ApiError } from '../../scenarios/api/api.ts'
import { FOLLOW_HEADER } from '../../scenarios/follow.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { offline } from './ask.ts'

/** @throws Problem `net/offline`, or the server's own */
export async function followedBlob(path: string, code: string): Promise<Blob> {
  const answer = await fetch(path, { headers: { [FOLLOW_HEADER]: code }, credentials: 'omit' }).catch(() => {
    throw offline(path)
  })
  if (answer.ok) return answer.blob()
  const refused = both(`Máy chủ từ chối yêu cầu (${answer.status})`, `The server refused (${answer.status})`)
  const told: Partial<ApiError> = await answer.json().catch(() => ({}))
  const { code: of = `http/${answer.status}`, message = refused } = told
  throw new Problem({ code: of, message, place: path })
}

export async function saveFollowed(path: string, code: string, name: string): Promise<void> {
  const url = URL.createObjectURL(await followedBlob(path, code))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
