/** What the schema finds wrong in a case, told in both languages with the key written as `boundaries[2].series`. */
import { z } from 'zod'
import type { Problem } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { fileProblem } from '../problem.ts'

type Issue = z.core.$ZodIssue
type Key = PropertyKey

const locales = { vi: z.locales.vi().localeError, en: z.locales.en().localeError }

/** The schema's own conditions: their sentence in Vietnamese, and the key that they are about. */
const conditions: Record<string, { vi: string; key?: string }> = {
  'times that do not go back': { vi: 'thời gian không được lùi lại' },
  'hours that rise': { vi: 'giờ phải tăng dần' },
  'exactly one of point, circle, line, ring': { vi: 'đúng một trong point, circle, line, ring' },
  'either edge or line': { vi: 'hoặc edge hoặc line, chỉ một' },
  'angles that rise': { vi: 'góc phải tăng dần' },
  'planes from 0 to 360': { vi: 'mặt phẳng C từ 0 đến 360' },
  'γ from 0': { vi: 'γ bắt đầu từ 0' },
  'an intensity for each plane and γ': { vi: 'mỗi mặt phẳng và γ phải có một cường độ sáng' },
  'the same intensities in the planes 0 and 360': { vi: 'mặt phẳng 0 và 360 phải có cùng cường độ sáng' },
  'the flux of the intensities': { vi: 'quang thông phải là của các cường độ sáng này' },
  'the id that belongs to the contents': { vi: 'mã phải thuộc về nội dung này' },
  'luminaires that differ': { vi: 'các bộ đèn phải khác nhau' },
  'tan γ that rise': { vi: 'tan γ phải tăng dần' },
  'β from 0 to 180': { vi: 'β từ 0 đến 180' },
  'tan γ from 0': { vi: 'tan γ bắt đầu từ 0' },
  'a coefficient for each tan γ and β': { vi: 'mỗi tan γ và β phải có một hệ số' },
  'a road that reflects': { vi: 'r(0, 0) phải trên 0' },
  'no more than all floors together': { vi: 'không được lớn hơn tổng các sàn' },
  'a series where the kind is "stage"': { vi: 'cần series khi kind là "stage"', key: 'series' },
}

export const keyOf = (path: readonly Key[]): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : i === 0 ? String(key) : `.${String(key)}`)).join('')

/** The first issue as a `Problem`; up to four others are named after it. */
export function caseProblem(issues: readonly Issue[], value: unknown, file: string): Problem {
  const [first, ...others] = issues.map((issue) => sentence(issue, value, []))
  const also = others.slice(0, 4)
  const more = (language: 'vi' | 'en') => also.map((o) => `; ${o.key}: ${o.text[language]}`).join('')
  const message = both(first!.text.vi + more('vi'), first!.text.en + more('en'))
  return fileProblem(file, 'case', message, { place: first!.key || 'case' })
}

function sentence(issue: Issue, root: unknown, above: readonly Key[]): { key: string; text: Bilingual } {
  const path = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const branch = likeliest(issue.errors, valueAt(root, path))
    if (branch) return sentence(branch, root, path)
  }
  if (issue.code === 'unrecognized_keys') {
    const text = both('không có khóa này trong hợp đồng', 'there is no such key')
    return { key: keyOf([...path, issue.keys[0]!]), text }
  }
  const condition = issue.code === 'custom' ? conditions[issue.message] : undefined
  if (condition) {
    return {
      key: keyOf(condition.key ? [...path, condition.key] : path),
      text: both(condition.vi, `expected ${issue.message}`),
    }
  }
  const input = valueAt(root, path)
  if (input === undefined && issue.code === 'invalid_type') {
    return { key: keyOf(path), text: both('thiếu khóa này', 'this key is missing') }
  }
  const raw = { ...issue, input } as Parameters<typeof locales.vi>[0]
  return { key: keyOf(path), text: both(textOf(locales.vi(raw)), textOf(locales.en(raw))) }
}

const textOf = (said: ReturnType<typeof locales.vi>): string =>
  typeof said === 'string' ? said : (said?.message ?? '')

/** Of the forms that a value may have, the one that it was meant to have: right type, right kind, fewest faults. */
function likeliest(branches: readonly (readonly Issue[])[], value: unknown): Issue | undefined {
  const faults = (issues: readonly Issue[]) =>
    issues.length +
    (issues.some((i) => i.path.length === 0 && i.code === 'invalid_type') ? 1000 : 0) +
    (issues.some((i) => i.path[0] === 'kind') ? 100 : 0)
  if (value === undefined) return branches[0]?.[0]
  return [...branches].sort((a, b) => faults(a) - faults(b))[0]?.[0]
}

const valueAt = (value: unknown, path: readonly Key[]): unknown =>
  path.reduce<unknown>((v, key) => (v as Record<Key, unknown> | null | undefined)?.[key], value)
