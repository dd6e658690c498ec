/**
 * `npm test` judges a few dozen arguments of each function. With a number, it judges as many as that, some two thousand
 * a second: `node --import tsx test/lib/elementary.test.ts 100000`.
 */

import t from 'tap';
import type { BigNumber } from 'mathjs';
import math from 'mathjs/lib/browser/math.js';
import { cos, exp, log, log10, pow, sin, tanh } from '../../lib/elementary.ts';
import { nearestExp, nearestLog, nearestLog10, nearestPower, nearestSine, nearestTanh } from '../../lib/nearest.ts';
import { seeded } from '../../lib/random.ts';
import { ANGLE_DOUBT, EXP_DOUBT, LOG_DOUBT, SINE_DOUBT } from '../../lib/series.ts';
import { expInTwo, latest, logInTwo, powerOfTwo, sineInTwo } from '../../lib/series.ts';
import { big } from '../bignumber.ts';

const count = Number(process.argv[2] ?? 40);
t.setTimeout(0); // of 100,000, no limit
const random = seeded('elementary');
const between = (low: number, high: number) => low + (high - low) * random();
const signed = (x: number) => (random() < 1 / 2 ? -x : x);

/** A positive number with an exponent from low to high − 1, each equally likely. */
const scaled = (low: number, high: number) => (1 + random()) * 2 ** Math.floor(between(low, high));

/** A function of x, or of x and y. */
type Found = (x: number, y: number) => number;

/** It, the long way to it, the same by mathjs, and a few kinds of arguments. */
interface Case {
  name: string;
  f: Found;
  long: Found;
  truth: (x: BigNumber, y: BigNumber) => BigNumber;
  draws: (() => number[])[];
  doubt: number; // what two numbers may be off, as a part of the value
  hard: number[][]; // where the middle between two doubles is nearer than that
}

const bits = new DataView(new ArrayBuffer(8));

/** The double so many above y ≥ 0. */
function above(y: number, steps: bigint): number {
  bits.setFloat64(0, y);
  bits.setBigInt64(0, bits.getBigInt64(0) + steps);
  return bits.getFloat64(0);
}

const next = (x: number) => above(x, 1n);

// Half a last digit below 1, 2^−54, is the middle; its other side is further away: above 1 digits are twice as long.
// The sine is 1 − δ²/2 before its top, tanh x is 1 − 2e^−2x: on either side of the middle.
const aboutTop = [-1, 1].map((side) => Math.PI / 2 - Math.sqrt(2 ** -53) + side * 2 ** -50);
const nearOne = [-1n, 0n, 1n].map((steps) => above((55 * Math.LN2) / 2, steps));

