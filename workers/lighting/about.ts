/** The street-lighting simulation introduces itself. */
import type { SimulationAbout } from '../../scenarios/about.ts'
import { both } from '../../scenarios/text.ts'

export const about: SimulationAbout = {
  name: 'lighting',
  version: '1.1.0',
  title: both('Chiếu sáng đường phố', 'Street lighting'),
  method: both(
    'Độ rọi ngang từng điểm từ mọi đèn trong phạm vi 5 lần chiều cao treo đèn, trên phần xe chạy và vỉa hè, mỗi 2 m. Mỗi tuyến có đèn được quy về đoạn đường thẳng, đều để tính độ chói, độ đồng đều, độ chói lóa, tỷ số môi trường theo EN 13201-3 / CIE 140 với bảng r R3 hoặc bảng r từ tệp. Điện năng theo EN 13201-5.',
    'Horizontal illuminance point by point from every lamp within five mounting heights, on carriageways and sidewalks every 2 m. Each street with lamps is made a straight, even section for luminance, uniformities, glare and surround ratios by EN 13201-3 / CIE 140 with the r-table R3 or one from a file. Energy by EN 13201-5.',
  ),
  citations: [
    'EN 13201-3:2015 Road lighting – Part 3: Calculation of performance',
    'EN 13201-5:2015 Road lighting – Part 5: Energy performance indicators',
    'CIE 140:2019 Road lighting calculations',
    'CIE 144:2001 Road surface and road marking reflection characteristics',
    'ANSI/IES LM-63-19 Approved method: IES standard file format for the electronic transfer of photometric data',
    'QCVN 07-7:2023/BXD Hệ thống công trình hạ tầng kỹ thuật – công trình chiếu sáng',
  ],
  inputs: [
    { name: 'candela', unit: 'cd', where: 'luminaire, by C and γ' },
    { name: 'x, y, height', unit: 'm', where: 'lamp' },
    { name: 'heading, tilt', unit: '°', where: 'lamp' },
    { name: 'flux', unit: 'lm', where: 'lamp' },
    { name: 'power', unit: 'W', where: 'lamp' },
    { name: 'schedules', unit: '1', where: 'cabinet, by hour' },
    { name: 'r', unit: '10⁻⁴', where: 'road surface, by tan γ and β' },
    { name: 'maintenanceFactor', unit: '1', where: 'model' },
  ],
  outputs: [
    { name: 'illuminance', unit: 'lx', where: 'point of a street' },
    { name: 'average, minimum, sidewalkAverage, sidewalkMinimum', unit: 'lx', where: 'segment' },
    { name: 'darkMetres', unit: 'm', where: 'segment' },
    { name: 'luminance', unit: 'cd/m²', where: 'section, by observer' },
    { name: 'semicylindricalIlluminance', unit: 'lx', where: 'section, place where streets meet' },
    { name: 'TI', unit: '%', where: 'section' },
    { name: 'D_P', unit: 'W/(lx·m²)', where: 'section, model' },
    { name: 'D_E', unit: 'kWh/(m²·a)', where: 'model' },
  ],
  limits: [
    both(
      'Độ chói chỉ để tham khảo cho đến khi bảng r được đối chiếu với bảng in; khi đó mới kết luận đạt hay không đạt.',
      'Luminance is indicative until the r-table is compared with a printed one: until then a person decides.',
    ),
    both(
      'Mặt đường coi là phẳng, nằm ngang; không tính ánh sáng phản xạ từ nhà, biển hiệu, xe.',
      'Roads are flat and level; light from house fronts, signs and vehicles is not counted.',
    ),
    both(
      'Đèn dựng theo công thức không thay cho bộ đèn đo thật: hãy nạp tệp IES hoặc EULUMDAT của nhà sản xuất.',
      'Luminaires made by formula do not stand for measured ones: load the IES or EULUMDAT file of the maker.',
    ),
    both(
      'Đoạn thẳng tương đương của tuyến dùng khoảng cách, độ vươn trung vị của các đèn; đường cong, nút giao chỉ có độ rọi từng điểm.',
      'The straight section of a street has the median spacing and overhang of its lamps; bends and junctions have illuminance point by point alone.',
    ),
    both(
      'Không đối chiếu phần QCVN 07-7:2023 mà dữ liệu không chỉ ra nơi áp dụng: phố mua sắm, cầu thang, cầu vượt đi bộ (Bảng 8), bến, bãi đỗ xe (Bảng 11), đường ngang qua đường sắt, hầm.',
      'Not checked, because the data do not say where they apply: shopping streets, stairs and footbridges (QCVN 07-7:2023, table 8), stations and car parks (table 11), level crossings, tunnels.',
    ),
  ],
}
