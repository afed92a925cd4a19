/**
 * How many working days each procedure may take: NĐ 217/2026/NĐ-CP Đ.54 since 1 July 2026; before it Luật Xây dựng
 * 50/2014/QH13 as amended (Đ.102), here from memory.
 */
import type { Procedure } from './application.ts'
import type { IsoDate } from './working-days.ts'

export interface Terms {
  /** From the complete dossier to the answer, working days; so are all below. */
  readonly answerDays: number
  /** Appraisal and the look at the site (thẩm định, kiểm tra thực địa). */
  readonly appraisalDays: number
  /** Within which the one request for a supplement is sent. */
  readonly supplementNoticeDays: number
  /** From a supplement that does not answer the request to the notice of refusal. */
  readonly refusalNoticeDays: number
  readonly clause: string
  readonly confidence: 'found' | 'memory'
}

type Pair = readonly [house: number, other: number]

interface Regime {
  readonly validFrom: IsoDate
  readonly clause: string
  readonly confidence: Terms['confidence']
  readonly answer: Readonly<Record<Procedure, Pair>>
  readonly appraisal: Pair
  readonly supplementNotice: (procedure: Procedure) => number
  readonly refusalNotice: number
  readonly consultation: number
}

/** Newest first. */
const regimes: readonly [Regime, ...Regime[]] = [
  {
    validFrom: '2026-07-01',
    clause: 'NĐ 217/2026/NĐ-CP, Đ.54',
    confidence: 'found',
    answer: {
      new: [7, 10],
      temporary: [7, 10],
      relocate: [7, 10],
      adjust: [7, 9],
      repair: [7, 9],
      extend: [5, 5],
      reissue: [5, 5],
    },
    appraisal: [3, 5],
    supplementNotice: (procedure) => (procedure === 'extend' || procedure === 'reissue' ? 1 : 2),
    refusalNotice: 1,
    consultation: 2,
  },
  {
    validFrom: '0001-01-01',
    clause: 'Luật Xây dựng 50/2014/QH13, Đ.102',
    confidence: 'memory',
    answer: {
      new: [15, 20],
      temporary: [15, 20],
      relocate: [15, 20],
      adjust: [15, 20],
      repair: [15, 20],
      extend: [5, 5],
      reissue: [5, 5],
    },
    appraisal: [7, 7],
    supplementNotice: () => 7,
    refusalNotice: 3,
    consultation: 12,
  },
]

/** Of the law in force on the day of the complete dossier. */
const regimeOn = (date: IsoDate): Regime => regimes.find(({ validFrom }) => validFrom <= date) ?? regimes[0]

export function termsOn(date: IsoDate, procedure: Procedure, house: boolean): Terms {
  const regime = regimeOn(date)
  const side = house ? 0 : 1
  return {
    answerDays: regime.answer[procedure][side],
    appraisalDays: regime.appraisal[side],
    supplementNoticeDays: regime.supplementNotice(procedure),
    refusalNoticeDays: regime.refusalNotice,
    clause: regime.clause,
    confidence: regime.confidence,
  }
}

/** A consulted body that is silent for so many working days consents. */
export const consultationDaysOn = (date: IsoDate): number => regimeOn(date).consultation

/** What a dossier must hold: cited where the supplement that was asked for did not come or did not answer. */
export const dossierClause = 'NĐ 217/2026/NĐ-CP, Đ.57, 60, 61, 63'