const cases: Case[] = [
  {
    name: 'exp',
    f: exp,
    long: nearestExp,
    truth: (x) => big.exp(x),
    draws: [
      () => [between(-20, 0)],
      () => [between(-746, 710)],
      () => [between(-746, -708)],
      () => [between(-711, -708)], // where digits begin to be missing
      () => [signed(scaled(-60, 3))],
    ],
    doubt: EXP_DOUBT,
    // 1 + x + x²/2 + …: to 1 + x is half a digit or three. The last is the worst of all: Lefèvre and Muller 2001.
    hard: [[2 ** -53], [-(2 ** -54)], [3 * 2 ** -53], [-3 * 2 ** -54], [-next(2 ** -54)], [7.541752774995959e-10]],
  },
  {
    name: 'log',
    f: log,
    long: nearestLog,
    truth: (x) => big.log(x),
    draws: [() => [random()], () => [scaled(-1074, 1024)], () => [1 + signed(scaled(-52, -4))]],
    doubt: LOG_DOUBT,
    // x − x²/2 + x³/3 − … of 1 + x: x²/2 is 4.5 last digits of x, or 12.5 …. In the last, two numbers round wrong.
    hard: [...[6, 20, 28, 72, 88].map((k) => [1 + k * 2 ** -52]), [1.0014570189119394]],
  },
  {
    name: 'log10',
    f: log10,
    long: nearestLog10,
    truth: (x) => big.log10(x),
    draws: [() => [between(0, 1e6)], () => [scaled(-1074, 1024)], () => [1 + signed(scaled(-52, -4))]],
    doubt: LOG_DOUBT,
    hard: [[865.8218960997492], [145.79217912631984]], // the closest of twenty million
  },
  {
    name: 'sin',
    f: sin,
    long: (x) => nearestSine(x, 0),
    truth: (x) => big.sin(x),
    draws: [() => [between(0, 512)], () => [signed(between(0, 7))], () => [signed(scaled(-30, 24))]],
    doubt: SINE_DOUBT,
    // x − x³/6 + …. In the last two, two numbers round wrong.
    hard: [1.2568126101817925e-7, -1.2894715997344927e-7, 0.005047751620908381, 0.00686576398283188, ...aboutTop].map(
      (x) => [x],
    ),
  },
  {
    name: 'cos',
    f: cos,
    long: (x) => nearestSine(x, 1),
    truth: (x) => big.cos(x),
    draws: [() => [between(0, 512)], () => [signed(between(0, 7))], () => [signed(scaled(-30, 24))]],
    doubt: SINE_DOUBT,
    // 1 − x²/2 + … = 1 − k/2 last digits below 1
    hard: [...[1, 3, 5, 7, 101].map((k) => Math.sqrt(k / 2 ** 53)), next(Math.sqrt(1 / 2 ** 53))].map((x) => [x]),
  },
  {
    name: 'tanh',
    f: tanh,
    long: (x) => Math.sign(x) * nearestTanh(Math.abs(x)),
    truth: (x) => big.tanh(x),
    draws: [() => [between(-4, 4)], () => [between(-20, 20)], () => [signed(scaled(-30, 0))]],
    doubt: 2 ** -67,
    // x − x³/3 + …. In the last two, two numbers round wrong.
    hard: [1.195189254599333e-7, -1.213439233569014e-7, 0.0014371238796244805, 0.003064610969135859, ...nearOne].map(
      (x) => [x],
    ),
  },
  {
    name: 'pow',
    f: pow,
    long: (x, y) => nearestPower(x, y, y * log(x)),
    truth: (x, y) => big.pow(x, y) as BigNumber,
    draws: [
      () => [10_000, random()],
      () => [Math.ceil(between(0, 1e5)), signed(between(0, 2))],
      () => [between(0.9, 1), Math.ceil(between(0, 6000))],
      () => ((x) => [x, between(-745, 709.7) / log(x)])(scaled(-1074, 1024)),
      () => ((x) => [x, between(-745, 709.7) / log(x)])(1 + signed(scaled(-52, -4))),
      () => ((x) => [x, between(-711, -708) / log(x)])(scaled(-1074, 1024)), // where digits begin to be missing
    ],
    doubt: 45 * LOG_DOUBT, // in the last two cases y ln x is 57 and 45
    // (1 + x)^y = 1 + xy + …: to 1 + xy is an odd multiple of half a digit. In the last two, two numbers round wrong.
    hard: [
      [1 + 2 ** -52, 1 / 2],
      [1 + 2 ** -52, 3 / 2],
      [1 - 2 ** -53, -1],
      [1 - 2 ** -53, -3],
      [1 - 2 ** -53, 1 / 2],
      [1.0095247821231756, 6107.535349645818],
      [1.0065772847499184, 6971.665600427318],
    ],
  },
];

/** Every digit of a double; 2^1024 for Infinity, as if the doubles went on. */
function digits(x: number): BigNumber {
  if (x === Infinity) return big.bignumber(String(2n ** 1024n));
  let places = 0;
  for (; !Number.isInteger(x); x *= 2) places++;
  return big.bignumber(`${BigInt(x) * 5n ** BigInt(places)}e-${places}`);
}

