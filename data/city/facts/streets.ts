/**
 * Street names of Vị Thanh by former ward, after the vocabulary of the price list of land (names: memory, medium; which
 * ward: memory, low). A name says which street is meant in speech; where it runs is generated, save for the main ones.
 */
const list = (names: string): string[] => names.split(', ')

export const streetNames: Readonly<Record<string, readonly string[]>> = {
  // Phường I
  '31318': list(
    'Nguyễn Công Trứ, 1/5, 30/4, Châu Văn Liêm, Chiêm Thành Tấn, Đoàn Thị Điểm, Đồ Chiểu, Cô Giang, Cô Bắc, Hải Thượng Lãn Ông, Hồ Xuân Hương, Lê Văn Tám, Lê Thị Hồng Gấm, Lưu Hữu Phước, Nguyễn Thái Học, Nguyễn Trãi, Nguyễn Văn Trỗi, Nguyễn Việt Hồng, Phan Bội Châu, Phan Chu Trinh, Trưng Trắc, Trưng Nhị, Tú Xương, Võ Thị Sáu, Nguyễn Viết Xuân',
  ),
  // Phường III
  '31321': list(
    'Ngô Hữu Hạnh, Ngô Quốc Trị, Lê Quý Đôn, Lý Tự Trọng, Nguyễn An Ninh, Trương Định, Trần Ngọc Quế, Nguyễn Thị Minh Khai, Cao Thắng, Trần Hoàng Na',
  ),
  // Phường IV
  '31324': list(
    'Trần Quang Diệu, Ngô Quyền, Lê Lai, Nguyễn Tri Phương, Phạm Hồng Thái, Lê Bình, Triệu Thị Trinh, Mậu Thân, Tô Ngọc Vân',
  ),
  // Phường V
  '31327': list(
    'Nam Kỳ Khởi Nghĩa, Xô Viết Nghệ Tĩnh, Đồng Khởi, Giải Phóng, Hoàng Hoa Thám, Huỳnh Phan Hộ, Trần Quốc Toản, Tây Sơn, Út Tịch',
  ),
  // Phường VII
  '31330': list('Bùi Hữu Nghĩa, Đường Nhà máy đường, Phan Đình Phùng, Phan Văn Trị'),
  '31333': [],
  '31336': [],
  '31338': [],
  '31339': [],
}

/** House numbers that are known on Trần Hưng Đạo, from its north-eastern end: number and longitude, latitude of its place. */
export const tranHungDaoNumbers: readonly { number: number; lon: number; lat: number; confidence: string }[] = [
  { number: 319, lon: 105.4671, lat: 9.78204, confidence: 'found: Co.opmart' },
  { number: 647, lon: 105.457, lat: 9.771, confidence: 'address found, place estimated: general hospital' },
  { number: 997, lon: 105.43167, lat: 9.75806, confidence: 'found: seat of former ward VII' },
]

/**
 * House numbers that are known, with the place where that is known too: found in published texts unless said otherwise. The
 * houses that bear them are generated.
 */
export const knownNumbers: readonly { street: string; number: string; ward: string; lon?: number; lat?: number }[] = [
  { street: 'Trần Hưng Đạo', number: '319', ward: '31318', lon: 105.4671, lat: 9.78204 },
  { street: 'Trần Hưng Đạo', number: '559', ward: '31321' },
  { street: 'Trần Hưng Đạo', number: '615B', ward: '31321' },
  { street: 'Trần Hưng Đạo', number: '647', ward: '31321' },
  { street: 'Trần Hưng Đạo', number: '995', ward: '31330' },
  { street: 'Trần Hưng Đạo', number: '997', ward: '31330', lon: 105.43167, lat: 9.75806 },
  { street: 'Nguyễn Công Trứ', number: '66', ward: '31318', lon: 105.46361, lat: 9.77877 },
  { street: 'Nguyễn Công Trứ', number: '32', ward: '31318' },
  { street: 'Lý Thường Kiệt', number: '2', ward: '31324' },
  { street: 'Thống Nhất', number: '5', ward: '31327' },
  { street: 'Võ Văn Kiệt', number: '61', ward: '31327' },
  { street: 'Hòa Bình', number: '2', ward: '31327' },
  { street: '19/8', number: '198', ward: '31333' },
]

/** Canals whose names are real (memory, medium) and whose courses are not known, by the unit of today. */
export const canalNames: Readonly<Record<string, readonly string[]>> = {
  '31333': list('Kênh 62, Kênh 59, Kênh Lái Hiếu'),
  '31338': list('Kênh Tắc Huyện Phương, Kênh Mương Lộ'),
}

/** Places known by their address only; where they stand is generated from it. */
export const addressedPlaces: readonly {
  name: string
  category: string
  street: string
  number: number
  ward: string
  source: string
}[] = [
  {
    name: 'Bệnh viện Đa khoa (647 Trần Hưng Đạo)',
    category: 'health',
    street: 'Trần Hưng Đạo',
    number: 647,
    ward: '31321',
    source: 'address found',
  },
  {
    name: 'Trường THPT Vị Thanh',
    category: 'education',
    street: 'Trần Hưng Đạo',
    number: 559,
    ward: '31321',
    source: 'address found',
  },
  {
    name: 'Chợ Vị Thanh',
    category: 'market',
    street: 'Trần Hưng Đạo',
    number: 291,
    ward: '31318',
    source: 'existence: memory, medium',
  },
  {
    name: 'Sở Văn hóa, Thể thao và Du lịch Hậu Giang (cũ)',
    category: 'government',
    street: 'Thống Nhất',
    number: 5,
    ward: '31327',
    source: 'address found',
  },
  {
    name: 'Trung tâm CNTT và Truyền thông Hậu Giang (cũ)',
    category: 'government',
    street: 'Võ Văn Kiệt',
    number: 61,
    ward: '31327',
    source: 'address found',
  },
  {
    name: 'UBND tỉnh Hậu Giang (cũ)',
    category: 'government',
    street: 'Hòa Bình',
    number: 2,
    ward: '31327',
    source: 'address: memory, medium to low',
  },
]
