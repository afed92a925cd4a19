/** The traffic simulation introduces itself. */
import type { SimulationAbout } from '../../scenarios/about.ts'
import { both } from '../../scenarios/text.ts'

export const about: SimulationAbout = {
  name: 'traffic',
  version: '1.0.0',
  title: both('Giao thông', 'Traffic'),
  method: both(
    'Phân bổ giao thông cân bằng người dùng tất định (nguyên lý Wardrop thứ nhất), hoặc tối ưu hệ thống; nhiều loại phương tiện quy đổi chung một dòng; hàm trễ BPR cộng chi phí cố định theo loại xe. Thuật toán theo đường đi: bổ sung đường ngắn nhất, rồi chuyển lưu lượng giữa các cặp phương án bằng bước Newton cho đến khi đạt độ hở tương đối yêu cầu.',
    'Deterministic user equilibrium (Wardrop’s first principle) or the system optimum; several vehicle classes in one stream by equivalents; BPR volume–delay with fixed costs by class. Path based: shortest paths join, then flow moves between pairs of alternatives by Newton steps until the relative gap asked for.',
  ),
  citations: [
    'Wardrop, J. G. (1952). Some theoretical aspects of road traffic research. Proceedings of the Institution of Civil Engineers 1, 325–362',
    'Beckmann, M., McGuire, C. B., Winsten, C. B. (1956). Studies in the Economics of Transportation. Yale University Press',
    'Bureau of Public Roads (1964). Traffic Assignment Manual. US Department of Commerce',
    'Jayakrishnan, R., Tsai, W. K., Prashker, J. N., Rajadhyaksha, S. (1994). A faster path-based algorithm for traffic assignment. Transportation Research Record 1443, 75–83',
    'Bar-Gera, H. (2010). Traffic assignment by paired alternative segments. Transportation Research Part B 44, 1022–1046. doi:10.1016/j.trb.2009.11.004',
    'Xie, J., Nie, Y., Liu, X. (2018). A greedy path-based algorithm for traffic assignment. Transportation Research Record 2672, 36–44. doi:10.1177/0361198118774236',
    'Mitradjieva, M., Lindberg, P. O. (2013). The stiff is moving: conjugate direction Frank–Wolfe methods with applications to traffic assignment. Transportation Science 47, 280–293 (reference in the tests). doi:10.1287/trsc.1120.0409',
  ],
  inputs: [
    { name: 'capacity', unit: 'units/h', where: 'link' },
    { name: 'freeTime', unit: 's', where: 'link' },
    { name: 'alpha, power', unit: '1', where: 'link' },
    { name: 'fixedCost', unit: 's', where: 'link, by class' },
    { name: 'equivalent', unit: 'units/vehicle', where: 'class' },
    { name: 'demand', unit: 'vehicles/h', where: 'pair of zones, by class' },
    { name: 'warm', unit: 'vehicles/h', where: 'path of another solution' },
  ],
  outputs: [
    { name: 'volume', unit: 'units/h', where: 'link' },
    { name: 'classVolume', unit: 'vehicles/h', where: 'link, by class' },
    { name: 'time', unit: 's', where: 'link' },
    { name: 'paths', unit: 'vehicles/h', where: 'path in use' },
    { name: 'unserved', unit: 'vehicles/h', where: 'pair of zones without a path, by class' },
    { name: 'objective, totalTravelTime, totalCost', unit: 's · units/h', where: 'model' },
    { name: 'relativeGap, gaps', unit: '1', where: 'model, iteration' },
  ],
  limits: [
    both(
      'Mô hình tĩnh của một giờ: không có hàng chờ lan ngược, không có dao động trong giờ; lưu lượng có thể vượt khả năng thông hành, khi đó thời gian chỉ là ước tính theo hàm trễ.',
      'A static hour: no queues that spill back and nothing that varies within it; volumes may exceed capacity, and times there are what the delay curve says, no more.',
    ),
    both(
      'Mọi người biết rõ thời gian đi lại và chọn đường rẻ nhất cho mình; nhu cầu đi lại không đổi khi đường thay đổi.',
      'Everyone knows the times and takes his own cheapest way; demand stays the same when roads change.',
    ),
    both(
      'Ngập sâu không làm ai hoãn chuyến đi: cả dòng xe dồn vào số đường còn lại, nên thời gian ở đó có thể lớn đến phi thực tế.',
      'Deep water keeps nobody at home: all trips crowd onto the streets that are left, and times there may be absurdly long.',
    ),
    both(
      'Khi nhu cầu gấp hàng chục lần năng lực thông hành, có thể hết số vòng lặp mà chưa đạt độ hở nhỏ; kết quả ghi rõ là chưa hội tụ.',
      'Where volumes are tens of times capacity, a small gap may not be reached within the iterations; the result says that it did not converge.',
    ),
    both(
      'Mọi loại xe trên một đoạn đường chịu chung một thời gian trễ; xe chậm hơn chỉ được cộng một chi phí cố định.',
      'All classes on a link share its delay; what a class is slower by is a fixed addition.',
    ),
    both(
      'Nút giao thể hiện bằng chi phí cố định của đoạn hoặc hướng rẽ: đèn tín hiệu chỉ cộng một thời gian chờ không đổi, không mô phỏng pha đèn và xung đột trong nút.',
      'A junction is a fixed cost of its links or turns: a signal only adds a wait that is always the same, its phases and conflicts are not simulated.',
    ),
    both(
      'Lưu lượng trên đoạn đường là duy nhất; lưu lượng của từng đường đi và của từng loại xe thì không, kết quả là một trong các nghiệm cân bằng.',
      'Link volumes are unique; the flows of single paths and of single classes are not: what is shown is one of the equilibria.',
    ),
  ],
}
