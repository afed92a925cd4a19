/** The drainage simulation introduces itself. */
import type { SimulationAbout } from '../../scenarios/about.ts'
import { both } from '../../scenarios/text.ts'
import { ARRIVAL_DEPTH, DURATION_DEPTH, STEPS_PER_SAMPLE, STILL_DEPTH } from './constants.ts'

export const about: SimulationAbout = {
  name: 'drainage',
  version: '1.1.0',
  title: both('Thoát nước và ngập', 'Drainage and flooding'),
  method: both(
    'Dòng chảy hai chiều quán tính cục bộ, sơ đồ hiện trên lưới ô vuông, bước thời gian theo điều kiện Courant 0,7; mưa, thấm (hằng số, Horton, Green–Ampt), lưu lượng đổ vào, mực nước hoặc cửa thoát tự do ở biên.',
    'Two-dimensional local-inertial flow, explicit on a square grid, time step by a Courant number of 0.7; rain, infiltration (constant, Horton, Green–Ampt), inflows, and stage or free outflow at open edges.',
  ),
  citations: [
    'Bates, P. D., Horritt, M. S., Fewtrell, T. J. (2010). A simple inertial formulation of the shallow water equations for efficient two-dimensional flood inundation modelling. Journal of Hydrology 387, 33–45. doi:10.1016/j.jhydrol.2010.03.027',
    'de Almeida, G. A. M., Bates, P., Freer, J. E., Souvignet, M. (2012). Improving the stability of a simple formulation of the shallow water equations for 2-D flood modeling. Water Resources Research 48, W05528. doi:10.1029/2011WR011570',
    'Green, W. H., Ampt, G. A. (1911). Studies on soil physics. Journal of Agricultural Science 4, 1–24; explicit step of Li, Stevens & Simons (1976), Journal of the Irrigation and Drainage Division 102, 239–243',
    'Horton, R. E. (1941). An approach toward a physical interpretation of infiltration-capacity. Soil Science Society of America Proceedings 5, 399–417',
  ],
  inputs: [
    { name: 'ground', unit: 'm', where: 'cell' },
    { name: 'open', unit: '1', where: 'cell' },
    { name: 'manning', unit: 's/m^(1/3)', where: 'cell' },
    { name: 'initialDepth', unit: 'm', where: 'cell' },
    { name: 'rain', unit: 'm/s', where: 'grid' },
    { name: 'rainFactor', unit: '1', where: 'cell' },
    { name: 'infiltration', unit: 'm/s, m, 1/s', where: 'class of soil' },
    { name: 'inflows', unit: 'm3/s', where: 'cells' },
    { name: 'boundaries', unit: 'm', where: 'faces' },
  ],
  outputs: [
    { name: 'depth', unit: 'm', where: 'cell, at output times' },
    { name: 'finalDepth', unit: 'm', where: 'cell' },
    { name: 'maxDepth', unit: 'm', where: 'cell' },
    { name: 'maxSpeed', unit: 'm/s', where: 'cell' },
    { name: 'arrival', unit: 's', where: `cell dry at the start, first time with ${ARRIVAL_DEPTH} m` },
    { name: 'duration', unit: 's', where: `cell, with ${DURATION_DEPTH} m` },
    { name: 'stage, depth, speedX, speedY', unit: 'm, m, m/s, m/s', where: 'gauge, at output times' },
    { name: 'volumes', unit: 'm3', where: 'model' },
  ],
  limits: [
    both(
      'Bỏ qua số hạng đối lưu: dòng xiết (số Froude trên khoảng 0,8), nước nhảy, vỡ đập sát đập chỉ gần đúng.',
      'The convective term is left out: rapid flow (Froude number above about 0.8), hydraulic jumps and the near field of a dam break are approximate only.',
    ),
    both(
      'Nước rất xiết được giữ ở số Froude 2: tốc độ ở nơi dốc đứng là giới hạn này, không phải số đo.',
      'Very fast water is held to a Froude number of 2: speeds on steep drops are that bound, no measure.',
    ),
    both(
      'Kênh, cống, trạm bơm, cửa van chưa có dạng một chiều: kênh hẹp hơn một ô lưới không được tính; hệ thống cống ngầm chưa được xét.',
      'No one-dimensional canals, sewers, pumps or gates yet: a canal narrower than a cell is not resolved, and buried drains carry nothing.',
    ),
    both(
      `Nước nông hơn ${STILL_DEPTH * 1000} mm đứng yên; giá trị lớn nhất xét mỗi ${STEPS_PER_SAMPLE} bước và ở mọi thời điểm xuất.`,
      `Water shallower than ${STILL_DEPTH * 1000} mm stays where it is; extremes are looked at every ${STEPS_PER_SAMPLE} steps and at every output time.`,
    ),
    both(
      'Mỗi ô một cao độ và một hệ số nhám; công trình chặn trọn ô, không có dòng chảy qua nhà.',
      'One ground level and one roughness a cell; a building blocks whole cells, and no water flows through houses.',
    ),
    both('Không có bốc hơi, gió, sóng và bùn cát.', 'No evaporation, wind, waves or sediment.'),
  ],
}