/** How far the true value is from the middles between y and the doubles beside it, on y's side, as a part of itself. */
function margins(y: number, truth: BigNumber): number[] {
  const size = Math.abs(y);
  const middle = (beside: BigNumber) => digits(size).plus(beside).div(2);
  const below = size === 0 ? digits(above(0, 1n)).neg() : digits(above(size, -1n));
  const inward = [truth.abs().minus(middle(below))];
  if (size < Infinity) inward.push(middle(digits(above(size, 1n))).minus(truth.abs()));
  return inward.map((distance) => Number(distance.div(truth.abs())));
}

/** Whether no double is nearer to the true value than y, by more than what 64 digits may be off. */
function isNearest(y: number, truth: BigNumber): boolean {
  return !Number.isNaN(y) && y < 0 === truth.isNeg() && Math.min(...margins(y, truth)) > 1e-58;
}

t.test('by hand: what a table of logarithms says', async (t) => {
  // Digits from such tables; JavaScript reads them to the nearest double.
  t.equal(exp(1), Number('2.71828182845904523536028747135266249775724709369995'));
  t.equal(log(2), Number('0.69314718055994530941723212145817656807550013436025'));
  t.equal(log(10), Number('2.30258509299404568401799145468436420760110148862877'));
  t.equal(log10(2), Number('0.30102999566398119521373889472449302676818988146210'));
  t.equal(sin(1), Number('0.84147098480789650665250232163029899962256306079837'));
  t.equal(cos(1), Number('0.54030230586813971740093660744297660373231042061792'));
  t.equal(tanh(1), Number('0.76159415595576488811945828260479359041276859725793'));
  t.equal(pow(2, 1 / 2), Number('1.41421356237309504880168872420969807856967187537694'));
  t.equal(pow(2, 1 / 3), Number('1.25992104989487316476721060727822835057025146470150'));
  // Math.PI is short of π by 1.22…e-16: the sine of so small an angle is the angle, and the next cosine is 1 − 7e-33.
  t.equal(sin(Math.PI), Number('1.2246467991473531772260659322749979970830539012998e-16'));
  t.equal(cos(Math.PI), -1);
  // e^2x = 4, and (4 − 1)/(4 + 1) = 3/5
  t.equal(tanh(log(2)), 3 / 5);
  // 1 − tanh x ≈ 2e^−2x is 5.58e-17, 5.47e-17: half the last digit below 1 is 2^−54 = 5.55e-17.
  t.strictSame([tanh(19.06), tanh(19.07), tanh(-19.06), tanh(-19.07)], [1 - 2 ** -53, 1, -(1 - 2 ** -53), -1]);
});

t.test('by hand: what has an end', async (t) => {
  t.strictSame([exp(0), log(1), sin(0), cos(0), tanh(0), log10(1), log10(1000)], [1, 0, 0, 1, 0, 0, 3]);
  t.strictSame([pow(2, 10), pow(0.5, 3), pow(2, -3), pow(9, 1.5), pow(0.0625, -0.75)], [1024, 0.125, 0.125, 27, 8]);
  t.strictSame([pow(-2, 3), pow(-2, 4), pow(-2, -1), pow(10, -4)], [-8, 16, -0.5, 0.0001]);
  // 94906267² = 9007199515875289 > 2^53, where only even numbers are doubles: of two as near, that with an even half.
  t.equal(pow(94_906_267, 2), 9_007_199_515_875_288);
  t.equal(pow(3, 34), Number(3n ** 34n)); // 54 digits
  t.equal(pow(94_906_269, 2), 9_007_199_895_500_360); // …361, and 4503599947750180 is even
  // 208067³ and 1553⁵ are odd and between 2^53 and 2^54, too.
  t.equal(pow(208_067 ** 2, 3 / 2), Number(208_067n ** 3n));
  t.equal(pow(1553 ** 4, 5 / 4), Number(1553n ** 5n));
  // (3·2^−215)^5 = 243·2^−1075: 121.5 times the smallest double, as near to 121 as to 122
  t.equal(pow(3 * 2 ** -215, 5), 122 * 2 ** -1074);
  t.equal(pow(3 * 2 ** -215, -5), Infinity);
  // √2, √11 (though, rounded, √11·√11 = 11) and 1/3 have no end.
  t.equal(nearestPower(2, 1 / 2, log(2) / 2), Math.sqrt(2));
  t.equal(nearestPower(11, 1 / 2, log(11) / 2), Math.sqrt(11));
  t.equal(nearestPower(3, -1, -log(3)), 1 / 3);
  // 36 = 9 · 2² is a square, 72 = 9 · 2³ is none.
  t.equal(nearestPower(36, 1 / 2, log(36) / 2), 6);
  t.equal(nearestPower(72, 1 / 2, log(72) / 2), Math.sqrt(72));
  t.strictSame([pow(2, -1074), pow(2, -1075), pow(2, 1023), pow(2, 1024)], [2 ** -1074, 0, 2 ** 1023, Infinity]);
});

