/**
 * Institutions known to exist in each former unit, but not where. Health stations: list of the health insurance (found);
 * seats of the former communes and wards: every unit had one; schools: every unit of this size has them (assumed).
 */
export interface InstitutionFact {
  readonly prefix: string
  readonly category: 'health' | 'government' | 'education' | 'market'
  readonly wards: readonly string[]
  readonly provenance: 'assumed' | 'generated'
  readonly confidence: string
}

const all = ['31318', '31321', '31324', '31327', '31330', '31333', '31336', '31338', '31339']

export const institutions: readonly InstitutionFact[] = [
  {
    prefix: 'Trạm y tế',
    category: 'health',
    wards: all.filter((code) => code !== '31338'),
    provenance: 'assumed',
    confidence: 'existence found (health-insurance list), place generated',
  },
  {
    prefix: 'Trường tiểu học',
    category: 'education',
    wards: all,
    provenance: 'generated',
    confidence: 'assumed by need, place generated',
  },
  {
    prefix: 'Trường THCS',
    category: 'education',
    wards: all,
    provenance: 'generated',
    confidence: 'assumed by need, place generated',
  },
  {
    prefix: 'Trường mầm non',
    category: 'education',
    wards: all,
    provenance: 'generated',
    confidence: 'assumed by need, place generated',
  },
  {
    prefix: 'Chợ',
    category: 'market',
    wards: ['31330', '31324', '31336'],
    provenance: 'assumed',
    confidence: 'existence: memory, medium; place generated',
  },
]
