/** The process of one window (một cửa): its states and what may happen in each. Law: NĐ 118/2025/NĐ-CP, NĐ 217/2026/NĐ-CP Đ.54. */

export const permitStates = [
  'submitted',
  'refused-at-intake',
  'received',
  'in-review',
  'supplement-requested',
  'consulting',
  'to-sign',
  'approved',
  'refused',
  'withdrawn',
  'issued',
  'lapsed',
  'revoked',
] as const
export type PermitState = (typeof permitStates)[number]

export const permitEvents = [
  'receive',
  'refuse-at-intake',
  'assign',
  'request-supplement',
  'supplement',
  'consult',
  'opinion',
  'propose',
  'return',
  'approve',
  'refuse',
  'withdraw',
  'issue',
  'adjust',
  'extend',
  'lapse',
  'revoke',
] as const
export type PermitEvent = (typeof permitEvents)[number]
