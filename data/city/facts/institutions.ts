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
  /** Where it is not called after its unit. */
  readonly names?: Readonly<Record<string, string>>
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
    prefix: 'Trạm y tế',
    category: 'health',
    wards: ['31338'],
    provenance: 'generated',
    confidence: 'not on the list read; every commune has one (assumed), place generated',
  },
  {
    prefix: 'Trụ sở cũ UBND',
    category: 'government',
    wards: ['31318', '31321', '31324', '31327', '31338', '31339'],
    provenance: 'assumed',
    confidence: 'every former unit had a seat; place generated',
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
    names: { '31324': 'Chợ Cái Nhúc' },
  },
]

/** Places that exist (memory, medium), with the former unit that they are put in (assumed); the block is generated. */
export const blockPlaces: readonly { name: string; category: string; ward: string }[] = [
  { name: 'Hồ Sen', category: 'lake', ward: '31318' },
  { name: 'Hồ Tam Giác', category: 'lake', ward: '31321' },
  { name: 'Hồ Đại Hàn', category: 'lake', ward: '31327' },
  { name: 'Công viên Chiến Thắng', category: 'park', ward: '31327' },
  { name: 'Vincom Plaza Vị Thanh', category: 'retail', ward: '31327' },
  { name: 'Trường THPT Chuyên Vị Thanh', category: 'education', ward: '31327' },
  { name: 'Trường THPT Chiêm Thành Tấn', category: 'education', ward: '31324' },
  { name: 'Trường Cao đẳng Cộng đồng Hậu Giang', category: 'education', ward: '31321' },
  { name: 'Bệnh viện Sản Nhi', category: 'health', ward: '31327' },
  { name: 'Trung tâm Y tế Vị Thanh', category: 'health', ward: '31324' },
  { name: 'Nhà máy đường Vị Thanh', category: 'industry', ward: '31330' },
]