t.test('by hand: where there is no number', async (t) => {
  // What ECMAScript says of these arguments it says to the bit: here Math's functions are right.
  const ends = [0, -0, 1, -1, 2, -2, 3, 0.5, -0.5, -1.5, 1e300, -1e300, 5e-324, -5e-324, Infinity, -Infinity, NaN];
  for (const x of ends) {
    for (const y of ends) {
      const whole = Math.abs(Math.pow(x, y));
      if ([0, 1, Infinity, NaN].includes(whole)) t.ok(Object.is(pow(x, y), Math.pow(x, y)), `${x} to the ${y}`);
    }
  }
  for (const x of [0, -0, Infinity, -Infinity, NaN, 1e4, -1e4, 5e-324, -5e-324]) {
    for (const f of ['exp', 'tanh'] as const) t.ok(Object.is({ exp, tanh }[f](x), Math[f](x)), `${f} ${x}`);
  }
  for (const x of [0, -0, Infinity, -Infinity, NaN, -1, -5e-324]) {
    for (const f of ['log', 'log10'] as const) t.ok(Object.is({ log, log10 }[f](x), Math[f](x)), `${f} ${x}`);
  }
  for (const x of [0, -0, Infinity, -Infinity, NaN, 5e-324, -5e-324]) {
    for (const f of ['sin', 'cos'] as const) t.ok(Object.is({ sin, cos }[f](x), Math[f](x)), `${f} ${x}`);
  }
});

for (const { name, f, long, truth, draws, doubt, hard } of cases) {
  t.test(`by formula: ${name} is the double nearest to the true value`, async (t) => {
    const wrong: number[][] = [];
    const start = process.cpuUsage().user;
    for (let n = 0; n < count; n++) {
      const [x, y = 1] = draws[n % draws.length]();
      const right = truth(digits(x), digits(y));
      if (!isNearest(f(x, y), right) || f(x, y) !== long(x, y)) wrong.push([x, y]);
    }
    t.strictSame(wrong, [], `of ${count}, in ${Math.round((process.cpuUsage().user - start) / 1e6)} s`);
  });

  t.test(`by property: ${name} finds what the long way finds, and seldom goes it`, async (t) => {
    const wrong: number[][] = [];
    for (let n = 0; n < 600; n++) {
      const [x, y = 1] = draws[n % draws.length]();
      if (f(x, y) !== long(x, y)) wrong.push([x, y]);
    }
    t.strictSame(wrong, []);
    // The long way, and nothing else, makes whole numbers of any length.
    let times = 0;
    const make = globalThis.BigInt;
    globalThis.BigInt = new Proxy(make, { apply: (_, self, of) => (times++, Reflect.apply(make, self, of)) });
    for (let n = 0; n < 1000; n++) {
      const [x, y = 1] = draws[0]();
      const before = times;
      f(x, y);
      times = Math.min(times, before + 1);
    }
    globalThis.BigInt = make;
    t.ok(times < 10, `once in a few thousand arguments: ${times} of 1000`);
  });

  t.test(`by formula: ${name} where two numbers cannot tell`, async (t) => {
    for (const [x, y = 1] of hard) {
      const right = truth(digits(x), digits(y));
      t.ok(isNearest(f(x, y), right), `${x}, ${y}`);
      t.ok(Math.min(...margins(f(x, y), right)) < doubt / 2, 'a middle is within the doubt');
    }
  });
}

