/** What becomes of an address code: it is one household's for good; ended, it leads to what came after, and never comes back. */
import { type Bilingual, both } from '../text.ts'

export const codeStates = ['active', 'split', 'merged', 'demolished', 'withdrawn'] as const
export type CodeState = (typeof codeStates)[number]

export const codeEvents = ['split', 'merge', 'demolish', 'withdraw', 'move'] as const
export type CodeEvent = (typeof codeEvents)[number]

/** To which state an event leads; null: it cannot happen there. */
// biome-ignore format: a table
export const codeTable = {
  active:     { split: 'split', merge: 'merged', demolish: 'demolished', withdraw: 'withdrawn', move: 'active' },
  split:      { split: null, merge: null, demolish: null, withdraw: null, move: null },
  merged:     { split: null, merge: null, demolish: null, withdraw: null, move: null },
  demolished: { split: null, merge: null, demolish: null, withdraw: null, move: null },
  withdrawn:  { split: null, merge: null, demolish: null, withdraw: null, move: null },
} as const satisfies Record<CodeState, Readonly<Record<CodeEvent, CodeState | null>>>

/** In words for everyone. */
export const codeStateTitles: Record<CodeState, Bilingual> = {
  active: both('đang dùng', 'in use'),
  split: both('đã tách thành mã mới', 'split into new codes'),
  merged: both('đã nhập vào mã khác', 'merged into another code'),
  demolished: both('nhà không còn', 'the house is no more'),
  withdrawn: both('đã thu hồi', 'withdrawn'),
}

export const codeEventTitles: Record<CodeEvent, Bilingual> = {
  split: both('Tách hộ', 'Split'),
  merge: both('Nhập vào mã khác', 'Merge into another'),
  demolish: both('Nhà không còn', 'The house is gone'),
  withdraw: both('Thu hồi (cấp nhầm)', 'Withdraw (given by mistake)'),
  move: both('Chuyển sang điểm địa chỉ khác', 'Move to another address point'),
}
