/** The exponential from sums and products alone, so that every machine gives the same bits. */

const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10
const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** e^x to about 1e-15 of itself; 0 below −708. */
export function exp(x: number): number {
  if (x < -708) return 0
  if (x > 709) return Infinity
  const n = Math.round(x / (LN2_HIGH + LN2_LOW))
  const r = x - n * LN2_HIGH - n * LN2_LOW
  let sum = 1
  for (let k = 15; k >= 1; k--) sum = 1 + (r / k) * sum
  // 2^n by its bits
  words[1] = (n + 1023) << 20
  return sum * double[0]!
}