/** Draws that are beyond the doubt of a function in two numbers, which is `part` of its value, and `least` besides. */
function beyond(draw: () => number, inTwo: Found, truth: Case['truth'], part: number, least = 0): number[] {
  const found: number[] = [];
  for (let n = 0; n < count / 2; n++) {
    const x = draw();
    latest.scale = 1; // only e^x sets it
    const high = inTwo(x, 0);
    const value = digits(high * latest.scale).plus(digits(latest.low * latest.scale));
    const right = truth(digits(x), digits(0));
    const off = Number(value.minus(right).abs());
    if (!(off < part * Number(right.abs()) + least)) found.push(x);
  }
  return found;
}

t.test('by formula: two numbers are off by less than their doubt', async (t) => {
  const [{ truth: e }, { truth: ln }, , { truth: sine }] = cases;
  // Also halfway between entries of the table, where the terms of the series are largest.
  const halfway = (step: number, most: number) => (Math.floor(between(-most, most)) + between(0.48, 0.52)) * step;
  const powers = [() => between(-600, 709), () => between(-0.01, 0.01), () => halfway(Math.LN2 / 128, 9)];
  const numbers = [() => scaled(-1074, 1024), () => between(0.99, 1.01), () => 1 + halfway(1 / 256, 3)];
  const angles = [
    () => between(-7, 7),
    () => halfway(Math.PI / 256, 3),
    () => between(1e4, 65_536),
    () => Math.round(between(1, 20_000)) * Math.PI, // nothing is left but what is lost of the angle
  ];
  const rounded = (high: number) => high === high + latest.low;
  t.ok(
    powers.every((draw) => rounded(expInTwo(draw(), 0))) && numbers.every((draw) => rounded(logInTwo(draw()))),
    'the first of two is their sum, rounded',
  );
  for (const draw of powers) t.strictSame(beyond(draw, expInTwo, e, EXP_DOUBT), []);
  for (const draw of numbers) t.strictSame(beyond(draw, logInTwo, ln, LOG_DOUBT), []);
  for (const draw of angles) t.strictSame(beyond(draw, sineInTwo, sine, SINE_DOUBT, ANGLE_DOUBT), []);

  // The reasons of the doubts: so many roundings of a small term, at most halfway between entries. Of e^x a part, of
  // the others so much, however large the value is.
  const [r, s, a] = [Math.LN2 / 256, 2 ** -9 / 1.41, Math.PI / 512];
  const [lost_e, lost_ln, lost_sine] = [15 * r ** 3, 10 * 4 * s ** 3, 16 * a ** 3].map((x) => (2 ** -53 * x) / 6);
  for (const draw of powers) t.strictSame(beyond(draw, expInTwo, e, lost_e), []);
  for (const draw of numbers) t.strictSame(beyond(draw, logInTwo, ln, 0, lost_ln), []);
  for (const draw of angles) t.strictSame(beyond(draw, sineInTwo, sine, 0, lost_sine + ANGLE_DOUBT), []);
  // |2s| < √2 |ln x|; and no sine but those in the rows of multiples of π is below 2^−7.4.
  const least = [lost_e, (lost_ln / (2 * s)) * Math.SQRT2, lost_sine * 2 ** 7.4];
  t.ok([EXP_DOUBT, LOG_DOUBT, SINE_DOUBT].every((doubt, i) => doubt > least[i]));
});

t.test('by property: powers of two', async (t) => {
  const found = Array.from({ length: 2098 }, (_, i) => powerOfTwo(i - 1074));
  t.strictSame([found[0], found[1074], found[2097]], [5e-324, 1, 2 ** 1023], 'from the smallest to the largest');
  t.ok(found.every((power, i) => i === 0 || power === 2 * found[i - 1]));
});

