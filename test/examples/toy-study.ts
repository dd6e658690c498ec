/** A study with nothing to find out, for the test of studies. */

import { speaker, type Say } from '../../lib/language.ts';
import { columns } from '../../lib/print.ts';
import { spread, told } from '../../lib/spread.ts';
import { lineChart } from '../../lib/line-chart.ts';

interface Task {
  seed: string;
  power: number;
}

interface Result {
  power: number;
  value: number;
  seconds: number;
}

export const title = 'How large are powers?';

export const tasks = (seeds: string[]): Task[] => [1, 2].flatMap((power) => seeds.map((seed) => ({ seed, power })));

export function run({ seed, power }: Task): Result {
  return { power, value: Number(seed) ** power, seconds: performance.now() };
}

const of = (results: Result[], power: number) =>
  spread(results.filter((result) => result.power === power).map(({ value }) => value));

export function report(results: Result[], say: Say): string {
  const head = [say('power', '幂'), say('value', '值')];
  return columns([head, ...[1, 2].map((power) => [String(power), told(of(results, power))])]);
}

export function charts(results: Result[], say: Say = speaker('en')): Record<string, string> {
  const points = [1, 2].map((x) => ({ x, y: of(results, x).mean }));
  const label = say('power', '幂');
  return { powers: lineChart({ title: label, x: { label }, y: { label }, series: [{ name: label, points }] }) };
}