t.test('by property: small arguments', async (t) => {
  // x³/3 is far below half a digit of x: the sine and the tangent are x, however many places that takes.
  for (const x of [1, 1 + 2 ** -52, 2 - 2 ** -52].map((m) => m * 2 ** -100)) {
    t.strictSame([sin(x), tanh(x), nearestSine(x, 0), nearestTanh(x)], [x, x, x, x]);
  }
});

t.test('by formula: the largest and the smallest doubles', async (t) => {
  // e^709.78… = 2^1024, e^−745.13… = 2^−1075, and below e^−708.39… = 2^−1022 doubles have fewer digits.
  for (const x of [709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412, -708.4, -744.5]) {
    t.ok(isNearest(exp(x), big.exp(digits(x))), `exp ${x}`);
  }
  for (const x of [Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 2 ** -1022 - 2 ** -1074]) {
    t.ok(isNearest(log(x), big.log(digits(x))), `log ${x}`);
  }
});

t.test('by formula: angles of thousands of turns', async (t) => {
  // A digit of the angle before the point costs a digit of π behind it.
  const vast = math.create({});
  vast.config({ number: 'BigNumber', precision: 400 });
  for (const x of [1e22, -(2 ** 800), 6_381_956_970_095_103 * 2 ** 797]) {
    const angle = vast.bignumber(String(BigInt(x)));
    t.ok(isNearest(sin(x), vast.sin(angle)), `sin ${x}`);
    t.ok(isNearest(cos(x), vast.cos(angle)), `cos ${x}`);
  }
});

t.test('by property: powers that × ÷ √ find as well', async (t) => {
  // They, too, give the nearest double, and so there is one right answer.
  const wrong: number[] = [];
  for (let n = 0; n < 2000; n++) {
    const x = scaled(-1074, 1024);
    const found = [pow(x, 1), pow(x, -1), pow(x, 2), pow(x, 1 / 2), pow(-x, 1), pow(-x, -1), pow(-x, 2)];
    const wanted = [x, 1 / x, x * x, Math.sqrt(x), -x, -1 / x, x * x];
    if (found.some((power, i) => power !== wanted[i])) wrong.push(x);
  }
  t.strictSame(wrong, [], 'x, 1/x, x², √x');
  const tens = Array.from({ length: 640 }, (_, k) => k - 330).filter((k) => pow(10, k) !== Number(`1e${k}`));
  t.strictSame(tens, [], 'JavaScript reads 1e-5 to the nearest double');
  const logarithms = Array.from({ length: 617 }, (_, k) => k - 308).filter((k) => log10(Number(`1e${k}`)) !== k);
  t.strictSame(logarithms, [], 'and back');
  const twos: number[] = [];
  for (let [n, power] = [-1074, 2 ** -1074]; n <= 1024; n++, power *= 2) {
    if (pow(2, n) !== power || pow(1 / 16, -n / 4) !== power) twos.push(n);
  }
  t.strictSame(twos, [], '2^n, and (1/16)^(−n/4), which is 2^n');
});

t.test('by property: order and symmetry', async (t) => {
  const [falling, lopsided]: number[][] = [[], []];
  for (let n = 0; n < 3000; n++) {
    const x = scaled(-40, 10);
    const next = above(x, 1n);
    for (const f of [exp, log, log10, tanh]) if (!(f(next) >= f(x))) falling.push(x);
    if (sin(-x) !== -sin(x) || tanh(-x) !== -tanh(x) || cos(-x) !== cos(x)) lopsided.push(x);
    if (Math.abs(sin(x) ** 2 + cos(x) ** 2 - 1) > 2 ** -51) lopsided.push(x);
  }
  t.strictSame(falling, [], 'the next larger argument has no smaller value');
  t.strictSame(lopsided, [], 'sin and tanh are odd, cos is even, sin² + cos² = 1');
});
